package org.idwiseroutes.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads events for operators. */
@Component
public class EventQueries {

  private static final String SELECT =
      """
      SELECT id, source, event, journey_id, reference_no, decision, previous_decision, changed,
        outcome, stale, verdict, state, problem, received_at, origin, authenticated_as, repeats,
        repeated_at, rules, %s AS payload FROM event
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JdbcClient jdbc;
  private final DeliveryQueries deliveries;
  private final Reused<Quarantined> quarantine;

  EventQueries(JdbcClient jdbc, DeliveryQueries deliveries, Clock clock) {
    this.quarantine = new Reused<>(clock, this::readQuarantine);
    this.jdbc = jdbc;
    this.deliveries = deliveries;
  }

  /** One page, the newest first, of the sources that whoever asks may see; likewise the others. */
  public Page<EventView> page(Filter asked, int limit) {
    Filter filter = asked.visible("source");
    List<EventView> rows =
        jdbc.sql(SELECT.formatted("NULL") + filter.where() + " ORDER BY id DESC LIMIT :limit")
            .params(filter.parameters())
            .param("limit", limit + 1)
            .query(EventQueries::read)
            .list();
    Page<EventView> page = Page.of(rows, limit, EventView::id);
    Map<UUID, List<DeliveryView>> its =
        deliveries.ofEvents(page.items().stream().map(EventView::id).toList());
    List<EventView> items =
        page.items().stream()
            .map(event -> event.with(its.getOrDefault(event.id(), List.of())))
            .toList();
    return new Page<>(items, page.next());
  }

  public Optional<EventView> find(UUID id) {
    return jdbc.sql(SELECT.formatted("payload") + " WHERE id = :id")
        .param("id", id)
        .query(EventQueries::read)
        .optional()
        .filter(event -> VisibleSources.see(event.source()))
        .map(
            event ->
                event.with(
                    deliveries.withHistory(
                        deliveries.ofEvents(List.of(id)).getOrDefault(id, List.of()))));
  }

  /** How many there are. */
  long count(Filter asked) {
    Filter filter = asked.visible("source");
    return jdbc.sql("SELECT COUNT(*) FROM event" + filter.where())
        .params(filter.parameters())
        .query(Long.class)
        .single();
  }

  /** How many wait in quarantine. */
  public int quarantined() {
    return jdbc.sql("SELECT COUNT(*) FROM event WHERE state = 'quarantined'")
        .query(Integer.class)
        .single();
  }

  /** What waits in quarantine, whom it is about, and since when. */
  public Quarantined quarantine() {
    return quarantine.get();
  }

  private Quarantined readQuarantine() {
    return jdbc.sql(
            """
            SELECT COUNT(*) AS events, COUNT(DISTINCT %1$s) AS people,
              MIN(e.received_at) AS since
            FROM event e WHERE e.state = 'quarantined'
            """
                .formatted(DeliveryQueries.PERSON))
        .query(
            (row, number) ->
                new Quarantined(
                    row.getInt("events"), row.getInt("people"), SqlTime.get(row, "since")))
        .single();
  }

  /**
   * What waits in quarantine.
   *
   * @param since when the oldest was received; null when there is none
   */
  public record Quarantined(int events, int people, Instant since) {}

  private static EventView read(ResultSet row, int number) throws SQLException {
    return new EventView(
        row.getObject("id", UUID.class),
        row.getString("source"),
        row.getString("event"),
        row.getString("journey_id"),
        row.getString("reference_no"),
        row.getString("decision"),
        row.getString("previous_decision"),
        row.getObject("changed", Boolean.class),
        row.getString("outcome"),
        row.getObject("stale", Boolean.class),
        meaning(row.getString("verdict")),
        row.getString("state"),
        row.getString("problem"),
        SqlTime.get(row, "received_at"),
        row.getString("origin"),
        row.getString("authenticated_as"),
        row.getInt("repeats"),
        SqlTime.get(row, "repeated_at"),
        row.getObject("rules", Integer.class),
        row.getString("payload"),
        null);
  }

  private static String meaning(String verdict) {
    try {
      return verdict == null ? null : JSON.readTree(verdict).path("meaning").asText(null);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The table event holds what was written as JSON", e);
    }
  }
}
