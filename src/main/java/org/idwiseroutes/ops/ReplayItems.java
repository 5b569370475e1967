package org.idwiseroutes.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code replay_item}: what of a replay waits or is under way. */
@Component
class ReplayItems {

  private static final Set<String> ENDED_WELL =
      Set.of(DeliveryStatus.DELIVERED.toString(), DeliveryStatus.NOTHING_TO_DO.toString());

  private final JdbcClient jdbc;

  ReplayItems(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Item(UUID delivery, String status) {}

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
      jdbc.sql(
              """
              UPDATE replay SET delivered = delivered + :delivered, failed = failed + :failed
              WHERE id = :id
              """)
          .param("delivered", delivered)
          .param("failed", ended.size() - delivered)
          .param("id", replay)
          .update();
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
}
