package org.idwiseroutes.outbox;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds deliveries. */
@Component
public class Deliveries {

  private static final String ADD =
      """
      INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, body, variables,
        urgent, status, series, attempts, next_attempt_at, fence, created_at)
      VALUES (:id, :destination, :key, :eventId, :lane, nextval('delivery_turn'), :body, :variables,
        :urgent, 'pending', 1, 0, :now, 0, :now)
      ON CONFLICT DO NOTHING
      """;

  private final NamedParameterJdbcOperations jdbc;
  private final SqlBuffer buffer;
  private final Variables variables;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final Wakeups wakeups;

  Deliveries(
      NamedParameterJdbcOperations jdbc,
      SqlBuffer buffer,
      Variables variables,
      NoArgGenerator ids,
      Clock clock,
      Wakeups wakeups) {
    this.jdbc = jdbc;
    this.buffer = buffer;
    this.variables = variables;
    this.ids = ids;
    this.clock = clock;
    this.wakeups = wakeups;
  }

  /**
   * Adds pending deliveries in the surrounding transaction, in one round trip, and wakes their
   * consumers after its commit; not those whose destination already has one with their key.
   */
  @Transactional
  public void add(List<NewDelivery> deliveries) {
    jdbc.batchUpdate(ADD, deliveries.stream().map(this::row).toArray(SqlParameterSource[]::new));
    deliveries.stream().map(Deliveries::bell).distinct().forEach(wakeups::wakeAll);
  }

  /**
   * Adds one pending delivery at the latest before the surrounding transaction commits, unless its
   * destination already has one with its key.
   */
  @Transactional
  public void add(NewDelivery delivery) {
    buffer.write(ADD, row(delivery));
    wakeups.wakeAll(bell(delivery));
  }

  /** The consumers of urgent deliveries are enough to wake: they are never all busy with others. */
  private static String bell(NewDelivery delivery) {
    return delivery.urgent() ? Wakeups.urgent(delivery.destination()) : delivery.destination();
  }

  private SqlParameterSource row(NewDelivery delivery) {
    OffsetDateTime now = SqlTime.of(clock.instant());
    return new MapSqlParameterSource()
        .addValue("id", ids.generate())
        .addValue("destination", delivery.destination())
        .addValue("key", delivery.key())
        .addValue("eventId", delivery.eventId())
        .addValue("lane", StoredLane.of(delivery.destination(), delivery.lane()))
        .addValue("body", delivery.body())
        .addValue("variables", variables.write(delivery.variables()))
        .addValue("urgent", delivery.urgent())
        .addValue("now", now);
  }
}
