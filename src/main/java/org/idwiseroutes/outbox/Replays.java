package org.idwiseroutes.outbox;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What operators do with single deliveries: put them back, or see that they are not sent. */
@Component
public class Replays {

  private static final Set<DeliveryStatus> REPLAYABLE =
      Set.of(DeliveryStatus.DEAD, DeliveryStatus.DELIVERED);

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final Clock clock;
  private final Wakeups wakeups;

  Replays(JdbcClient jdbc, NamedParameterJdbcOperations batch, Clock clock, Wakeups wakeups) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.clock = clock;
    this.wakeups = wakeups;
  }

  /** Whether a delivery of this status can be put back. */
  public static boolean isReplayable(DeliveryStatus status) {
    return REPLAYABLE.contains(status);
  }

  /** The status of a delivery; empty when there is none of this id. */
  public Optional<DeliveryStatus> status(UUID id) {
    return jdbc.sql("SELECT status FROM delivery WHERE id = :id")
        .param("id", id)
        .query((row, number) -> DeliveryStatus.of(row.getString("status")))
        .optional();
  }

  /**
   * Makes deliveries pending again, each at the end of its lane and in the order given, under a new
   * attempt series that counts from one. Those that have another status than wanted stay as they
   * are.
   *
   * @param ids not none, and not more than one statement takes
   * @param wanted {@link DeliveryStatus#DEAD} or {@link DeliveryStatus#DELIVERED}
   * @return how many were put back
   */
  @Transactional
  public int replay(List<UUID> ids, DeliveryStatus wanted) {
    if (!REPLAYABLE.contains(wanted)) {
      throw new IllegalArgumentException("What is %s cannot be replayed".formatted(wanted));
    }
    SqlParameterSource[] rows =
        ids.stream()
            .map(
                id ->
                    new MapSqlParameterSource()
                        .addValue("id", id)
                        .addValue("wanted", wanted.toString())
                        .addValue("now", SqlTime.of(clock.instant())))
            .toArray(SqlParameterSource[]::new);
    int[] changed =
        batch.batchUpdate(
            """
            UPDATE delivery SET status = 'pending', series = series + 1, attempts = 0,
              turn = nextval('delivery_turn'), next_attempt_at = :now, fence = fence + 1,
              finished_at = NULL
            WHERE id = :id AND status = :wanted
            """,
            rows);
    int count = 0;
    for (int one : changed) {
      count += one;
    }
    wake(ids);
    return count;
  }

  /**
   * Sees that a pending or dead delivery is not sent; one that is being tried right now may still
   * arrive, and its result is not counted.
   *
   * @return false when it is neither pending nor dead
   */
  @Transactional
  public boolean discard(UUID id) {
    int changed =
        jdbc.sql(
                """
                UPDATE delivery SET status = 'discarded', finished_at = :now, fence = fence + 1,
                  leased_by = NULL, leased_until = NULL
                WHERE id = :id AND status IN ('pending', 'dead')
                """)
            .param("now", SqlTime.of(clock.instant()))
            .param("id", id)
            .update();
    wake(List.of(id));
    return changed == 1;
  }

  private void wake(List<UUID> ids) {
    batch
        .queryForList(
            "SELECT DISTINCT destination FROM delivery WHERE id IN (:ids)",
            Map.of("ids", ids),
            String.class)
        .forEach(wakeups::wakeAll);
  }
}
