package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * One try of a delivery.
 *
 * @param outcome {@code delivered}, {@code nothing-to-do}, {@code failed} or {@code lost} (its node
 *     never reported an end)
 * @param failure null when it did not fail
 * @param nothingToDo why its route had nothing to send; null when it had
 */
record Attempt(
    String outcome, Instant startedAt, Duration duration, Failure failure, String nothingToDo) {

  static Attempt of(Instant startedAt, Duration duration, Failure failure) {
    return new Attempt(
        failure == null ? "delivered" : "failed", startedAt, duration, failure, null);
  }

  /** One that ended without a failure, since there was nothing to send. */
  static Attempt ofNothing(Instant startedAt, Duration duration, String reason) {
    return new Attempt(DeliveryStatus.NOTHING_TO_DO.toString(), startedAt, duration, null, reason);
  }

  static Attempt lost(Instant leaseEnd) {
    String text = "the node did not report an end before its lease ran out";
    Failure failure = new Failure(text, text, false, false, Duration.ZERO);
    return new Attempt("lost", leaseEnd, Duration.ZERO, failure, null);
  }
}
