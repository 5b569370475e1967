package org.idwiseroutes.inbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.journey.EventName;

/**
 * One IDWise notification. Its identity is (source, key).
 *
 * @param key {@code eventId}, or, when IDWise sent none, a hash that holds for a window of time
 * @param lapses whether the key is such a hash
 * @param name IDWise's spelling when the name is known, else as sent; null when there is none
 * @param journeyId as sent; null when absent, as in spot checks
 * @param journeyKey what the event's journey is kept under: {@code journeyId}, else {@code
 *     spotCheckJourneyId}; null when there is neither
 * @param payload the request's body as received
 * @param authenticatedAs the settings of the secrets that were sent, or {@code anonymous}; null
 *     when not known
 * @param state {@code accepted} until decided; {@code quarantined} at once when it is not JSON;
 *     {@code test} when it names no event; {@code erased} when its journey or its person was
 * @param problem why it is quarantined or erased; null otherwise
 * @param traceparent the trace that it belongs to; null for none
 */
public record Event(
    UUID id,
    String source,
    String key,
    boolean lapses,
    String name,
    String journeyId,
    String journeyKey,
    String referenceNo,
    String payload,
    String authenticatedAs,
    String state,
    String problem,
    Instant receivedAt,
    String traceparent) {

  public static final String ACCEPTED = "accepted";
  public static final String DECIDED = "decided";
  public static final String QUARANTINED = "quarantined";
  public static final String ERASED = "erased";

  /** It could not be read, and an operator has said why nothing is to be done about it. */
  public static final String DISMISSED = "dismissed";

  /** A call with content that names no event: kept for a while, decided only when it is routed. */
  public static final String TEST = "test";

  /** All states in which an event can be. */
  public static final List<String> STATES =
      List.of(ACCEPTED, DECIDED, QUARANTINED, DISMISSED, TEST, ERASED);

  /** What the Idempotent Consumer compares: no two sources share an event. */
  public String identity() {
    return source + "/" + key;
  }

  /** Events of one lane are decided in the order in which they were received; null for none. */
  String lane() {
    return journeyKey == null ? null : source + "/" + journeyKey;
  }

  /** The name when it is one of IDWise's, {@code other} for any other: few, as a metric's label. */
  public String kind() {
    return EventName.of(name).map(EventName::text).orElse("other");
  }

  /** The same under the id of the row that it was read from. */
  Event as(UUID storedId) {
    return new Event(
        storedId,
        source,
        key,
        lapses,
        name,
        journeyId,
        journeyKey,
        referenceNo,
        payload,
        authenticatedAs,
        state,
        problem,
        receivedAt,
        traceparent);
  }

  /** Whether it is a test call; no field of what the spool writes. */
  @JsonIgnore
  public boolean isTest() {
    return state.equals(TEST);
  }

  /** Whether it belongs to no journey because nothing in it was understood. */
  boolean isUnreadable() {
    return state.equals(QUARANTINED) || isTest();
  }

  /**
   * What goes into quarantine at once: a body of which nothing is known but that it came.
   *
   * @param lapses whether the key is a hash that holds for a window of time
   */
  static Event quarantined(
      UUID id,
      Origin origin,
      String key,
      boolean lapses,
      String payload,
      String problem,
      Instant receivedAt) {
    return new Event(
        id,
        origin.source(),
        key,
        lapses,
        null,
        null,
        null,
        null,
        payload,
        origin.authenticatedAs(),
        QUARANTINED,
        problem,
        receivedAt,
        origin.traceparent());
  }

  /** A copy for the quarantine, of an event that the database does not take as it is. */
  Event refused(String why) {
    return quarantined(
        id, new Origin(source, authenticatedAs, null), key, lapses, payload, why, receivedAt);
  }

  /** What stays of it when it comes after its journey or person was erased: that it came. */
  Event tombstone(String key, String name) {
    return new Event(
        id,
        source,
        key,
        lapses,
        name,
        null,
        null,
        null,
        "",
        authenticatedAs,
        ERASED,
        "it came after its journey or its person had been erased",
        receivedAt,
        null);
  }
}
