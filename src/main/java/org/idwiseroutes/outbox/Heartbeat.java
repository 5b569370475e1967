package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.DatabaseClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says that this node is alive, and frees what belongs to nodes that are not: their deliveries are
 * due at once, under a new fencing token. A node that nobody has heard of for {@code
 * idwise.outbox.dead-after} is dead, and so is one on the same machine whose process is gone.
 *
 * <p>Who has been silent with all others, as when the database was away, is no judge: a node frees
 * by silence only after it has itself been heard of all the time for as long.
 */
@Component
class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final NodeRepository nodes;
  private final DeliveryRepository deliveries;
  private final Node node;
  private final DatabaseClock clock;
  private final Wakeups wakeups;
  private final Duration interval;
  private final Duration deadAfter;
  private final TransactionTemplate transaction;

  /** When this node was last heard of: by the processor's counter, and by the machine's clock. */
  private record Heard(long nanos, long millis) {}

  private volatile boolean alone;
  private volatile Heard heard;
  private long steadySince;

  Heartbeat(
      NodeRepository nodes,
      DeliveryRepository deliveries,
      Node node,
      DatabaseClock clock,
      Wakeups wakeups,
      OutboxProperties properties,
      PlatformTransactionManager transactions) {
    this.nodes = nodes;
    this.deliveries = deliveries;
    this.node = node;
    this.clock = clock;
    this.wakeups = wakeups;
    this.interval = properties.heartbeatInterval();
    this.deadAfter = properties.deadAfter();
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Whether no other node can have taken this one for dead. If not, it is to begin nothing: what it
   * has may belong to another by now. A machine that was suspended shows only in its clock.
   */
  boolean isHeard() {
    if (alone) {
      return true;
    }
    Heard last = heard;
    Duration most = deadAfter.minus(interval);
    return last != null
        && System.nanoTime() - last.nanos() < most.toNanos()
        && System.currentTimeMillis() - last.millis() < most.toMillis();
  }

  /** There are no other nodes: what one before this has left is due. */
  void alone() {
    free(deliveries.leasedByOthers());
    alone = true;
  }

  /** Once in every {@code idwise.outbox.heartbeat-interval}, on a connection of its own. */
  void beat(JdbcClient own) {
    Heard now = new Heard(System.nanoTime(), System.currentTimeMillis());
    Instant time = nodes.hear(own).orElseGet(() -> registered(own));
    boolean late =
        heard == null || now.nanos() - heard.nanos() > interval.multipliedBy(2).toNanos();
    steadySince = late ? now.nanos() : steadySince;
    heard = now;
    clock.set(time, now.nanos());
    boolean isJudge = now.nanos() - steadySince >= deadAfter.toNanos();
    for (NodeRepository.Other other : nodes.others(own, deadAfter)) {
      if (isJudge && other.isSilent() || isGone(other)) {
        remove(other);
      }
    }
  }

  private Instant registered(JdbcClient own) {
    if (heard != null) {
      LOG.warn(
          "This node was not heard of for {} s and taken for dead; others have what it had",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - heard.nanos()));
    }
    return nodes.register(own);
  }

  private boolean isGone(NodeRepository.Other other) {
    return other.machine() != null
        && other.machine().equals(node.machine())
        && Node.isGone(other.pid(), other.processBeganAt());
  }

  private void remove(NodeRepository.Other other) {
    try {
      Integer freed =
          transaction.execute(
              status -> nodes.remove(other) ? free(deliveries.leasedBy(other.name())) : null);
      if (freed != null) {
        LOG.warn(
            "The node {} is {}: {} deliveries that it had are due again",
            other.name(),
            other.isSilent() ? "silent" : "gone",
            freed);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("The node {} is looked at again in a moment", other.name(), e);
    }
  }

  private int free(List<DeliveryRepository.Leased> leased) {
    deliveries.free(leased.stream().map(DeliveryRepository.Leased::id).toList());
    leased.stream()
        .map(DeliveryRepository.Leased::destination)
        .distinct()
        .forEach(wakeups::wakeAll);
    return leased.size();
  }

  /** This node ends: nobody has to wait until it has been silent for long enough. */
  void goodbye() {
    transaction.executeWithoutResult(
        status -> {
          free(deliveries.leasedBy(node.name()));
          nodes.removeThis();
        });
  }
}
