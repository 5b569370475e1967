package org.idwiseroutes.outbox;

import java.time.Duration;

/** One way of claiming and trying due deliveries. */
interface Work {

  /** How many deliveries can be begun now; zero when all hands are busy. */
  int capacity();

  /**
   * Claims and begins at most {@code limit} deliveries.
   *
   * @param probe whether this is the probe of a held destination
   * @return how many were claimed
   */
  int run(int limit, boolean probe);

  /** What this work is woken by. */
  String bell();

  /** Whether this work sends the probes of a held destination. */
  default boolean mayProbe() {
    return true;
  }

  /** Whether attempts are running: more hands are about to be free. */
  default boolean isBusy() {
    return false;
  }

  /** How long nothing can be begun whatever comes; zero when at once. */
  default Duration barred() {
    return Duration.ZERO;
  }

  /** How long to wait when nothing was due; null for the poll interval, cut short by a wake-up. */
  default Duration interval() {
    return null;
  }
}
