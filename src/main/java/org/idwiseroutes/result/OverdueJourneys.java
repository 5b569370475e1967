package org.idwiseroutes.result;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.JourneyKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Journeys that should have a decision by now, of the sources whose API can be asked. */
@Component
class OverdueJourneys {

  private final JdbcClient jdbc;
  private final ResultProperties api;
  private final ReconcileProperties properties;
  private final Clock clock;

  OverdueJourneys(
      JdbcClient jdbc, ResultProperties api, ReconcileProperties properties, Clock clock) {
    this.jdbc = jdbc;
    this.api = api;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * At most {@code idwise.reconcile.most}; never asked ones first, then those asked longest ago.
   */
  List<JourneyKey> find() {
    Set<String> own = api.sourcesWithKey();
    if (own.isEmpty() && !api.isShared()) {
      return List.of();
    }
    Instant now = clock.instant();
    return jdbc.sql(
            """
            SELECT j.source, j.journey_key FROM journey j
            LEFT JOIN api_call c ON c.source = j.source AND c.journey_key = j.journey_key
            WHERE j.decision IS NULL AND j.updated_at <= :overdue AND j.updated_at > :forgotten
              %s
              AND (c.called_at IS NULL OR c.called_at <= :overdue)
              AND EXISTS (
                SELECT 1 FROM event e
                WHERE e.source = j.source AND e.journey_key = j.journey_key
                  AND e.journey_id IS NOT NULL)
            ORDER BY CASE WHEN c.called_at IS NULL THEN 0 ELSE 1 END, c.called_at, j.updated_at
            LIMIT :most
            """
                .formatted(api.isShared() ? "" : "AND j.source IN (:sources)"))
        .param("overdue", SqlTime.of(now.minus(properties.after())))
        .param("forgotten", SqlTime.of(now.minus(properties.until())))
        .param("sources", own)
        .param("most", properties.most())
        .query((row, number) -> new JourneyKey(row.getString(1), row.getString(2)))
        .list();
  }
}
