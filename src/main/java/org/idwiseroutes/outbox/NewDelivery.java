package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A delivery to be added.
 *
 * @param key what makes it this delivery and no other at its destination
 * @param lane deliveries of one lane of a destination are tried in order; null for none
 * @param eventId what it is about; null when it is about no event
 * @param urgent whether it is tried by consumers of its own as well
 * @param variables plain values (text, numbers, booleans, maps, lists) that travel with the body
 * @param notBefore when the first attempt may begin; null for at once
 */
public record NewDelivery(
    String destination,
    String key,
    String lane,
    UUID eventId,
    String body,
    boolean urgent,
    Map<String, Object> variables,
    Instant notBefore) {

  /** One whose first attempt may begin at once. */
  public NewDelivery(
      String destination,
      String key,
      String lane,
      UUID eventId,
      String body,
      boolean urgent,
      Map<String, Object> variables) {
    this(destination, key, lane, eventId, body, urgent, variables, null);
  }
}
