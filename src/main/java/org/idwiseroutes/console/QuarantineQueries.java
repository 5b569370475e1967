package org.idwiseroutes.console;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what is in quarantine. */
@Component
class QuarantineQueries {

  private final JdbcClient jdbc;

  private static final String VISIBLE = "(:all OR source = ANY(:visible))";

  QuarantineQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private static Map<String, Object> visible() {
    Set<String> sources = VisibleSources.limited().orElse(null);
    return Map.of(
        "all",
        sources == null,
        "visible",
        SqlArrays.ofTexts(sources == null ? Stream.of() : sources.stream()));
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
                .formatted(VISIBLE))
        .params(visible())
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
                .formatted(VISIBLE))
        .params(visible())
        .param("problem", problem)
        .query(UUID.class)
        .list();
  }

  /** Those of one name, the oldest first. */
  List<UUID> ids(String event) {
    return jdbc.sql(
            "SELECT id FROM event WHERE state = 'quarantined' AND event = :event AND %s ORDER BY seq"
                .formatted(VISIBLE))
        .params(visible())
        .param("event", event)
        .query(UUID.class)
        .list();
  }
}
