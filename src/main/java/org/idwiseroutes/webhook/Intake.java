package org.idwiseroutes.webhook;

import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.buffer.Buffer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.support.SynchronizationAdapter;
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
 * all when it is a mere test: a {@code GET}, an empty body, or an object without a field.
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
    HttpMessage message = exchange.getMessage(HttpMessage.class);
    Admission admission = Admission.of(message);
    exchange.getExchangeExtension().addOnCompletion(new Release(admission));
    String source = admission.source();
    exchange.setProperty(SOURCE, source);
    Step step =
        traces
            .begin("webhook", SpanKind.SERVER, message.getRequest().getHeader(Traces.TRACEPARENT))
            .with("idwise.source", source);
    exchange.setProperty(STEP, step);
    Origin origin = new Origin(source, admission.authenticatedAs(), step.traceparent());
    boolean post = "POST".equals(message.getHeader(Exchange.HTTP_METHOD));
    byte[] body = post ? message.getBody(Buffer.class).getBytes() : null;
    Event event = body == null ? null : reader.receive(origin, body);
    exchange.setProperty(EVENT, event);
    exchange.getMessage().setBody(event);
    if (event == null) {
      LOG.info("Source {}: received a test call", source);
    }
  }

  /** Gives back what a request holds, once it has its answer. */
  private static final class Release extends SynchronizationAdapter {

    private final Admission admission;

    private Release(Admission admission) {
      this.admission = admission;
    }

    @Override
    public void onDone(Exchange exchange) {
      admission.close();
    }
  }
}
