package org.idwiseroutes.inbox;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;
import org.idwiseroutes.tracing.Traces;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts events into the table {@code event}, each once. */
@Component
class Events {

  static final String DECIDE = "decide";

  private static final String INSERT =
      """
      INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
        payload, authenticated_as, state, problem, received_at)
      VALUES (:id, :source, :key, :event, :journeyId, :journeyKey, :referenceNo, :payload,
        :authenticatedAs, :state, :problem, :receivedAt)
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final Deliveries deliveries;
  private final EventKeys keys;

  Events(
      JdbcClient jdbc, NamedParameterJdbcOperations batch, Deliveries deliveries, EventKeys keys) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.deliveries = deliveries;
    this.keys = keys;
  }

  /**
   * Stores new events in their order, each with its delivery to {@code decide}, all in one
   * transaction.
   *
   * @return receipts in the same order
   */
  @Transactional
  List<Receipt> store(List<Event> events) {
    events.stream().filter(Event::lapses).forEach(keys::lapse);
    batch.batchUpdate(INSERT, rows(events));
    Set<UUID> stored = stored(events);
    List<Receipt> receipts = new ArrayList<>();
    List<NewDelivery> toDecide = new ArrayList<>();
    for (Event event : events) {
      boolean isNew = stored.contains(event.id());
      receipts.add(new Receipt(isNew ? event.id() : keys.idOf(event), isNew));
      if (isNew && event.state().equals(Event.ACCEPTED)) {
        toDecide.add(toDecide(event));
      }
    }
    if (!toDecide.isEmpty()) {
      deliveries.add(toDecide);
    }
    return receipts;
  }

  /**
   * Which of these are the rows that are there now. The counts of a batch do not tell: PostgreSQL's
   * driver sends many inserts as one.
   */
  private Set<UUID> stored(List<Event> events) {
    return jdbc.sql("SELECT id FROM event WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(events.stream().map(Event::id)))
        .query(UUID.class)
        .set();
  }

  private static NewDelivery toDecide(Event event) {
    UUID id = event.id();
    Map<String, Object> variables =
        event.traceparent() == null ? Map.of() : Map.of(Traces.TRACEPARENT, event.traceparent());
    return new NewDelivery(DECIDE, id.toString(), event.lane(), id, null, false, variables);
  }

  private static SqlParameterSource[] rows(List<Event> events) {
    return events.stream().map(Events::row).toArray(SqlParameterSource[]::new);
  }

  private static SqlParameterSource row(Event event) {
    OffsetDateTime receivedAt = SqlTime.of(event.receivedAt());
    return new MapSqlParameterSource()
        .addValue("id", event.id())
        .addValue("source", event.source())
        .addValue("key", event.key())
        .addValue("event", event.name())
        .addValue("journeyId", event.journeyId())
        .addValue("journeyKey", event.journeyKey())
        .addValue("referenceNo", event.referenceNo())
        .addValue("payload", event.payload())
        .addValue("authenticatedAs", event.authenticatedAs())
        .addValue("state", event.state())
        .addValue("problem", event.problem())
        .addValue("receivedAt", receivedAt);
  }
}
