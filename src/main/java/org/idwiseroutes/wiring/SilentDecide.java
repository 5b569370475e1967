package org.idwiseroutes.wiring;

import org.apache.camel.Exchange;

/** The bean {@code decide} of a rehearsal: the variables are there already. */
public class SilentDecide {

  /** Changes nothing. */
  public void evaluate(Exchange exchange) {
    Recording.of(exchange).visit("evaluate");
  }

  /** Tells that the event would be quarantined. */
  public void quarantine(Exchange exchange) {
    Recording.of(exchange).quarantine();
  }
}
