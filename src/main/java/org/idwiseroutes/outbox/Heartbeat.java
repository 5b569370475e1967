package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
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
  private final Set<String> removing = ConcurrentHashMap.newKeySet();

  /** What takes long, so that the beats never do. */
  private final ExecutorService removals =
      Executors.newSingleThreadExecutor(
          BasicThreadFactory.builder().namingPattern("node-removals").daemon().build());

  /** When this node was last heard of: by the processor's counter, and by the machine's clock. */
  private record Heard(long nanos, long millis) {}

  private volatile boolean alone;
  private volatile boolean ended;
  private volatile Heard heard;
  private volatile long era;
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

  /** Counts the times in which this node was heard of without a gap. */
  long era() {
    return era;
  }

  /** For how long a claim holds that is made now; to be asked for before it is made. */
  Lease lease(Duration longest) {
    return new Lease(clock.instant().plus(longest), era);
  }

  /** Whether a claim is still this node's for certain. */
  boolean holds(Lease lease) {
    return isHeard() && lease.era() == era && clock.instant().isBefore(lease.end());
  }

  /** There are no other nodes: what one before this has left is due. */
  void alone() {
    free(deliveries.leasedByOthers());
    alone = true;
  }

  /** Once in every {@code idwise.outbox.heartbeat-interval}, on a connection of its own. */
  void beat(JdbcClient own) {
    Heard begin = new Heard(System.nanoTime(), System.currentTimeMillis());
    NodeRepository.Beat beat = nodes.beat(own, deadAfter).or(() -> register(own)).orElseThrow();
    long end = System.nanoTime();
    clock.set(beat.time(), begin.nanos(), end);
    Heard last = heard;
    boolean gap =
        last == null || end - last.nanos() > interval.multipliedBy(2).toNanos() || !isHeard();
    if (gap) {
      steadySince = end;
      era++;
    }
    heard = begin;
    boolean isJudge = !gap && end - steadySince >= deadAfter.toNanos();
    for (NodeRepository.Other other : beat.others()) {
      if (isJudge && other.isSilent() || isGone(other)) {
        beginToRemove(other);
      }
    }
  }

  private Optional<NodeRepository.Beat> register(JdbcClient own) {
    if (ended) {
      throw new IllegalStateException("This node has ended");
    }
    if (heard != null) {
      LOG.warn(
          "This node was not heard of for {} s and taken for dead; others have what it had",
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - heard.nanos()));
      era++;
    }
    nodes.register(own);
    return nodes.beat(own, deadAfter);
  }

  private boolean isGone(NodeRepository.Other other) {
    return other.machine() != null
        && other.machine().equals(node.machine())
        && Node.isGone(other.pid(), other.processStart());
  }

  private void beginToRemove(NodeRepository.Other other) {
    if (removing.add(other.name())) {
      try {
        removals.execute(() -> remove(other));
      } catch (RejectedExecutionException stopping) {
        removing.remove(other.name());
      }
    }
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
    } finally {
      removing.remove(other.name());
    }
  }

  private int free(List<DeliveryRepository.Leased> leased) {
    int freed = deliveries.free(leased);
    leased.stream()
        .map(DeliveryRepository.Leased::destination)
        .distinct()
        .forEach(wakeups::wakeAllOf);
    return freed;
  }

  /** This node ends: nobody has to wait until it has been silent for long enough. */
  void goodbye() {
    ended = true;
    transaction.executeWithoutResult(
        status -> {
          free(deliveries.leasedBy(node.name()));
          nodes.removeThis();
        });
  }

  @PreDestroy
  void close() {
    removals.shutdownNow();
  }
}
