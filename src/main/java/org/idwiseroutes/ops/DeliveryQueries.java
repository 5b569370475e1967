package org.idwiseroutes.ops;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads deliveries for operators. */
@Component
public class DeliveryQueries {

  static final String FROM = " FROM delivery LEFT JOIN event ON event.id = delivery.event_id";

  private static final String SELECT =
      """
      SELECT delivery.id, delivery.destination, delivery.event_id, event.source,
        event.event, event.journey_id, event.reference_no, delivery.status, delivery.series,
        delivery.attempts, delivery.next_attempt_at, delivery.leased_until, delivery.last_error,
        delivery.created_at, delivery.finished_at
      """
          + FROM;

  private final JdbcClient jdbc;

  DeliveryQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Page<DeliveryView> page(Filter filter, int limit) {
    List<DeliveryView> rows =
        jdbc.sql(SELECT + filter.where() + " ORDER BY delivery.id DESC LIMIT :limit")
            .params(filter.parameters())
            .param("limit", limit + 1)
            .query(DeliveryQueries::read)
            .list();
    return Page.of(rows, limit, DeliveryView::id);
  }

  public Optional<DeliveryView> find(UUID id) {
    return jdbc.sql(SELECT + " WHERE delivery.id = :id")
        .param("id", id)
        .query(DeliveryQueries::read)
        .optional()
        .map(delivery -> withHistory(List.of(delivery)).get(0));
  }

  /** The deliveries of several events, each event's in their order, without their history. */
  Map<UUID, List<DeliveryView>> ofEvents(Collection<UUID> eventIds) {
    if (eventIds.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(SELECT + " WHERE delivery.event_id IN (:ids) ORDER BY delivery.seq")
        .param("ids", eventIds)
        .query(DeliveryQueries::read)
        .list()
        .stream()
        .collect(Collectors.groupingBy(DeliveryView::eventId));
  }

  List<DeliveryView> withHistory(List<DeliveryView> deliveries) {
    if (deliveries.isEmpty()) {
      return deliveries;
    }
    Map<UUID, List<AttemptView>> attempts =
        jdbc
            .sql(
                """
                SELECT * FROM attempt WHERE delivery_id IN (:ids)
                ORDER BY delivery_id, series, number
                """)
            .param("ids", deliveries.stream().map(DeliveryView::id).toList())
            .query(DeliveryQueries::readAttempt)
            .list()
            .stream()
            .collect(Collectors.groupingBy(AttemptView::deliveryId));
    return deliveries.stream()
        .map(delivery -> delivery.with(attempts.getOrDefault(delivery.id(), List.of())))
        .toList();
  }

  public int count(Filter filter) {
    return jdbc.sql("SELECT COUNT(*)" + FROM + filter.where())
        .params(filter.parameters())
        .query(Integer.class)
        .single();
  }

  private static DeliveryView read(ResultSet row, int number) throws SQLException {
    boolean waiting =
        "pending".equals(row.getString("status")) && row.getString("leased_until") == null;
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getString("destination"),
        row.getObject("event_id", UUID.class),
        row.getString("source"),
        row.getString("event"),
        row.getString("journey_id"),
        row.getString("reference_no"),
        row.getString("status"),
        row.getInt("series"),
        row.getInt("attempts"),
        waiting ? SqlTime.get(row, "next_attempt_at") : null,
        SqlTime.get(row, "leased_until"),
        row.getString("last_error"),
        SqlTime.get(row, "created_at"),
        SqlTime.get(row, "finished_at"),
        null);
  }

  private static AttemptView readAttempt(ResultSet row, int number) throws SQLException {
    return new AttemptView(
        row.getObject("delivery_id", UUID.class),
        row.getInt("series"),
        row.getInt("number"),
        row.getString("outcome"),
        row.getString("error"),
        row.getString("node"),
        SqlTime.get(row, "started_at"),
        row.getLong("duration_ms"));
  }
}
