package org.idwiseroutes.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.inbox.Inbox;
import org.idwiseroutes.inbox.TestCalls;
import org.idwiseroutes.tracing.Step;
import org.idwiseroutes.tracing.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The answers of the entrance. Success is exactly 200 with a small body (IDWise retries on anything
 * else), and no header of the request comes back.
 */
@Component
class Answers implements Processor {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final Set<String> FAILURES = Set.of("unreadable", "unavailable", "error");

  private final ObjectMapper json;
  private final Problems problems;
  private final MeterRegistry metrics;
  private final WebhookProperties properties;
  private final Sightings sightings;

  Answers(
      ObjectMapper json,
      Problems problems,
      MeterRegistry metrics,
      WebhookProperties properties,
      Sightings sightings) {
    this.json = json;
    this.problems = problems;
    this.metrics = metrics;
    this.properties = properties;
    this.sightings = sightings;
  }

  /**
   * {@code accepted}, {@code duplicate} or {@code test}; 400 for what was not JSON. A test call
   * that is kept has the answer of one that is not: its sender learns no id of an event. Nor does
   * one whose event stands in the log, since it may turn out to be a repeat.
   */
  @Override
  public void process(Exchange exchange) throws JsonProcessingException {
    Event event = exchange.getMessage().getBody(Event.class);
    if (event != null && event.state().equals(Event.QUARANTINED)) {
      count(exchange, "unreadable");
      answer(
          exchange, HttpStatus.BAD_REQUEST, problems.text(HttpStatus.BAD_REQUEST, event.problem()));
      return;
    }
    boolean test = event == null || event.isTest();
    String outcome = test ? "test" : outcome(exchange);
    sightings.see(
        exchange.getProperty(Intake.SOURCE, String.class), test ? Sightings.TEST : Sightings.EVENT);
    count(exchange, outcome);
    ObjectNode body = json.createObjectNode().put("outcome", outcome);
    UUID id = exchange.getProperty(Inbox.EVENT_ID, UUID.class);
    log(outcome, id, event);
    if (id != null && !test && !exchange.getProperty(Inbox.LOGGED, false, Boolean.class)) {
      body.put("id", id.toString());
    }
    answer(exchange, HttpStatus.OK, json.writeValueAsString(body));
  }

  /** 503: the event was not stored and must come again. */
  void unavailable(Exchange exchange) {
    count(exchange, "unavailable");
    answer(
        exchange,
        HttpStatus.SERVICE_UNAVAILABLE,
        problems.text(
            HttpStatus.SERVICE_UNAVAILABLE, "The event could not be stored; send it again"));
    exchange
        .getMessage()
        .setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(properties.retryAfter().toSeconds()));
  }

  /** 500: an error of ours; nothing was stored unless a retry says so. */
  void broken(Exchange exchange) {
    count(exchange, "error");
    HttpStatus status = HttpStatus.INTERNAL_SERVER_ERROR;
    answer(exchange, status, problems.text(status, "An error on our side; send it again"));
  }

  /** One line for each event that was let in, with ids and without what names a person. */
  private static void log(String outcome, UUID id, Event event) {
    if (event != null && event.isTest()) {
      TestCalls.log(event.source(), id);
    } else if (event != null) {
      String trace = Traces.id(event.traceparent());
      LoggingEventBuilder line = LOG.atInfo();
      (trace == null ? line : line.addKeyValue("trace.id", trace))
          .addKeyValue("idwise.event.id", id)
          .addKeyValue("idwise.event.name", event.name())
          .addKeyValue("idwise.source", event.source())
          .addKeyValue("idwise.outcome", outcome)
          .log("Event {} {}: {}, source {}", id, outcome, event.name(), event.source());
    }
  }

  private static String outcome(Exchange exchange) {
    boolean duplicate = exchange.getProperty(Exchange.DUPLICATE_MESSAGE, false, Boolean.class);
    return duplicate ? "duplicate" : "accepted";
  }

  private static void answer(Exchange exchange, HttpStatus status, String body) {
    Message answer = new DefaultMessage(exchange);
    answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status.value());
    answer.setHeader(
        Exchange.CONTENT_TYPE,
        status.isError()
            ? MediaType.APPLICATION_PROBLEM_JSON_VALUE
            : MediaType.APPLICATION_JSON_VALUE);
    answer.setBody(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    exchange.setMessage(answer);
  }

  /**
   * Counts the call by its outcome, and its time since it had been read, and ends its step of the
   * trace.
   */
  private void count(Exchange exchange, String outcome) {
    String source = exchange.getProperty(Intake.SOURCE, String.class);
    Event event = exchange.getProperty(Intake.EVENT, Event.class);
    metrics
        .counter(
            "idwise.webhook.received",
            "source",
            source,
            "event",
            event == null || event.isTest() ? "none" : event.kind(),
            "outcome",
            outcome)
        .increment();
    metrics
        .timer("idwise.webhook.request", "outcome", outcome)
        .record(exchange.getClock().elapsed(), TimeUnit.MILLISECONDS);
    Step step = exchange.getProperty(Intake.STEP, Step.class);
    if (step != null) {
      boolean failed = FAILURES.contains(outcome);
      step.with("idwise.outcome", outcome)
          .with("idwise.event.id", exchange.getProperty(Inbox.EVENT_ID))
          .end(failed ? outcome : null);
    }
  }
}
