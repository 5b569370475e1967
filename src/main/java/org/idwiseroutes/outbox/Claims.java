package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes due deliveries for an attempt. */
@Component
class Claims {

  private static final String LEASE =
      """
      UPDATE delivery SET leased_by = :node, leased_until = :until, fence = fence + 1,
        attempts = attempts + 1
      WHERE id = ANY(:ids)
      """;

  private final JdbcClient jdbc;
  private final DueDeliveries due;
  private final Attempts attempts;
  private final Clock clock;
  private final Node node;

  Claims(JdbcClient jdbc, DueDeliveries due, Attempts attempts, Clock clock, Node node) {
    this.jdbc = jdbc;
    this.due = due;
    this.attempts = attempts;
    this.clock = clock;
    this.node = node;
  }

  /**
   * Claims due deliveries for one attempt each, under a lease and a new fencing token. The attempt
   * counts from here on, so that one which takes its node down with it is not tried for ever.
   */
  @Transactional
  public List<Delivery> claim(Due wanted, int limit, Duration lease) {
    Instant now = clock.instant();
    List<Delivery> claimed = due.lock(wanted, limit, now, 1);
    if (!claimed.isEmpty()) {
      claimed.stream()
          .filter(delivery -> delivery.lostNode() != null)
          .forEach(delivery -> attempts.recordLost(delivery, lease));
      lease(claimed, now.plus(lease));
    }
    return claimed;
  }

  /**
   * Locks due deliveries until the surrounding transaction ends, which must also end the attempts.
   */
  List<Delivery> lock(Due wanted, int limit) {
    return due.lock(wanted, limit, clock.instant(), 0);
  }

  private void lease(List<Delivery> claimed, Instant until) {
    jdbc.sql(LEASE)
        .param("node", node.name())
        .param("until", SqlTime.of(until))
        .param("ids", SqlArrays.ofIds(claimed.stream().map(Delivery::id)))
        .update();
  }
}
