package org.idwiseroutes.outbox;

import java.util.stream.Stream;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/** The table {@code attempt}: each attempt with its outcome and duration. */
@Component
class Attempts {

  private static final String RECORD =
      """
      INSERT INTO attempt (delivery_id, series, number, outcome, error, node, started_at,
        duration_ms)
      VALUES (:id, :series, :number, :outcome, :error, :node, :started, :duration)
      ON CONFLICT DO NOTHING
      """;

  private final NamedParameterJdbcOperations jdbc;
  private final Node node;

  Attempts(NamedParameterJdbcOperations jdbc, Node node) {
    this.jdbc = jdbc;
    this.node = node;
  }

  /** Records the attempts that were made, all in one round trip. */
  void record(Stream<Ending> endings) {
    SqlParameterSource[] rows =
        endings
            .filter(ending -> ending.attempt() != null)
            .map(
                ending ->
                    row(
                        ending.delivery(),
                        ending.delivery().attempt(),
                        ending.attempt(),
                        node.name()))
            .toArray(SqlParameterSource[]::new);
    if (rows.length > 0) {
      jdbc.batchUpdate(RECORD, rows);
    }
  }

  /** Records the attempt before this claim, whose node never reported an end. */
  void recordLost(Delivery delivery) {
    Attempt lost = Attempt.lost(delivery.lostAt());
    jdbc.update(RECORD, row(delivery, delivery.attempt() - 1, lost, delivery.lostNode()));
  }

  private static SqlParameterSource row(
      Delivery delivery, int number, Attempt attempt, String node) {
    return new MapSqlParameterSource()
        .addValue("id", delivery.id())
        .addValue("series", delivery.series())
        .addValue("number", number)
        .addValue("outcome", attempt.outcome())
        .addValue("error", attempt.failure() == null ? null : attempt.failure().text())
        .addValue("node", node)
        .addValue("started", SqlTime.of(attempt.startedAt()))
        .addValue("duration", attempt.duration().toMillis());
  }
}
