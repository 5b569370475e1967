package org.idwiseroutes.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.LastDay;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what failed, grouped by destination and reason. */
@Component
class FailureQueries {

  private final JdbcClient jdbc;
  private final LastDay lastDay;

  FailureQueries(JdbcClient jdbc, LastDay lastDay) {
    this.jdbc = jdbc;
    this.lastDay = lastDay;
  }

  /** Dead ones first, then those that are tried again; the largest first. */
  List<FailureGroup> groups() {
    return jdbc.sql(
            """
            SELECT destination, status, failure_group, COUNT(*) AS number,
              MIN(created_at) AS first_at, MAX(created_at) AS last_at
            FROM delivery
            WHERE status = 'dead' OR (status = 'pending' AND failure_group IS NOT NULL)
            GROUP BY destination, status, failure_group
            ORDER BY status, number DESC, destination, failure_group
            """)
        .query(
            (row, number) -> {
              Instant first = SqlTime.get(row, "first_at");
              return new FailureGroup(
                  row.getString("destination"),
                  row.getString("status"),
                  row.getString("failure_group"),
                  row.getInt("number"),
                  first,
                  SqlTime.get(row, "last_at"),
                  lastDay.deliveredSince(row.getString("destination"), first));
            })
        .list();
  }

  /** The dead deliveries of a group. */
  static Filter dead(String destination, String error) {
    return new Filter()
        .equal("delivery.status", "dead")
        .equal("delivery.destination", destination)
        .equal("delivery.failure_group", error);
  }

  /** The oldest dead delivery of a group. */
  Optional<UUID> oldestDead(String destination, String error) {
    return ofGroup("SELECT id", "ORDER BY seq LIMIT 1", destination, error)
        .query(UUID.class)
        .optional();
  }

  /** How many of them came to nothing by now: a later one of their lane was delivered. */
  int superseded(String destination, String error) {
    return ofGroup(
            "SELECT COUNT(*)",
            """
            AND EXISTS (SELECT 1 FROM delivery later WHERE later.lane = d.lane
              AND later.status = 'delivered' AND later.seq > d.seq)
            """,
            destination,
            error)
        .query(Integer.class)
        .single();
  }

  private JdbcClient.StatementSpec ofGroup(
      String select, String rest, String destination, String error) {
    return jdbc.sql(
            select
                + """
                 FROM delivery d
                WHERE status = 'dead' AND destination = :destination AND failure_group = :error
                """
                + rest)
        .param("destination", destination)
        .param("error", error);
  }
}
