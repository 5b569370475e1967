package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * One try of a delivery.
 *
 * @param outcome {@code delivered}, {@code failed} or {@code lost} (its node never reported an end)
 * @param failure null when it was delivered
 */
record Attempt(String outcome, Instant startedAt, Duration duration, Failure failure) {

  static Attempt of(Instant startedAt, Duration duration, Failure failure) {
    return new Attempt(failure == null ? "delivered" : "failed", startedAt, duration, failure);
  }

  static Attempt lost(Instant leaseEnd) {
    String text = "the node did not report an end before its lease ran out";
    Failure failure = new Failure(text, text, false, false, Duration.ZERO);
    return new Attempt("lost", leaseEnd, Duration.ZERO, failure);
  }
}
