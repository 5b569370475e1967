package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One message on its way to one destination, as claimed for one attempt.
 *
 * @param id names the delivery on every attempt; sent as {@code Idempotency-Key}
 * @param lane deliveries of one lane of a destination are tried in order; null for none
 * @param eventId what the delivery is about; null when it is about no event
 * @param variables the exchange variables that travel with the body
 * @param series counts the replays, from 1
 * @param attempt number of this attempt in its series, from 1
 * @param fence the token of this claim: a later claim has a higher one, and only the latest counts
 * @param lostNode the node that began the previous attempt and never reported its end; usually null
 * @param lostSince when that attempt was claimed; null when unknown
 * @param lostAt when that attempt's lease ended
 * @param followed whether others of its lane were waiting behind it when it was claimed
 */
record Delivery(
    UUID id,
    String destination,
    String lane,
    UUID eventId,
    String body,
    Map<String, Object> variables,
    int series,
    int attempt,
    long fence,
    String lostNode,
    Instant lostSince,
    Instant lostAt,
    boolean followed) {

  /** The same delivery as it stands when this attempt is not made. */
  Delivery untried() {
    return new Delivery(
        id,
        destination,
        lane,
        eventId,
        body,
        variables,
        series,
        attempt - 1,
        fence,
        lostNode,
        lostSince,
        lostAt,
        followed);
  }
}
