package org.idwiseroutes.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.Plans;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds and locks due deliveries, in the order in which they became due. */
@Component
class DueDeliveries {

  /**
   * Due deliveries, of each lane only the first: one that waits for a retry keeps its followers
   * waiting. A claimed row is due again when its lease ends, which is how the work of a node that
   * died comes back; no index has to know of the lease. The lane's head is asked for as a value and
   * not as an anti-join, which may be planned as a join of all that is pending with itself, and as
   * the first in order and not as a minimum, for which any index on pending deliveries could be
   * read as a whole: only that of the lanes is in this order.
   *
   * <p>Whether the destination is paused or held is asked once, in the same statement: a claim for
   * all that is due sees a pause that was committed before it.
   */
  private static final String DUE =
      """
      SELECT d.id, d.lane, d.event_id, d.body, d.variables, d.series, d.attempts, d.fence,
             d.leased_by, d.leased_until, d.next_attempt_at
      FROM delivery d
      WHERE d.destination = :destination AND d.status = 'pending'
        AND d.next_attempt_at >= :from AND d.next_attempt_at <= :now
        AND (d.leased_until IS NULL OR d.leased_until <= :now)
        AND (d.lane IS NULL OR d.turn = (
          SELECT e.turn FROM delivery e
          WHERE e.lane = d.lane AND e.status = 'pending' ORDER BY e.turn LIMIT 1))
        %s
      ORDER BY d.next_attempt_at, d.turn
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  private static final String IF_OPEN =
      """
      AND NOT EXISTS (SELECT 1 FROM destination s WHERE s.name = :destination
        AND (s.paused_at IS NOT NULL OR s.held_since IS NOT NULL))
      """;

  private final JdbcClient jdbc;
  private final Variables variables;
  private final Plans plans;
  private final Beginnings beginnings;

  DueDeliveries(JdbcClient jdbc, Variables variables, Plans plans, Beginnings beginnings) {
    this.jdbc = jdbc;
    this.variables = variables;
    this.plans = plans;
    this.beginnings = beginnings;
  }

  /**
   * Locks what is due until the surrounding transaction ends.
   *
   * @param fenceStep by how much the claim that is made of it raises the fencing token
   */
  List<Delivery> lock(Due due, int limit, Instant now, int fenceStep) {
    plans.inIndexOrder();
    Instant from = beginnings.of(due);
    List<Found> found = find(due, from, limit, now, fenceStep);
    if (found.size() < limit && !from.equals(Beginnings.OF_ALL)) {
      from = Beginnings.OF_ALL;
      found = find(due, from, limit, now, fenceStep);
    }
    if (found.size() < limit) {
      beginnings.tooFew(due);
    } else {
      beginnings.enough(due, from, found.get(0).nextAttemptAt());
    }
    return found.stream().map(Found::delivery).toList();
  }

  private List<Found> find(Due due, Instant from, int limit, Instant now, int fenceStep) {
    return jdbc.sql(sql(due))
        .param("destination", due.destination())
        .param("from", SqlTime.of(from))
        .param("now", SqlTime.of(now))
        .param("limit", limit)
        .query(
            (row, number) ->
                new Found(
                    read(due.destination(), row, fenceStep), SqlTime.get(row, "next_attempt_at")))
        .list();
  }

  private static String sql(Due due) {
    return DUE.formatted((due.urgentOnly() ? "AND d.urgent " : "") + (due.probe() ? "" : IF_OPEN));
  }

  private Delivery read(String destination, ResultSet row, int fenceStep) throws SQLException {
    return new Delivery(
        row.getObject("id", UUID.class),
        destination,
        StoredLane.read(destination, row.getString("lane")),
        row.getObject("event_id", UUID.class),
        row.getString("body"),
        variables.read(row.getString("variables")),
        row.getInt("series"),
        row.getInt("attempts") + 1,
        row.getLong("fence") + fenceStep,
        row.getString("leased_by"),
        SqlTime.get(row, "leased_until"));
  }

  private record Found(Delivery delivery, Instant nextAttemptAt) {}
}
