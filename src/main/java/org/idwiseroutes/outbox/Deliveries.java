package org.idwiseroutes.outbox;

import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.database.SqlBuffer;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Adds deliveries. */
@Component
public class Deliveries {

  private static final ManyRows<Row> ADD =
      new ManyRows<>(
          """
          INSERT INTO delivery (id, destination, message_key, event_id, lane, turn, body, variables,
            urgent, status, series, attempts, next_attempt_at, fence, created_at)
          SELECT id, destination, message_key, event_id, lane, nextval('delivery_turn'), body,
            variables, urgent, 'pending', 1, 0, added_at, 0, added_at
          FROM :rows
          ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.uuid("id", Row::id),
              Column.text("destination", row -> row.added().destination()),
              Column.text("message_key", row -> row.added().key()),
              Column.uuid("event_id", row -> row.added().eventId()),
              Column.text("lane", Row::lane),
              Column.text("body", row -> row.added().body()),
              Column.text("variables", Row::variables),
              Column.flag("urgent", row -> row.added().urgent()),
              Column.time("added_at", Row::addedAt)));

  private record Row(UUID id, NewDelivery added, String lane, String variables, Instant addedAt) {}

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
    ADD.insert(jdbc, deliveries.stream().map(this::row).toList());
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

  private Row row(NewDelivery delivery) {
    return new Row(
        ids.generate(),
        delivery,
        StoredLane.of(delivery.destination(), delivery.lane()),
        variables.write(delivery.variables()),
        clock.instant());
  }
}
