package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * How one attempt of a delivery ended.
 *
 * @param failureGroup what its last error has in common with alike ones; null without one
 * @param attempt null when none was made
 * @param nextAttemptAt when the status is pending: when to try again
 */
record Ending(
    Delivery delivery,
    DeliveryStatus status,
    String lastError,
    String failureGroup,
    Instant nextAttemptAt,
    Attempt attempt) {

  static Ending delivered(Delivery delivery, Attempt attempt) {
    return new Ending(delivery, DeliveryStatus.DELIVERED, null, null, null, attempt);
  }
}
