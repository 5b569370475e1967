package org.idwiseroutes.webhook;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * When each secret of a source was last used, and when its last event and its last test call came;
 * for all nodes, some seconds late.
 */
@Component
class Sightings {

  /** What is seen besides the use of secrets. */
  static final String EVENT = "event";

  static final String TEST = "test";

  private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);

  private static final String INSERT =
      """
      INSERT INTO sighting (source, what, seen_at) VALUES (:source, :what, :at)
      ON CONFLICT DO NOTHING
      """;

  /** Another node may have seen it later. */
  private static final String UPDATE =
      """
      UPDATE sighting SET seen_at = :at
      WHERE source = :source AND what = :what AND seen_at < :at
      """;

  private record Key(String source, String what) {}

  private final Map<Key, Instant> fresh = new ConcurrentHashMap<>();
  private final NamedParameterJdbcOperations jdbc;
  private final Clock clock;

  Sightings(NamedParameterJdbcOperations jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Remembers that something has just been seen. */
  void see(String source, String what) {
    fresh.put(new Key(source, what), clock.instant());
  }

  /** When everything was last seen, by source; what never was is absent. */
  Map<String, Map<String, Instant>> all() {
    Map<String, Map<String, Instant>> seen = new HashMap<>();
    jdbc.query(
        "SELECT source, what, seen_at FROM sighting",
        row -> {
          merge(
              seen,
              new Key(row.getString("source"), row.getString("what")),
              SqlTime.get(row, "seen_at"));
        });
    fresh.forEach((key, at) -> merge(seen, key, at));
    return seen;
  }

  /** Writes down what is new; what cannot be written now is written with the next. */
  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  @PreDestroy
  void write() {
    List<Map.Entry<Key, Instant>> entries = List.copyOf(Map.copyOf(fresh).entrySet());
    if (entries.isEmpty()) {
      return;
    }
    SqlParameterSource[] rows =
        entries.stream().map(Sightings::row).toArray(SqlParameterSource[]::new);
    try {
      jdbc.batchUpdate(INSERT, rows);
      jdbc.batchUpdate(UPDATE, rows);
      entries.forEach(entry -> fresh.remove(entry.getKey(), entry.getValue()));
    } catch (DataAccessException e) {
      LOG.debug("When sources were last seen could not be written down", e);
    }
  }

  private static SqlParameterSource row(Map.Entry<Key, Instant> entry) {
    return new MapSqlParameterSource()
        .addValue("source", entry.getKey().source())
        .addValue("what", entry.getKey().what())
        .addValue("at", SqlTime.of(entry.getValue()));
  }

  private static void merge(Map<String, Map<String, Instant>> seen, Key key, Instant at) {
    seen.computeIfAbsent(key.source(), source -> new HashMap<>())
        .merge(key.what(), at, (one, other) -> one.isAfter(other) ? one : other);
  }
}
