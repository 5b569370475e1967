package org.idwiseroutes.inbox;

import java.time.Instant;
import java.util.List;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code erasure}: which journeys were erased, and when. */
@Component
class ErasedJourneys {

  private final JdbcClient jdbc;

  ErasedJourneys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Remembers that a journey was erased now. */
  void remember(String source, String journey, Instant now) {
    jdbc.sql("DELETE FROM erasure WHERE source = :source AND journey_key = :journey")
        .param("source", source)
        .param("journey", journey)
        .update();
    jdbc.sql(
            """
            INSERT INTO erasure (source, journey_key, erased_at) VALUES (:source, :journey, :now)
            """)
        .param("source", source)
        .param("journey", journey)
        .param("now", SqlTime.of(now))
        .update();
  }

  /** The journeys erased since then. */
  List<String> since(Instant since) {
    return jdbc.sql("SELECT journey_key FROM erasure WHERE erased_at >= :since")
        .param("since", SqlTime.of(since))
        .query(String.class)
        .list();
  }

  /**
   * The same events, with tombstones in place of those whose journey was erased after they came.
   */
  List<Event> without(List<Event> events) {
    return events.stream().map(event -> isErased(event) ? event.tombstone() : event).toList();
  }

  private boolean isErased(Event event) {
    return jdbc.sql(
                """
                SELECT COUNT(*) FROM erasure
                WHERE source = :source AND journey_key = :journey AND erased_at >= :receivedAt
                """)
            .param("source", event.source())
            .param("journey", event.journeyKey())
            .param("receivedAt", SqlTime.of(event.receivedAt()))
            .query(Integer.class)
            .single()
        > 0;
  }
}
