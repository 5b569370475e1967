package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import org.idwiseroutes.outbox.failure.Failure;

/**
 * One try of a delivery.
 *
 * @param outcome {@code delivered}, {@code nothing-to-do}, {@code failed} or {@code lost} (its node
 *     never reported an end)
 * @param duration zero where the clock was set back meanwhile
 * @param failure null when it did not fail for anybody
 * @param nothingToDo why its route had nothing to send; null when it had
 * @param rules the version by which it was made; null when that could not be told
 */
record Attempt(
    String outcome,
    Instant startedAt,
    Duration duration,
    Failure failure,
    String nothingToDo,
    Integer rules) {

  Attempt {
    duration = duration.isNegative() ? Duration.ZERO : duration;
  }

  static Attempt of(Instant startedAt, Duration duration, Failure failure) {
    boolean delivered = failure == null || failure.isPartial();
    return new Attempt(
        delivered ? "delivered" : "failed", startedAt, duration, failure, null, null);
  }

  /** One that ended without a failure, since there was nothing to send. */
  static Attempt ofNothing(Instant startedAt, Duration duration, String reason) {
    return new Attempt(
        DeliveryStatus.NOTHING_TO_DO.toString(), startedAt, duration, null, reason, null);
  }

  /** One that was begun with its lease, and was given up when that ended without news. */
  static Attempt lost(Instant since, Instant leaseEnd) {
    return new Attempt(
        "lost", since, Duration.between(since, leaseEnd), Failure.lost(), null, null);
  }

  /** The same, made by these rules. */
  Attempt by(Integer version) {
    return new Attempt(outcome, startedAt, duration, failure, nothingToDo, version);
  }

  /** Whether it ended the delivery well: nothing failed, or only some recipients are left out. */
  boolean hasSucceeded() {
    return failure == null || failure.isPartial();
  }
}
