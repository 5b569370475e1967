package org.idwiseroutes.ops;

import com.fasterxml.uuid.NoArgGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The tables {@code replay} and {@code replay_item}: replays and discards of many deliveries, in
 * the order of their life. {@link ReplayRunner} carries them out.
 */
@Component
public class Replays {

  private static final int LONGEST_WHAT = 400;
  private static final String RUNNING = "running";

  /** Of a discard that runs: nodes of the version before know replays only. */
  private static final String DISCARDING = "discarding";

  private static final String SELECT =
      """
      SELECT id, act, what, operator, reason, state, total, delivered, failed, created_at,
        finished_at
      FROM replay
      """;

  private static final Set<String> ENDED_WELL =
      Set.of(DeliveryStatus.DELIVERED.toString(), DeliveryStatus.NOTHING_TO_DO.toString());

  private record Item(UUID delivery, String status) {}

  private final JdbcClient jdbc;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  /** Says that a replay has been begun, once that is committed. */
  record Begun(UUID id) {}

  Replays(JdbcClient jdbc, NoArgGenerator ids, Clock clock, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.ids = ids;
    this.clock = clock;
    this.events = events;
  }

  /**
   * Begins to do something to what the filter finds now, the oldest first; what matches later is
   * not part of it.
   *
   * @param wanted the status that all of them have; one that has another when its turn comes, as it
   *     was delivered meanwhile, is left alone
   * @param what the filter in words, without what names a person
   */
  @Transactional
  public ReplayView begin(
      BulkAct act, Filter filter, DeliveryStatus wanted, String what, Actor actor) {
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
            INSERT INTO replay (id, act, what, wanted, operator, reason, state, total, delivered,
              failed, next_at, created_at)
            VALUES (:id, :act, :what, :wanted, :operator, :reason, :state, :total, 0, 0, :now, :now)
            """)
        .param("id", id)
        .param("act", act.toString())
        .param("state", act == BulkAct.REPLAY ? RUNNING : DISCARDING)
        .param("what", what.length() > LONGEST_WHAT ? what.substring(0, LONGEST_WHAT) : what)
        .param("wanted", wanted.toString())
        .param("operator", actor.name())
        .param("reason", actor.reason())
        .param("total", total)
        .param("now", SqlTime.of(clock.instant()))
        .update();
    events.publishEvent(new Begun(id));
    return find(id).orElseThrow();
  }

  public Optional<ReplayView> find(UUID id) {
    return jdbc.sql(SELECT + "WHERE id = :id").param("id", id).query(Replays::read).optional();
  }

  /** The latest, the newest first. */
  public List<ReplayView> last(int limit) {
    return jdbc.sql(SELECT + "ORDER BY created_at DESC, id DESC LIMIT :limit")
        .param("limit", limit)
        .query(Replays::read)
        .list();
  }

  /** Those that are not over. */
  List<UUID> running() {
    return jdbc.sql("SELECT id FROM replay WHERE state IN ('running', 'discarding')")
        .query(UUID.class)
        .list();
  }

  /** Takes the right to the next step of a replay, when that is due; one node gets it. */
  boolean takeStep(UUID replay, Duration untilNext) {
    Instant now = clock.instant();
    return jdbc.sql(
                """
                UPDATE replay SET next_at = :next
                WHERE id = :id AND state IN ('running', 'discarding') AND next_at <= :now
                """)
            .param("next", SqlTime.of(now.plus(untilNext)))
            .param("id", replay)
            .param("now", SqlTime.of(now))
            .update()
        == 1;
  }

  /** The status of the deliveries that a replay is for. */
  DeliveryStatus wanted(UUID replay) {
    return DeliveryStatus.of(
        jdbc.sql("SELECT wanted FROM replay WHERE id = :id")
            .param("id", replay)
            .query(String.class)
            .single());
  }

  /** What a run does to its deliveries. */
  BulkAct act(UUID replay) {
    return BulkAct.of(
        jdbc.sql("SELECT act FROM replay WHERE id = :id")
            .param("id", replay)
            .query(String.class)
            .single());
  }

  /** Counts those that were discarded, and those that were not as they had ended meanwhile. */
  void discarded(UUID replay, List<UUID> deliveries, int discarded) {
    update(
        "DELETE FROM replay_item WHERE replay_id = :replay AND delivery_id IN (:ids)",
        replay,
        deliveries);
    count(replay, discarded, deliveries.size() - discarded);
  }

  private void count(UUID replay, int well, int failed) {
    jdbc.sql(
            """
            UPDATE replay SET delivered = delivered + :delivered, failed = failed + :failed
            WHERE id = :id
            """)
        .param("delivered", well)
        .param("failed", failed)
        .param("id", replay)
        .update();
  }

  /** Counts those that have ended, and answers how many have not. */
  int settle(UUID replay) {
    List<Item> started =
        jdbc.sql(
                """
                SELECT i.delivery_id, d.status
                FROM replay_item i LEFT JOIN delivery d ON d.id = i.delivery_id
                WHERE i.replay_id = :replay AND i.started
                """)
            .param("replay", replay)
            .query((row, number) -> new Item(row.getObject(1, UUID.class), row.getString(2)))
            .list();
    List<UUID> ended = new ArrayList<>();
    int delivered = 0;
    for (Item item : started) {
      if (!"pending".equals(item.status())) {
        ended.add(item.delivery());
        delivered += ENDED_WELL.contains(String.valueOf(item.status())) ? 1 : 0;
      }
    }
    if (!ended.isEmpty()) {
      update(
          "DELETE FROM replay_item WHERE replay_id = :replay AND delivery_id IN (:ids)",
          replay,
          ended);
      count(replay, delivered, ended.size() - delivered);
    }
    return started.size() - ended.size();
  }

  /** Those that wait, the oldest first. */
  List<UUID> next(UUID replay, int limit) {
    return limit <= 0
        ? List.of()
        : jdbc.sql(
                """
                SELECT delivery_id FROM replay_item
                WHERE replay_id = :replay AND started = FALSE ORDER BY place LIMIT :limit
                """)
            .param("replay", replay)
            .param("limit", limit)
            .query(UUID.class)
            .list();
  }

  /** From now on these are under way. */
  void started(UUID replay, List<UUID> deliveries) {
    update(
        """
        UPDATE replay_item SET started = TRUE
        WHERE replay_id = :replay AND delivery_id IN (:ids)
        """,
        replay,
        deliveries);
  }

  private void update(String sql, UUID replay, List<UUID> deliveries) {
    jdbc.sql(sql).param("replay", replay).param("ids", deliveries).update();
  }

  /** All of it is done. */
  void finish(UUID replay) {
    jdbc.sql("UPDATE replay SET state = 'finished', finished_at = :now WHERE id = :id")
        .param("now", SqlTime.of(clock.instant()))
        .param("id", replay)
        .update();
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
                WHERE id = :id AND state IN ('running', 'discarding')
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

  /** Removes those that were over before this. */
  void removeFinishedBefore(Instant limit) {
    jdbc.sql("DELETE FROM replay WHERE finished_at < :limit")
        .param("limit", SqlTime.of(limit))
        .update();
  }

  private static ReplayView read(ResultSet row, int number) throws SQLException {
    return new ReplayView(
        row.getObject("id", UUID.class),
        row.getString("act"),
        row.getString("what"),
        row.getString("operator"),
        row.getString("reason"),
        row.getString("state").equals(DISCARDING) ? RUNNING : row.getString("state"),
        row.getInt("total"),
        row.getInt("delivered"),
        row.getInt("failed"),
        SqlTime.get(row, "created_at"),
        SqlTime.get(row, "finished_at"));
  }
}
