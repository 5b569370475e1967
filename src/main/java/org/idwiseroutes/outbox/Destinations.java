package org.idwiseroutes.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table {@code destination}: what is known and what is paused, for all nodes. */
@Component
public class Destinations {

  private static final String COLUMNS =
      "SELECT name, paused_at, failures, held_since, held_reason FROM destination ";

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Wakeups wakeups;
  private final Holds holds;

  Destinations(JdbcClient jdbc, Clock clock, Wakeups wakeups, Holds holds) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.wakeups = wakeups;
    this.holds = holds;
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

  /** All that have ever had a consumer, by name. */
  public List<Destination> all() {
    return jdbc.sql(COLUMNS + "ORDER BY name").query(Destinations::read).list();
  }

  public Optional<Destination> find(String name) {
    return jdbc.sql(COLUMNS + "WHERE name = :name")
        .param("name", name)
        .query(Destinations::read)
        .optional();
  }

  /** From now on no node starts an attempt there; running ones end as they may. */
  @Transactional
  public void pause(String name) {
    register(name);
    jdbc.sql("UPDATE destination SET paused_at = :now WHERE name = :name AND paused_at IS NULL")
        .param("now", SqlTime.of(clock.instant()))
        .param("name", name)
        .update();
  }

  /** Ends a pause, and a hold with it: everything due goes out. */
  @Transactional
  public void resume(String name) {
    jdbc.sql("UPDATE destination SET paused_at = NULL WHERE name = :name")
        .param("name", name)
        .update();
    holds.succeeded(Set.of(name));
    wakeups.wakeAll(name);
  }

  private static Destination read(ResultSet row, int number) throws SQLException {
    return new Destination(
        row.getString("name"),
        SqlTime.get(row, "paused_at"),
        row.getInt("failures"),
        SqlTime.get(row, "held_since"),
        row.getString("held_reason"));
  }
}
