package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what {@link Activity} has written down. */
@Component
public class LastDay {

  private static final int SLOTS = 48;

  private final JdbcClient jdbc;
  private final Clock clock;

  LastDay(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The last day in halves of an hour, the oldest first.
   *
   * @param what {@code received}, {@code delivered}, {@code waiting} or {@code dead}
   */
  public List<Long> of(String what) {
    long end = Activity.minute(clock.instant()) / 30;
    boolean counted = what.equals(Activity.RECEIVED) || what.equals(Activity.DELIVERED);
    Long[] amounts = new Long[SLOTS];
    Arrays.fill(amounts, 0L);
    jdbc.sql(
            """
            SELECT at_minute / 30 AS slot, %s(amount) AS amount FROM activity
            WHERE what = :what AND at_minute / 30 > :begin GROUP BY at_minute / 30
            """
                .formatted(counted ? "SUM" : "MAX"))
        .param("what", what)
        .param("begin", end - SLOTS)
        .query(
            row -> {
              int slot = (int) (row.getLong("slot") - end + SLOTS - 1);
              if (slot < SLOTS) {
                amounts[slot] = row.getLong("amount");
              }
            });
    return List.of(amounts);
  }

  /** How many deliveries the destination has confirmed since. */
  public long deliveredSince(String destination, Instant since) {
    return jdbc.sql(
            """
            SELECT COALESCE(SUM(amount), 0) FROM activity
            WHERE what = 'delivered' AND destination = :destination AND at_minute > :minute
            """)
        .param("destination", destination)
        .param("minute", Activity.minute(since))
        .query(Long.class)
        .single();
  }
}
