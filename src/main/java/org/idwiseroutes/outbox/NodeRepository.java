package org.idwiseroutes.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code node}, on PostgreSQL: which nodes run, and when each was last heard of. All its
 * times are compared with the clock of the database by the database.
 */
@Component
class NodeRepository {

  /**
   * Another node.
   *
   * @param machine see {@link Node#machine}
   * @param processStart see {@link Node#processStart}
   * @param isSilent whether it has not been heard of for too long
   */
  record Other(
      String name,
      String machine,
      long pid,
      Long processStart,
      Instant heardAt,
      boolean isSilent) {}

  /** What is known after a beat: the time of the database, and all other registered nodes. */
  record Beat(Instant time, List<Other> others) {}

  private final JdbcClient jdbc;
  private final Node node;

  NodeRepository(JdbcClient jdbc, Node node) {
    this.jdbc = jdbc;
    this.node = node;
  }

  /** The time of the database. */
  static Instant time(JdbcClient own) {
    return own.sql("SELECT clock_timestamp() AS now")
        .query((row, number) -> SqlTime.get(row, "now"))
        .single();
  }

  /**
   * Says on a connection that this node is alive.
   *
   * @return empty, and nothing was said, when it is not registered
   */
  Optional<Beat> beat(JdbcClient own, Duration deadAfter) {
    List<Beat> rows =
        own.sql(
                """
                WITH beat AS (
                  UPDATE node SET heard_at = clock_timestamp() WHERE name = :name RETURNING heard_at)
                SELECT beat.heard_at AS time, other.name, other.machine, other.pid,
                  other.process_start, other.heard_at,
                  other.heard_at < beat.heard_at - :millis * INTERVAL '1 millisecond' AS silent
                FROM beat LEFT JOIN node other ON other.name <> :name
                """)
            .param("millis", deadAfter.toMillis())
            .param("name", node.name())
            .query(
                (row, number) ->
                    new Beat(
                        SqlTime.get(row, "time"),
                        row.getString("name") == null ? List.of() : List.of(other(row))))
            .list();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Beat(
                rows.get(0).time(), rows.stream().flatMap(row -> row.others().stream()).toList()));
  }

  private static Other other(ResultSet row) throws SQLException {
    return new Other(
        row.getString("name"),
        row.getString("machine"),
        row.getLong("pid"),
        row.getObject("process_start", Long.class),
        SqlTime.get(row, "heard_at"),
        row.getBoolean("silent"));
  }

  /** Registers this node on a connection, as alive. */
  void register(JdbcClient own) {
    own.sql(
            """
            INSERT INTO node (name, machine, pid, process_start, heard_at)
            VALUES (:name, :machine, :pid, :start, clock_timestamp())
            """)
        .param("name", node.name())
        .param("machine", node.machine())
        .param("pid", node.pid())
        .param("start", node.processStart(), Types.BIGINT)
        .update();
  }

  /** Removes a node, unless it was heard of meanwhile or somebody else has just removed it. */
  boolean remove(Other other) {
    return jdbc.sql("DELETE FROM node WHERE name = :name AND heard_at = :heard")
            .param("name", other.name())
            .param("heard", SqlTime.of(other.heardAt()))
            .update()
        == 1;
  }

  /** Removes this node. */
  void removeThis() {
    jdbc.sql("DELETE FROM node WHERE name = :name").param("name", node.name()).update();
  }
}
