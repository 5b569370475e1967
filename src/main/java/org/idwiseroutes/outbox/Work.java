package org.idwiseroutes.outbox;

import java.time.Duration;

/** One way of claiming and trying due deliveries. */
interface Work {

  /** How many deliveries can be begun now; zero when all hands are busy. */
  int capacity();

  /**
   * Claims and begins at most {@code limit} deliveries.
   *
   * @return how many were claimed
   */
  int run(int limit);

  /** How long to wait when nothing was due; null for the poll interval, cut short by a wake-up. */
  default Duration interval() {
    return null;
  }
}
