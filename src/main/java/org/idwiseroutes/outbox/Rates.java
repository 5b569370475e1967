package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the attempts of a destination to its rate, over all nodes. It is the generic cell rate
 * algorithm (ITU-T I.371): the row of the destination says when the next attempt may begin.
 */
@Component
class Rates {

  /** How much too early attempts may begin, so that several can share a claim. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  private static final double NANOS = 1e9;

  private final JdbcClient jdbc;
  private final Clock clock;

  Rates(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Claims as many deliveries as may begin now.
   *
   * @param perSecond the destination's rate; more than zero
   * @param claim claims at most so many, in this transaction
   */
  @Transactional
  public List<Delivery> claim(
      String destination, double perSecond, int wanted, IntFunction<List<Delivery>> claim) {
    Instant now = clock.instant();
    Instant free = later(now, lock(destination));
    int granted = Math.min(wanted, granted(now, free, perSecond));
    List<Delivery> claimed = granted == 0 ? List.of() : claim.apply(granted);
    if (!claimed.isEmpty()) {
      set(destination, free.plusNanos((long) (claimed.size() * NANOS / perSecond)));
    }
    return claimed;
  }

  /** How long no attempt may begin. */
  Duration wait(String destination) {
    Instant now = clock.instant();
    return Duration.between(now, later(now, read(destination, "")));
  }

  private static int granted(Instant now, Instant free, double perSecond) {
    Duration early = Duration.between(free, now.plus(TOLERANCE));
    return early.isNegative() ? 0 : 1 + (int) (early.toNanos() * perSecond / NANOS);
  }

  private Instant lock(String destination) {
    return read(destination, "FOR UPDATE");
  }

  private Instant read(String destination, String locking) {
    return jdbc.sql("SELECT free_at FROM destination WHERE name = :name " + locking)
        .param("name", destination)
        .query((row, number) -> SqlTime.get(row, "free_at"))
        .list()
        .get(0);
  }

  private void set(String destination, Instant free) {
    jdbc.sql("UPDATE destination SET free_at = :free WHERE name = :name")
        .param("free", SqlTime.of(free))
        .param("name", destination)
        .update();
  }

  private static Instant later(Instant now, Instant other) {
    return other == null || other.isBefore(now) ? now : other;
  }
}
