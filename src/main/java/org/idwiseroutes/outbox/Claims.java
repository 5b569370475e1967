package org.idwiseroutes.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.database.Plans;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes due deliveries for an attempt. */
@Component
class Claims {

  /**
   * Due deliveries, of each lane only the first: one that waits for a retry keeps its followers
   * waiting. A claimed row is due again when its lease ends, which is how the work of a node that
   * died comes back; no index has to know of the lease. The lane's head is asked for as a value and
   * not as an anti-join, which may be planned as a join of all that is pending with itself, and as
   * the first in order and not as a minimum, for which any index on pending deliveries could be
   * read as a whole: only that of the lanes is in this order.
   */
  private static final String DUE =
      """
      SELECT d.id, d.lane, d.event_id, d.body, d.variables, d.series, d.attempts, d.fence,
             d.leased_by, d.leased_until
      FROM delivery d
      WHERE d.destination = :destination AND d.status = 'pending' AND d.next_attempt_at <= :now
        AND (d.leased_until IS NULL OR d.leased_until <= :now)
        AND (d.lane IS NULL OR d.turn = (
          SELECT e.turn FROM delivery e
          WHERE e.lane = d.lane AND e.status = 'pending' ORDER BY e.turn LIMIT 1))
        %s
      ORDER BY d.next_attempt_at, d.turn
      LIMIT :limit
      FOR UPDATE SKIP LOCKED
      """;

  private static final String DUE_OF_ALL = DUE.formatted("");
  private static final String DUE_AND_URGENT = DUE.formatted("AND d.urgent");

  private static final String LEASE =
      """
      UPDATE delivery SET leased_by = :node, leased_until = :until, fence = :fence,
        attempts = :attempt
      WHERE id = :id
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batch;
  private final Variables variables;
  private final Endings endings;
  private final Plans plans;
  private final Clock clock;
  private final Node node;

  Claims(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batch,
      Variables variables,
      Endings endings,
      Plans plans,
      Clock clock,
      Node node) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.variables = variables;
    this.endings = endings;
    this.plans = plans;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Claims due deliveries for one attempt each, under a lease and a new fencing token. The attempt
   * counts from here on, so that one which takes its node down with it is not tried for ever.
   */
  @Transactional
  public List<Delivery> claim(String destination, boolean urgentOnly, int limit, Duration lease) {
    Instant now = clock.instant();
    List<Delivery> due = due(destination, urgentOnly, limit, now, 1);
    due.stream().filter(delivery -> delivery.lostNode() != null).forEach(endings::recordLost);
    batch.batchUpdate(
        LEASE,
        due.stream()
            .map(delivery -> lease(delivery, now.plus(lease)))
            .toArray(SqlParameterSource[]::new));
    return due;
  }

  /**
   * Locks due deliveries until the surrounding transaction ends, which must also end the attempts.
   */
  List<Delivery> lock(String destination, int limit) {
    return due(destination, false, limit, clock.instant(), 0);
  }

  private SqlParameterSource lease(Delivery delivery, Instant until) {
    return new MapSqlParameterSource()
        .addValue("node", node.name())
        .addValue("until", SqlTime.of(until))
        .addValue("fence", delivery.fence())
        .addValue("attempt", delivery.attempt())
        .addValue("id", delivery.id());
  }

  private List<Delivery> due(
      String destination, boolean urgentOnly, int limit, Instant now, int fenceStep) {
    plans.inIndexOrder();
    return jdbc.sql(urgentOnly ? DUE_AND_URGENT : DUE_OF_ALL)
        .param("destination", destination)
        .param("now", SqlTime.of(now))
        .param("limit", limit)
        .query((row, number) -> read(destination, row, fenceStep))
        .list();
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
}
