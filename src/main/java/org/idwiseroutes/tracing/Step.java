package org.idwiseroutes.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** One step of a trace, from its beginning to its end; of no effect while traces are off. */
public final class Step {

  private final Span span;
  private final String traceparent;

  Step(Span span, String traceparent) {
    this.span = span;
    this.traceparent = traceparent;
  }

  /** What tells the next step where it belongs (W3C Trace Context); null while traces are off. */
  public String traceparent() {
    return traceparent;
  }

  /** Adds what is known of this step; must not name a person. */
  public Step with(String key, Object value) {
    if (value != null) {
      span.setAttribute(key, value.toString());
    }
    return this;
  }

  /**
   * Ends the step.
   *
   * @param failure why it failed, without what concerns a person; null when it did not
   */
  public void end(String failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR, failure);
    }
    span.end();
  }
}
