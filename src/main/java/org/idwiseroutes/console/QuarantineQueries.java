package org.idwiseroutes.console;

import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what is in quarantine. */
@Component
class QuarantineQueries {

  private final JdbcClient jdbc;

  QuarantineQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The largest groups first. */
  List<QuarantineGroup> groups() {
    return jdbc.sql(
            """
            SELECT event, problem, COUNT(*) AS number, MIN(received_at) AS first_at,
              MAX(received_at) AS last_at, MAX(CAST(id AS VARCHAR)) AS last_id
            FROM event WHERE state = 'quarantined' AND %s
            GROUP BY event, problem ORDER BY number DESC
            """
                .formatted(VisibleSources.condition("source")))
        .params(VisibleSources.parameters())
        .query(
            (row, number) ->
                new QuarantineGroup(
                    row.getString("event"),
                    row.getString("problem"),
                    row.getInt("number"),
                    SqlTime.get(row, "first_at"),
                    SqlTime.get(row, "last_at"),
                    UUID.fromString(row.getString("last_id"))))
        .list();
  }

  /** Those that could not be read for one reason, the oldest first. */
  List<UUID> unreadable(String problem) {
    return jdbc.sql(
            """
            SELECT id FROM event
            WHERE state = 'quarantined' AND event IS NULL AND problem = :problem AND %s ORDER BY seq
            """
                .formatted(VisibleSources.condition("source")))
        .params(VisibleSources.parameters())
        .param("problem", problem)
        .query(UUID.class)
        .list();
  }

  /** Those of one name, the oldest first. */
  List<UUID> ids(String event) {
    return jdbc.sql(
            "SELECT id FROM event WHERE state = 'quarantined' AND event = :event AND %s ORDER BY seq"
                .formatted(VisibleSources.condition("source")))
        .params(VisibleSources.parameters())
        .param("event", event)
        .query(UUID.class)
        .list();
  }
}
