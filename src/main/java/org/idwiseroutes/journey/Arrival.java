package org.idwiseroutes.journey;

import java.time.Instant;

/**
 * An event on its way into its journey.
 *
 * @param seq its place in the inbox
 * @param spooled whether it has waited in a node's spool, so that its place tells when it left that
 * @param reconciled whether it is what IDWise's API has answered, and not a webhook
 * @param waitedIn of an event of a timer: what it has waited in; null of every other
 * @param reference the customer's id for the person; null for none
 */
public record Arrival(
    long seq,
    Instant receivedAt,
    boolean spooled,
    boolean reconciled,
    Wait waitedIn,
    String reference,
    Statement statement) {

  /** One that no timer made. */
  public Arrival(
      long seq,
      Instant receivedAt,
      boolean spooled,
      boolean reconciled,
      String reference,
      Statement statement) {
    this(seq, receivedAt, spooled, reconciled, null, reference, statement);
  }
}
