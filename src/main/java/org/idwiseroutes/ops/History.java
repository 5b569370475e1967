package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what {@link Activity} has written down. */
@Component
public class History {

  /** How far a chart reaches back; the console's addresses write the names in lower case. */
  public enum Range {
    HOUR(60, 1),
    DAY(48, 30),
    WEEK(56, 180);

    private final int slots;
    private final int minutes;

    Range(int slots, int minutes) {
      this.slots = slots;
      this.minutes = minutes;
    }

    /** How many slots of time it has. */
    public int slots() {
      return slots;
    }

    /** How long each of them is. */
    public Duration slot() {
      return Duration.ofMinutes(minutes);
    }

    /** The one of this name; a day for every other. */
    public static Range of(String name) {
      return Arrays.stream(values())
          .filter(one -> one.toString().equals(name))
          .findFirst()
          .orElse(DAY);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  History(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The begin of the first slot of a range that ends now. */
  public Instant begin(Range range) {
    long last = Activity.minute(clock.instant()) / range.minutes;
    return Instant.ofEpochSecond((last - range.slots + 1) * range.minutes * 60L);
  }

  /**
   * The amounts of a range's slots, the oldest first.
   *
   * @param what {@code received}, {@code delivered}, {@code waiting} or {@code dead}
   */
  public List<Long> of(String what, Range range) {
    long first = begin(range).getEpochSecond() / 60 / range.minutes;
    boolean counted = what.equals(Activity.RECEIVED) || what.equals(Activity.DELIVERED);
    Long[] amounts = new Long[range.slots];
    Arrays.fill(amounts, 0L);
    jdbc.sql(
            """
            SELECT at_minute / :minutes AS slot, %s(amount) AS amount FROM activity
            WHERE what = :what AND at_minute >= :begin GROUP BY at_minute / :minutes
            """
                .formatted(counted ? "SUM" : "MAX")
                .replace(":minutes", Integer.toString(range.minutes)))
        .param("what", what)
        .param("begin", first * range.minutes)
        .query(
            row -> {
              int slot = (int) (row.getLong("slot") - first);
              if (slot >= 0 && slot < range.slots) {
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
