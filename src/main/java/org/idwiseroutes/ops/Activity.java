package org.idwiseroutes.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code activity}: what happened in each minute of the last week, of all nodes together.
 * A node adds what it has counted every 15 seconds; one that is killed takes the last of it along.
 */
@Component
class Activity {

  static final String RECEIVED = "received";
  static final String DELIVERED = "delivered";
  static final String WAITING = "waiting";
  static final String DEAD = "dead";

  private static final Duration KEPT = Duration.ofDays(7);
  private static final String ALL = "";

  private static final String BEGIN =
      """
      INSERT INTO activity (what, destination, at_minute, amount)
      VALUES (:what, :destination, :minute, 0)
      ON CONFLICT DO NOTHING
      """;

  /** What is counted adds up; what is measured is the same on all nodes. */
  private static final String ADD =
      """
      UPDATE activity SET amount = amount + :amount
      WHERE what = :what AND destination = :destination AND at_minute = :minute
      """;

  private static final String SET =
      """
      UPDATE activity SET amount = :amount
      WHERE what = :what AND destination = :destination AND at_minute = :minute
      """;

  private record Key(String what, String destination) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      return (what + destination).compareTo(other.what + other.destination);
    }
  }

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final MeterRegistry metrics;
  private final Clock clock;
  private final Map<Key, Long> written = new HashMap<>();

  Activity(
      JdbcClient jdbc, NamedParameterJdbcOperations batch, MeterRegistry metrics, Clock clock) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Writes down what this node has counted since the last time, and what all of them see. */
  @Transactional
  public synchronized void write(List<DestinationView> depths) {
    long minute = minute(clock.instant());
    Map<Key, Long> counted = counted();
    List<SqlParameterSource> added = new ArrayList<>();
    counted.forEach(
        (key, total) -> {
          long fresh = total - written.getOrDefault(key, 0L);
          if (fresh > 0) {
            added.add(row(key, minute, fresh));
          }
        });
    List<SqlParameterSource> measured =
        List.of(
            row(
                new Key(WAITING, ALL),
                minute,
                depths.stream().mapToLong(DestinationView::pending).sum()),
            row(
                new Key(DEAD, ALL),
                minute,
                depths.stream().mapToLong(DestinationView::dead).sum()));
    write(added, ADD);
    write(measured, SET);
    written.putAll(counted);
  }

  /** Forgets what is older than a week. */
  void tidy() {
    jdbc.sql("DELETE FROM activity WHERE at_minute < :limit")
        .param("limit", minute(clock.instant().minus(KEPT)))
        .update();
  }

  /** In one order on all nodes, so that no two wait for each other's rows. */
  private Map<Key, Long> counted() {
    Map<Key, Long> counted = new TreeMap<>();
    for (Counter counter :
        Search.in(metrics).name("idwise.webhook.received").tag("outcome", "accepted").counters()) {
      counted.merge(new Key(RECEIVED, ALL), Math.round(counter.count()), Long::sum);
    }
    for (Counter counter :
        Search.in(metrics).name("idwise.delivery").tag("status", "delivered").counters()) {
      String destination = counter.getId().getTag("destination");
      if (!destination.equals("decide")) {
        counted.merge(new Key(DELIVERED, destination), Math.round(counter.count()), Long::sum);
      }
    }
    return counted;
  }

  private void write(List<SqlParameterSource> rows, String sql) {
    if (!rows.isEmpty()) {
      SqlParameterSource[] all = rows.toArray(SqlParameterSource[]::new);
      batch.batchUpdate(BEGIN, all);
      batch.batchUpdate(sql, all);
    }
  }

  private static SqlParameterSource row(Key key, long minute, long amount) {
    return new MapSqlParameterSource()
        .addValue("what", key.what())
        .addValue("destination", key.destination())
        .addValue("minute", minute)
        .addValue("amount", amount);
  }

  static long minute(Instant at) {
    return at.getEpochSecond() / 60;
  }
}
