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

  /**
   * The end of an attempt that did not fail; of one that has not reached all, the error names who
   * is left out.
   */
  static Ending succeeded(Delivery delivery, Attempt attempt) {
    if (attempt.nothingToDo() != null) {
      return new Ending(
          delivery, DeliveryStatus.NOTHING_TO_DO, attempt.nothingToDo(), null, null, attempt);
    }
    String error = attempt.failure() == null ? null : attempt.failure().text();
    return new Ending(delivery, DeliveryStatus.DELIVERED, error, null, null, attempt);
  }

  /** Whether it was delivered and there is nothing more to say of that. */
  boolean isPlain() {
    return status == DeliveryStatus.DELIVERED && lastError == null;
  }
}
