package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import org.idwiseroutes.outbox.failure.Failure;

/**
 * One try of a delivery.
 *
 * @param outcome {@code delivered}, {@code failed} or {@code lost} (its node never reported an end)
 * @param failure null when it was delivered to all
 */
record Attempt(String outcome, Instant startedAt, Duration duration, Failure failure) {

  static Attempt of(Instant startedAt, Duration duration, Failure failure) {
    boolean delivered = failure == null || failure.isPartial();
    return new Attempt(delivered ? "delivered" : "failed", startedAt, duration, failure);
  }

  static Attempt lost(Instant leaseEnd) {
    return new Attempt("lost", leaseEnd, Duration.ZERO, Failure.lost());
  }

  boolean isDelivered() {
    return failure == null || failure.isPartial();
  }
}
