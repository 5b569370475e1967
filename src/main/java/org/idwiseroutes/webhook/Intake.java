package org.idwiseroutes.webhook;

import io.opentelemetry.api.trace.SpanKind;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.common.HttpMessage;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.inbox.EventReader;
import org.idwiseroutes.inbox.Origin;
import org.idwiseroutes.tracing.Step;
import org.idwiseroutes.tracing.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Turns a request into the {@link org.idwiseroutes.inbox.Event} to be stored, or into no body at
 * all when it is the portal's test: a {@code GET}, an empty body, or an object with neither {@code
 * event} nor {@code body}.
 */
@Component
class Intake implements Processor {

  static final String SOURCE = "idwise.source";
  static final String EVENT = "idwise.event";

  /** The property with the {@link Step} of the trace. */
  static final String STEP = "idwise.step";

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final EventReader reader;
  private final Traces traces;

  Intake(EventReader reader, Traces traces) {
    this.reader = reader;
    this.traces = traces;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    HttpServletRequest request = exchange.getMessage(HttpMessage.class).getRequest();
    String source = (String) request.getAttribute(Entrance.SOURCE);
    exchange.setProperty(SOURCE, source);
    Step step =
        traces
            .begin("webhook", SpanKind.SERVER, request.getHeader(Traces.TRACEPARENT))
            .with("idwise.source", source);
    exchange.setProperty(STEP, step);
    Origin origin =
        new Origin(
            source, (String) request.getAttribute(Gate.AUTHENTICATED_AS), step.traceparent());
    boolean post = "POST".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD));
    byte[] body = post ? exchange.getMessage().getBody(byte[].class) : null;
    Event event = body == null ? null : reader.receive(origin, body);
    exchange.setProperty(EVENT, event);
    exchange.getMessage().setBody(event);
    if (event == null) {
      LOG.info("Source {}: received a test call", source);
    }
  }
}
