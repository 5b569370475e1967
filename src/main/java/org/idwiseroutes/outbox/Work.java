package org.idwiseroutes.outbox;

import java.time.Duration;

/** One way of claiming and trying due deliveries. */
interface Work {

  /** How many deliveries can be begun now; zero when all slots are taken. */
  int capacity();

  /**
   * Claims and begins at most {@code limit} deliveries.
   *
   * @param probe whether this is the probe of a held destination
   * @return how many were claimed
   */
  int run(int limit, boolean probe);

  /** The work begins. */
  default void open() {
    // what only claims has nobody to tell
  }

  /** The work ends. */
  default void close() {
    // likewise
  }

  /** What this work is woken by. */
  String wakeup();

  /** Whether attempts are running. */
  default boolean isBusy() {
    return false;
  }

  /** Returns once enough slots are free for a claim that is worth it, or a moment is over. */
  default void gatherSlots() throws InterruptedException {
    // what runs one piece of work at a time has all slots free in between
  }

  /** How long nothing can be begun whatever comes; zero when at once. */
  default Duration barred() {
    return Duration.ZERO;
  }

  /** How long to wait when nothing was due; null for until it is woken. */
  default Duration interval() {
    return null;
  }
}
