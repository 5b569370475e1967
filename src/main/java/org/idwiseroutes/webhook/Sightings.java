package org.idwiseroutes.webhook;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * When each secret of a source was last used, and when its last event and its last test call came;
 * for all nodes, some seconds late.
 */
@Component
public class Sightings {

  /** What is seen besides the use of secrets. */
  public static final String EVENT = "event";

  public static final String TEST = "test";

  private static final Logger LOG = LoggerFactory.getLogger(Sightings.class);

  private record Key(String source, String what) {}

  private final Map<Key, Instant> fresh = new ConcurrentHashMap<>();
  private final JdbcClient jdbc;
  private final Clock clock;

  Sightings(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Remembers that something has just been seen. */
  void see(String source, String what) {
    fresh.put(new Key(source, what), clock.instant());
  }

  /** When everything of a source was last seen; what never was is absent. */
  public Map<String, Instant> of(String source) {
    Map<String, Instant> seen = new TreeMap<>();
    jdbc.sql("SELECT what, seen_at FROM sighting WHERE source = :source")
        .param("source", source)
        .query(
            row -> {
              seen.put(row.getString("what"), SqlTime.get(row, "seen_at"));
            });
    fresh.forEach(
        (key, at) -> {
          if (key.source().equals(source)) {
            seen.merge(key.what(), at, (one, other) -> one.isAfter(other) ? one : other);
          }
        });
    return seen;
  }

  /** Writes down what is new; what cannot be written now is written with the next. */
  @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
  void write() {
    try {
      for (Map.Entry<Key, Instant> entry : Map.copyOf(fresh).entrySet()) {
        write(entry.getKey(), entry.getValue());
        fresh.remove(entry.getKey(), entry.getValue());
      }
    } catch (RuntimeException e) {
      LOG.debug("When sources were last seen could not be written down", e);
    }
  }

  private void write(Key key, Instant at) {
    int changed =
        statement(
            "UPDATE sighting SET seen_at = :at WHERE source = :source AND what = :what", key, at);
    if (changed == 0) {
      statement(
          """
          INSERT INTO sighting (source, what, seen_at) VALUES (:source, :what, :at)
          ON CONFLICT DO NOTHING
          """,
          key,
          at);
    }
  }

  private int statement(String sql, Key key, Instant at) {
    return jdbc.sql(sql)
        .param("source", key.source())
        .param("what", key.what())
        .param("at", SqlTime.of(at))
        .update();
  }
}
