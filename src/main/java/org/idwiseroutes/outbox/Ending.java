package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * How one attempt of a delivery ended.
 *
 * @param attempt null when none was made
 * @param nextAttemptAt when the status is pending: when to try again
 */
record Ending(
    Delivery delivery,
    DeliveryStatus status,
    String lastError,
    Instant nextAttemptAt,
    Attempt attempt) {

  static Ending delivered(Delivery delivery, Attempt attempt) {
    return new Ending(delivery, DeliveryStatus.DELIVERED, null, null, attempt);
  }
}
