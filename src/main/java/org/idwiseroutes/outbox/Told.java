package org.idwiseroutes.outbox;

import java.util.Map;
import java.util.UUID;

/**
 * A delivery of an event, as it was added.
 *
 * @param key what makes it this delivery at its destination
 * @param lane null for none
 * @param rules the version of the rules by which it was tried last; null when that is not known
 */
public record Told(
    UUID id,
    UUID eventId,
    String destination,
    String key,
    String lane,
    String body,
    Map<String, Object> variables,
    DeliveryStatus status,
    Integer rules) {

  /** Whether its destination has heard of it, or still may. */
  public boolean counts() {
    return status == DeliveryStatus.DELIVERED || status == DeliveryStatus.PENDING;
  }
}
