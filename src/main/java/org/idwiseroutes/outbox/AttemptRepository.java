package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.database.SqlArrays;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;

/**
 * The table {@code attempt}: attempts with their outcome and duration. The last one of a delivery
 * that went through and has nothing more to say stands in the delivery's row; the view {@code
 * every_attempt} has all.
 */
@Component
class AttemptRepository {

  private static final ManyRows<Row> RECORD =
      new ManyRows<>(
          """
          INSERT INTO attempt (delivery_id, series, number, outcome, error, node, started_at,
            duration_ms)
          SELECT * FROM :rows
          ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.uuid("delivery_id", row -> row.delivery().id()),
              Column.number("series", row -> row.delivery().series()),
              Column.number("number", Row::number),
              Column.text("outcome", row -> row.attempt().outcome()),
              Column.text("error", Row::error),
              Column.text("node", Row::node),
              Column.time("started_at", row -> row.attempt().startedAt()),
              Column.number("duration_ms", row -> row.attempt().duration().toMillis())));

  private record Row(Delivery delivery, int number, Attempt attempt, String node) {

    String error() {
      return attempt.failure() == null ? attempt.nothingToDo() : attempt.failure().text();
    }
  }

  private final NamedParameterJdbcOperations jdbc;
  private final Node node;

  AttemptRepository(NamedParameterJdbcOperations jdbc, Node node) {
    this.jdbc = jdbc;
    this.node = node;
  }

  /** Records the attempts that were made, all in one round trip. */
  void record(Stream<Ending> endings) {
    List<Row> rows =
        endings
            .map(
                ending ->
                    new Row(
                        ending.delivery(),
                        ending.delivery().attempt(),
                        ending.attempt(),
                        node.name()))
            .toList();
    if (!rows.isEmpty()) {
      RECORD.insert(jdbc, rows);
    }
  }

  /**
   * Records the attempts before these claims, whose node never reported an end.
   *
   * @param lease how long claims of this destination hold; where it is unknown when one was made,
   *     it was as long before its end
   */
  void recordLost(List<Delivery> claimed, Duration lease) {
    if (!claimed.isEmpty()) {
      RECORD.insert(
          jdbc,
          claimed.stream()
              .map(
                  one ->
                      new Row(
                          one,
                          one.attempt() - 1,
                          Attempt.lost(since(one, lease), one.lostAt()),
                          one.lostNode()))
              .toList());
    }
  }

  private static Instant since(Delivery lost, Duration lease) {
    return lost.lostSince() == null ? lost.lostAt().minus(lease) : lost.lostSince();
  }

  /** Keeps what stands in the rows of these deliveries, before something else does. */
  void keep(Collection<UUID> deliveries) {
    jdbc.update(
        """
        INSERT INTO attempt (delivery_id, series, number, outcome, node, started_at, duration_ms)
        SELECT id, attempt_series, attempt_number, 'delivered', attempt_node, attempt_started_at,
          attempt_ms
        FROM delivery WHERE id = ANY(:ids) AND attempt_node IS NOT NULL
        ON CONFLICT DO NOTHING
        """,
        new MapSqlParameterSource("ids", SqlArrays.ofIds(deliveries.stream())));
  }

  /** Removes the attempts of all deliveries of these events. */
  void remove(Collection<UUID> eventIds) {
    jdbc.update(
        """
        DELETE FROM attempt
        WHERE delivery_id IN (SELECT id FROM delivery WHERE event_id = ANY(:ids))
        """,
        new MapSqlParameterSource("ids", SqlArrays.ofIds(eventIds.stream())));
  }

  /** Removes the attempts of these deliveries. */
  void removeOf(Collection<UUID> deliveryIds) {
    jdbc.update(
        "DELETE FROM attempt WHERE delivery_id = ANY(:ids)",
        new MapSqlParameterSource("ids", SqlArrays.ofIds(deliveryIds.stream())));
  }
}
