package org.idwiseroutes.ops;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Begins, shows and cancels replays of many deliveries; {@link ReplayRunner} carries them out. */
@Component
public class BulkReplays {

  private static final int LONGEST_WHAT = 400;

  private static final String SELECT =
      """
      SELECT id, what, operator, reason, state, total, delivered, failed, created_at, finished_at
      FROM replay
      """;

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Clock clock;

  BulkReplays(JdbcClient jdbc, NoArgGenerator ids, Clock clock) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Begins to replay what the filter finds now, the oldest first; what matches later is not part of
   * it.
   *
   * @param wanted the status that all of them have; one that has another when its turn comes, as it
   *     was delivered meanwhile, is left alone
   * @param what the filter in words, without what names a person
   */
  @Transactional
  public ReplayView begin(
      Filter filter, DeliveryStatus wanted, String what, String operator, String reason) {
    UUID id = ids.generate();
    int total =
        jdbc.sql(
                """
                INSERT INTO replay_item (replay_id, delivery_id, place, started)
                SELECT :replay, delivery.id, delivery.seq, FALSE
                """
                    + DeliveryQueries.FROM
                    + filter.where())
            .params(filter.parameters())
            .param("replay", id)
            .update();
    jdbc.sql(
            """
            INSERT INTO replay (id, what, wanted, operator, reason, state, total, delivered, failed,
              next_at, created_at)
            VALUES (:id, :what, :wanted, :operator, :reason, 'running', :total, 0, 0, :now, :now)
            """)
        .param("id", id)
        .param("what", what.length() > LONGEST_WHAT ? what.substring(0, LONGEST_WHAT) : what)
        .param("wanted", wanted.toString())
        .param("operator", operator)
        .param("reason", reason)
        .param("total", total)
        .param("now", SqlTime.of(clock.instant()))
        .update();
    return find(id).orElseThrow();
  }

  public Optional<ReplayView> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(BulkReplays::read).optional();
  }

  /** The latest, the newest first. */
  public List<ReplayView> last(int limit) {
    return jdbc.sql(SELECT + "ORDER BY created_at DESC, id DESC LIMIT :limit")
        .param("limit", limit)
        .query(BulkReplays::read)
        .list();
  }

  /**
   * Puts no further delivery back; those that are under way end as they may.
   *
   * @return false when it is not running
   */
  @Transactional
  public boolean cancel(UUID id) {
    int cancelled =
        jdbc.sql(
                """
                UPDATE replay SET state = 'cancelled', finished_at = :now
                WHERE id = :id AND state = 'running'
                """)
            .param("now", SqlTime.of(clock.instant()))
            .param("id", id)
            .update();
    if (cancelled == 0) {
      return false;
    }
    jdbc.sql("DELETE FROM replay_item WHERE replay_id = :id").param("id", id).update();
    return true;
  }

  private static ReplayView read(ResultSet row, int number) throws SQLException {
    return new ReplayView(
        row.getObject("id", UUID.class),
        row.getString("what"),
        row.getString("operator"),
        row.getString("reason"),
        row.getString("state"),
        row.getInt("total"),
        row.getInt("delivered"),
        row.getInt("failed"),
        SqlTime.get(row, "created_at"),
        SqlTime.get(row, "finished_at"));
  }
}
