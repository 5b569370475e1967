package org.idwiseroutes.inbox;

import java.time.Instant;
import java.util.UUID;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Verdict;

/**
 * An event read back from the inbox.
 *
 * @param seq its place among all events
 * @param spooled whether it has waited in a node's spool, so that its place tells when it left that
 * @param origin {@code webhook}, or {@code reconciled} when IDWise's API was asked, {@code timer}
 *     when a timer made it
 * @param verdict what it meant when it was decided before; null when it never was
 */
record StoredEvent(
    UUID id,
    long seq,
    String source,
    String name,
    String journeyId,
    String journeyKey,
    String referenceNo,
    String payload,
    boolean spooled,
    String origin,
    Instant receivedAt,
    Verdict verdict) {

  static final String RECONCILED = "reconciled";
  static final String TIMER = "timer";

  /** With the customer's id for the person, which the event itself has left out. */
  StoredEvent of(String reference) {
    return new StoredEvent(
        id,
        seq,
        source,
        name,
        journeyId,
        journeyKey,
        reference,
        payload,
        spooled,
        origin,
        receivedAt,
        verdict);
  }

  /** Null when the event belongs to no journey. */
  JourneyKey journey() {
    return journeyKey == null ? null : new JourneyKey(source, journeyKey);
  }
}
