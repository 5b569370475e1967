package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Component;

/** Writes the ends of attempts, all that are given in one round trip for each table. */
@Component
class Endings {

  /**
   * The status is asked for in a way that no index on pending deliveries answers. While these are
   * few, reading such an index as a whole looks as cheap as one row by its id, and a connection
   * keeps a plan that it has made then until the table is analyzed.
   */
  private static final String IF_PENDING = "AND COALESCE(status, '') = 'pending'";

  private static final String END =
      """
      UPDATE delivery SET status = :status, attempts = :attempts, last_error = :error,
        failure_group = :group, next_attempt_at = :next, finished_at = :finished, leased_by = NULL,
        leased_until = NULL
      WHERE id = :id AND fence = :fence
      """
          + IF_PENDING;

  private static final String RECORD =
      """
      INSERT INTO attempt (delivery_id, series, number, outcome, error, node, started_at,
        duration_ms)
      VALUES (:id, :series, :number, :outcome, :error, :node, :started, :duration)
      ON CONFLICT DO NOTHING
      """;

  private static final String GIVE_BACK =
      """
      UPDATE delivery SET attempts = :attempts, leased_by = NULL, leased_until = NULL
      WHERE id = :id AND fence = :fence
      """
          + IF_PENDING;

  private final NamedParameterJdbcOperations jdbc;
  private final Clock clock;
  private final Node node;

  Endings(NamedParameterJdbcOperations jdbc, Clock clock, Node node) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Ends attempts in the surrounding transaction.
   *
   * @return for each whether it counts: false, and nothing was changed, when the claim is no longer
   *     the latest
   */
  List<Boolean> end(List<Ending> endings) {
    int[] changed = jdbc.batchUpdate(END, rows(endings));
    List<Boolean> counts = new ArrayList<>();
    List<SqlParameterSource> attempts = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      Ending ending = endings.get(i);
      counts.add(changed[i] == 1);
      if (changed[i] == 1 && ending.attempt() != null) {
        Delivery delivery = ending.delivery();
        attempts.add(attempt(delivery, delivery.attempt(), ending.attempt(), node.name()));
      }
    }
    if (!attempts.isEmpty()) {
      jdbc.batchUpdate(RECORD, attempts.toArray(SqlParameterSource[]::new));
    }
    return counts;
  }

  /** Takes claims back as if they had never been; a claim that is no longer the latest stays. */
  void giveBack(List<Delivery> claimed) {
    jdbc.batchUpdate(
        GIVE_BACK,
        claimed.stream()
            .map(
                delivery ->
                    new MapSqlParameterSource()
                        .addValue("attempts", delivery.attempt() - 1)
                        .addValue("id", delivery.id())
                        .addValue("fence", delivery.fence()))
            .toArray(SqlParameterSource[]::new));
  }

  /** Records the attempt before this claim, whose node never reported an end. */
  void recordLost(Delivery delivery) {
    Attempt lost = Attempt.lost(delivery.lostAt());
    jdbc.update(RECORD, attempt(delivery, delivery.attempt() - 1, lost, delivery.lostNode()));
  }

  private SqlParameterSource[] rows(List<Ending> endings) {
    Instant now = clock.instant();
    return endings.stream().map(ending -> row(ending, now)).toArray(SqlParameterSource[]::new);
  }

  private static SqlParameterSource row(Ending ending, Instant now) {
    boolean pending = ending.status() == DeliveryStatus.PENDING;
    return new MapSqlParameterSource()
        .addValue("status", ending.status().toString())
        .addValue("attempts", ending.delivery().attempt())
        .addValue("error", ending.lastError())
        .addValue("group", ending.failureGroup())
        .addValue("next", SqlTime.of(pending ? ending.nextAttemptAt() : now))
        .addValue("finished", pending ? null : SqlTime.of(now))
        .addValue("id", ending.delivery().id())
        .addValue("fence", ending.delivery().fence());
  }

  private static SqlParameterSource attempt(
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
