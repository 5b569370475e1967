package org.idwiseroutes.console;

import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
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
              MAX(received_at) AS last_at, MAX(seq) AS last_seq
            FROM event WHERE state = 'quarantined'
            GROUP BY event, problem ORDER BY number DESC
            """)
        .query(
            (row, number) ->
                new QuarantineGroup(
                    row.getString("event"),
                    row.getString("problem"),
                    row.getInt("number"),
                    SqlTime.get(row, "first_at"),
                    SqlTime.get(row, "last_at"),
                    sample(row.getLong("last_seq"))))
        .list();
  }

  /** Those of one name, the oldest first. */
  List<UUID> ids(String event) {
    return jdbc.sql(
            "SELECT id FROM event WHERE state = 'quarantined' AND event = :event ORDER BY seq")
        .param("event", event)
        .query(UUID.class)
        .list();
  }

  private UUID sample(long seq) {
    return jdbc.sql("SELECT id FROM event WHERE seq = :seq")
        .param("seq", seq)
        .query(UUID.class)
        .single();
  }
}
