package org.idwiseroutes.inbox;

import java.time.Instant;
import java.util.Comparator;
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
  List<ErasedJourney> since(Instant since) {
    return jdbc.sql("SELECT source, journey_key, erased_at FROM erasure WHERE erased_at >= :since")
        .param("since", SqlTime.of(since))
        .query(
            (row, number) ->
                new ErasedJourney(
                    row.getString("source"),
                    row.getString("journey_key"),
                    SqlTime.get(row, "erased_at")))
        .list();
  }

  /**
   * The same events, with tombstones in place of those whose journey was erased after they came.
   *
   * @param events not none
   */
  List<Event> without(List<Event> events) {
    Instant first =
        events.stream().map(Event::receivedAt).min(Comparator.naturalOrder()).orElseThrow();
    List<ErasedJourney> erased = since(first);
    return events.stream()
        .map(
            event ->
                erased.stream().anyMatch(journey -> journey.covers(event))
                    ? event.tombstone()
                    : event)
        .toList();
  }

  /** A journey that was erased, with all that had come of it until then. */
  record ErasedJourney(String source, String key, Instant at) {

    boolean covers(Event event) {
      return source.equals(event.source())
          && key.equals(event.journeyKey())
          && !at.isBefore(event.receivedAt());
    }
  }
}
