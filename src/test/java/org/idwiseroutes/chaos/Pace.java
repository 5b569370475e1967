package org.idwiseroutes.chaos;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;

/** How long things last in the world around the nodes. It is no waiting for what the nodes do. */
final class Pace {

  private Pace() {}

  /** Lasts for a time between the two. */
  static void last(Random random, int leastMillis, int mostMillis) {
    last(Duration.ofMillis(leastMillis + random.nextInt(mostMillis - leastMillis)));
  }

  /** Lasts for a time. */
  static void last(Duration time) {
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(time)
        .atMost(time.plusMinutes(1))
        .until(() -> true);
  }
}
