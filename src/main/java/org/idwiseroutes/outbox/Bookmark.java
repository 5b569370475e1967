package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where a consumer's next claim begins to look. What has been delivered stays in the index of what
 * is due until that is vacuumed; a claim that begins where the last one ended does not read past it
 * again, however much there is. Whenever less was found than asked for, and at least once in an
 * interval, it begins at the beginning, for what has become free behind it: followers in a lane,
 * what was given back, the work of nodes that died, what was committed late.
 */
class Bookmark {

  private static final Instant BEGINNING = Instant.EPOCH;

  private final Duration interval;
  private Instant from = BEGINNING;
  private Instant lastBegun = BEGINNING;

  Bookmark(Duration interval) {
    this.interval = interval;
  }

  /** What became due earlier need not be looked for now. */
  Instant from(Instant now) {
    if (!now.isBefore(lastBegun.plus(interval))) {
      from = BEGINNING;
    }
    if (from.equals(BEGINNING)) {
      lastBegun = now;
    }
    return from;
  }

  /** Begins at the beginning the next time: what was found has not been done. */
  void rewind() {
    from = BEGINNING;
  }

  /** Moves on behind what was found when {@code limit} were asked for. */
  void found(List<Delivery> deliveries, int limit) {
    from = deliveries.size() < limit ? BEGINNING : deliveries.get(deliveries.size() - 1).dueAt();
  }
}
