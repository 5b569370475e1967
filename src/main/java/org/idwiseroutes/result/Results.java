package org.idwiseroutes.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What IDWise's API knows of a journey, for use in routes as {@code bean: results}. Results are
 * kept in memory for a while and nowhere else.
 */
@Component("results")
public class Results {

  private static final Logger LOG = LoggerFactory.getLogger(Results.class);
  private static final int MOST_KEPT = 10_000;

  private final ResultProperties properties;
  private final ResultApi api;
  private final ApiCalls calls;
  private final Recovery recovery;
  private final ObjectMapper json;
  private final Cache<JourneyKey, Result> kept;

  Results(
      ResultProperties properties,
      ResultApi api,
      ApiCalls calls,
      Recovery recovery,
      ObjectMapper json,
      Clock clock) {
    this.properties = properties;
    this.api = api;
    this.calls = calls;
    this.recovery = recovery;
    this.json = json;
    this.kept =
        Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterWrite(properties.keptFor())
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.instant().toEpochMilli()))
            .build();
  }

  /**
   * Completes the event in the body before its status leaves: unless a person's or a final decision
   * came with it, IDWise is asked. The fields {@code decision} and {@code outcome} and the
   * variables of these names are then what IDWise says now, and the field {@code result} has {@code
   * failedRules} (a list) and {@code applicantName}. A decision that was not known becomes an event
   * of its own, so that tickets and mails follow.
   *
   * <p>Does nothing when no key of the API is set, or when the event itself came from there.
   *
   * @throws ResultUnavailableException when the API cannot be asked and {@code
   *     idwise.api.when-down} is {@code hold}
   */
  public void complete(Exchange exchange) throws IOException, InterruptedException {
    String source = exchange.getVariable("source", String.class);
    if (source == null || properties.access(source).isEmpty()) {
      return;
    }
    ObjectNode event = (ObjectNode) json.readTree(exchange.getMessage().getBody(String.class));
    if (!needsResult(event)) {
      return;
    }
    JourneyKey journey = new JourneyKey(source, event.path("journeyId").asText());
    Optional<Result> result = ask(journey, Instant.parse(event.path("receivedAt").asText()));
    if (result.isPresent()) {
      Optional<Decision> decision = recovery.recover(journey, result.get());
      decision.ifPresent(known -> put(event, exchange, known));
      event
          .putObject("result")
          .put("applicantName", result.get().applicantName())
          .set("failedRules", json.valueToTree(result.get().failedRules()));
      exchange.getMessage().setBody(json.writeValueAsString(event));
    }
  }

  /**
   * What IDWise answers now.
   *
   * @return empty when it knows no such journey
   * @throws ResultUnavailableException when it cannot be asked
   */
  Optional<Result> ask(JourneyKey journey) throws InterruptedException {
    ResultProperties.Access access =
        properties
            .access(journey.source())
            .orElseThrow(
                () ->
                    new ResultUnavailableException(
                        "idwise.api.key is not set for the source " + journey.source(), null));
    calls.await(journey.source(), journey.key());
    try {
      Optional<Result> result = api.ask(access, journey.key());
      result.ifPresent(known -> kept.put(journey, known));
      return result;
    } finally {
      calls.ended(journey.source(), journey.key());
    }
  }

  /** Asks about a journey that nobody has; what is wrong when even that is not answered. */
  public Optional<String> probe(String source) {
    try {
      properties.access(source).ifPresent(access -> api.ask(access, "doctor"));
      return Optional.empty();
    } catch (ResultUnavailableException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether there is an API to ask about this source's journeys. */
  public boolean isOn(String source) {
    return properties.access(source).isPresent();
  }

  /** What was asked after the event had come says all that the event says. */
  private Optional<Result> ask(JourneyKey journey, Instant since) throws InterruptedException {
    Result known = kept.getIfPresent(journey);
    if (known != null && !known.askedAt().isBefore(since)) {
      return Optional.of(known);
    }
    try {
      return ask(journey);
    } catch (ResultUnavailableException e) {
      if (properties.whenDown() == ResultProperties.WhenDown.HOLD) {
        throw e;
      }
      LOG.warn("The status leaves without IDWise's result: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean needsResult(ObjectNode event) {
    return event.hasNonNull("journeyId")
        && !"reconciled".equals(event.path("origin").asText())
        && !event.path("body").hasNonNull("manualDecision")
        && !event.path("body").hasNonNull("finalDecision");
  }

  private static void put(ObjectNode event, Exchange exchange, Decision decision) {
    String before = event.path("decision").asText(null);
    if (!decision.text().equals(before)) {
      event.put("previousDecision", before);
    }
    event.put("decision", decision.text()).put("outcome", decision.outcome().toString());
    exchange.setVariable("decision", decision.text());
    exchange.setVariable("outcome", decision.outcome().toString());
  }
}
