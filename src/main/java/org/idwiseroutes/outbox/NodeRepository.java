package org.idwiseroutes.outbox;

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
   * @return the time of the database; empty, and nothing was said, when it is not registered
   */
  Optional<Instant> hear(JdbcClient own) {
    return own.sql(
            "UPDATE node SET heard_at = clock_timestamp() WHERE name = :name RETURNING heard_at")
        .param("name", node.name())
        .query((row, number) -> SqlTime.get(row, "heard_at"))
        .optional();
  }

  /** Registers this node on a connection, as alive; answers the time of the database. */
  Instant register(JdbcClient own) {
    return own.sql(
            """
            INSERT INTO node (name, machine, pid, process_start, heard_at)
            VALUES (:name, :machine, :pid, :start, clock_timestamp())
            RETURNING heard_at
            """)
        .param("name", node.name())
        .param("machine", node.machine())
        .param("pid", node.pid())
        .param("start", node.processStart(), Types.BIGINT)
        .query((row, number) -> SqlTime.get(row, "heard_at"))
        .single();
  }

  /** All other nodes that are registered. */
  List<Other> others(JdbcClient own, Duration deadAfter) {
    return own.sql(
            """
            SELECT name, machine, pid, process_start, heard_at,
              heard_at < clock_timestamp() - :millis * INTERVAL '1 millisecond' AS silent
            FROM node WHERE name <> :name
            """)
        .param("millis", deadAfter.toMillis())
        .param("name", node.name())
        .query(
            (row, number) ->
                new Other(
                    row.getString("name"),
                    row.getString("machine"),
                    row.getLong("pid"),
                    row.getObject("process_start", Long.class),
                    SqlTime.get(row, "heard_at"),
                    row.getBoolean("silent")))
        .list();
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
