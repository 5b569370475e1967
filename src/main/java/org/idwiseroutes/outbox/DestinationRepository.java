package org.idwiseroutes.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code destination} and {@code destination_failure}: what all nodes know of a
 * destination. Whoever changes both takes the destination's row first.
 */
@Component
class DestinationRepository {

  private static final String COLUMNS =
      "SELECT name, paused_at, failures, held_since, held_reason, next_probe_at FROM destination ";

  private final JdbcClient jdbc;
  private final Clock clock;

  DestinationRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes the destination known; harmless when it is. */
  void register(String name) {
    jdbc.sql(
            """
            INSERT INTO destination (name, failures, probes) VALUES (:name, 0, 0)
            ON CONFLICT DO NOTHING
            """)
        .param("name", name)
        .update();
  }

  List<Destination> all() {
    return jdbc.sql(COLUMNS + "ORDER BY name").query(DestinationRepository::read).list();
  }

  Optional<Destination> find(String name) {
    return jdbc.sql(COLUMNS + "WHERE name = :name")
        .param("name", name)
        .query(DestinationRepository::read)
        .optional();
  }

  private static Destination read(ResultSet row, int number) throws SQLException {
    return new Destination(
        row.getString("name"),
        SqlTime.get(row, "paused_at"),
        row.getInt("failures"),
        SqlTime.get(row, "held_since"),
        row.getString("held_reason"),
        SqlTime.get(row, "next_probe_at"));
  }

  /** A pause that is there already keeps its time. */
  void pause(String name) {
    jdbc.sql("UPDATE destination SET paused_at = :now WHERE name = :name AND paused_at IS NULL")
        .param("now", now())
        .param("name", name)
        .update();
  }

  void resume(String name) {
    jdbc.sql("UPDATE destination SET paused_at = NULL WHERE name = :name")
        .param("name", name)
        .update();
  }

  /** Locks those of these destinations that have failures; answers which. */
  List<String> lockFailing(Set<String> names) {
    return jdbc.sql(
            """
            SELECT name FROM destination WHERE name = ANY(:names) AND failures > 0
            ORDER BY name
            FOR UPDATE
            """)
        .param("names", SqlArrays.ofTexts(names.stream()))
        .query(String.class)
        .list();
  }

  /** Forgets all failures of a destination, and ends its hold. */
  void free(String name) {
    jdbc.sql("DELETE FROM destination_failure WHERE destination = :name")
        .param("name", name)
        .update();
    jdbc.sql(
            """
            UPDATE destination SET failures = 0, held_since = NULL, held_reason = NULL, probes = 0,
              next_probe_at = NULL
            WHERE name = :name
            """)
        .param("name", name)
        .update();
  }

  /**
   * Remembers that deliveries which shared an attempt failed by the destination's own fault; locks
   * the destination. Together they are one failure, unless all have failed before.
   */
  void addFailure(String name, List<UUID> shared) {
    jdbc.sql("SELECT failures FROM destination WHERE name = :name FOR UPDATE")
        .param("name", name)
        .query(Integer.class)
        .optional();
    int first =
        jdbc.sql(
                """
                INSERT INTO destination_failure (destination, delivery_id)
                SELECT :name, f.id FROM UNNEST(CAST(:shared AS UUID ARRAY)) AS f (id)
                ON CONFLICT DO NOTHING
                """)
            .param("name", name)
            .param("shared", SqlArrays.ofIds(shared.stream()))
            .update();
    if (first > 0) {
      jdbc.sql("UPDATE destination SET failures = failures + 1 WHERE name = :name")
          .param("name", name)
          .update();
    }
  }

  /**
   * How many attempts of different deliveries have failed by the destination's own fault since it
   * was freed.
   */
  int failures(String name) {
    return jdbc.sql("SELECT failures FROM destination WHERE name = :name")
        .param("name", name)
        .query(Integer.class)
        .single();
  }

  /** Holds a destination, unless it is held already. */
  void hold(String name, String reason, Duration untilProbe) {
    Instant now = clock.instant();
    jdbc.sql(
            """
            UPDATE destination SET held_since = :now, held_reason = :reason, probes = 0,
              next_probe_at = :next
            WHERE name = :name AND held_since IS NULL
            """)
        .param("now", SqlTime.of(now))
        .param("reason", reason)
        .param("next", SqlTime.of(now.plus(untilProbe)))
        .param("name", name)
        .update();
  }

  /** How many probes a held destination has failed. */
  int failedProbes(String name) {
    return jdbc.sql("SELECT probes FROM destination WHERE name = :name")
        .param("name", name)
        .query(Integer.class)
        .single();
  }

  /** Keeps a destination held, until the next probe at least. */
  void keepHeld(String name, String reason, int failedProbes, Duration untilProbe) {
    jdbc.sql(
            """
            UPDATE destination SET held_reason = :reason, probes = :probes, next_probe_at = :next
            WHERE name = :name AND held_since IS NOT NULL
            """)
        .param("reason", reason)
        .param("probes", failedProbes)
        .param("next", SqlTime.of(clock.instant().plus(untilProbe)))
        .param("name", name)
        .update();
  }

  /**
   * Takes the right to the next probe of a held destination: one attempt at a time over all nodes.
   * It lapses by itself, so that a node that dies while probing holds nothing up.
   */
  boolean takeProbe(String name, Duration lapse) {
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE destination SET next_probe_at = :lapse
                WHERE name = :name AND next_probe_at <= :now
                """)
            .param("lapse", SqlTime.of(now.plus(lapse)))
            .param("name", name)
            .param("now", SqlTime.of(now))
            .update()
        == 1;
  }

  /** Gives the right to a probe back: nothing was tried. */
  void giveProbeBack(String name) {
    jdbc.sql(
            "UPDATE destination SET next_probe_at = :now WHERE name = :name AND held_since IS NOT NULL")
        .param("now", now())
        .param("name", name)
        .update();
  }

  /** When the next attempt may begin at a destination with a rate; null for at once. */
  Instant freeAt(String name) {
    return freeAt(name, "");
  }

  /** The same, and locks the destination. */
  Instant lockFreeAt(String name) {
    return freeAt(name, "FOR UPDATE");
  }

  private Instant freeAt(String name, String locking) {
    return jdbc.sql("SELECT free_at FROM destination WHERE name = :name " + locking)
        .param("name", name)
        .query((row, number) -> SqlTime.get(row, "free_at"))
        .list()
        .get(0);
  }

  void setFreeAt(String name, Instant free) {
    jdbc.sql("UPDATE destination SET free_at = :free WHERE name = :name")
        .param("free", SqlTime.of(free))
        .param("name", name)
        .update();
  }

  private OffsetDateTime now() {
    return SqlTime.of(clock.instant());
  }
}
