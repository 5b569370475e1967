package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a failed delivery is tried again.
 *
 * <p>The wait before attempt {@code n + 1} is drawn evenly from zero to {@code min(maxBackoff,
 * initialBackoff * 2^(n-1))} ("full jitter"), so that deliveries which failed together do not come
 * back together.
 */
record RetryPolicy(Duration initialBackoff, Duration maxBackoff, int maxAttempts) {

  private static final int LARGEST_SHIFT = 30;

  /** Whether a delivery that has failed {@code attempts} times in its series is given up. */
  boolean isExhausted(int attempts) {
    return attempts >= maxAttempts;
  }

  /**
   * The wait after {@code attempts} failed ones; never less than what the destination asked for.
   */
  Duration delay(int attempts, Duration retryAfter, RandomGenerator random) {
    long ceiling = ceiling(attempts).toMillis();
    Duration jittered = Duration.ofMillis(random.nextLong(ceiling + 1));
    return retryAfter.compareTo(jittered) > 0 ? retryAfter : jittered;
  }

  /** The longest wait after {@code attempts} failed ones. */
  Duration ceiling(int attempts) {
    int shift = Math.min(Math.max(attempts, 1) - 1, LARGEST_SHIFT);
    Duration doubled = initialBackoff.multipliedBy(1L << shift);
    return doubled.compareTo(maxBackoff) > 0 ? maxBackoff : doubled;
  }
}
