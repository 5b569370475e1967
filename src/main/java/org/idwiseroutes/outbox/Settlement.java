package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.database.GroupCommit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes down how an attempt ended and what follows from it, in one transaction. Deliveries that
 * went through at the same time share theirs.
 *
 * <p>A claim that is no longer the latest changes nothing: whoever holds the later one decides.
 */
@Component
class Settlement {

  private static final int MOST_PER_COMMIT = 200;
  private static final int MOST_WAITING = 10_000;

  private final Endings endings;
  private final FailureAlerts alerts;
  private final Holds holds;
  private final Wakeups wakeups;
  private final EndingReports reports;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final GroupCommit<Ending, Boolean> successes;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Settlement(
      Endings endings,
      FailureAlerts alerts,
      Holds holds,
      Wakeups wakeups,
      EndingReports reports,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.endings = endings;
    this.alerts = alerts;
    this.holds = holds;
    this.wakeups = wakeups;
    this.reports = reports;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.successes =
        new GroupCommit<>(
            "settlement",
            MOST_PER_COMMIT,
            MOST_WAITING,
            group -> transaction.execute(status -> settleDelivered(group)));
  }

  /**
   * Delivered, to be retried, or dead, the first of its kind with a delivery to {@code
   * dead-letter}; returns after the commit.
   *
   * @param probe whether this was the one attempt that a held destination is granted
   */
  void settle(Delivery delivery, Attempt attempt, RetryPolicy policy, boolean probe) {
    if (attempt.failure() == null) {
      successes.commit(Ending.succeeded(delivery, attempt));
    } else {
      transaction.executeWithoutResult(status -> settleFailed(delivery, attempt, policy, probe));
    }
  }

  /** Makes claims undone for which no attempt was made: they are due at once, for any node. */
  void giveBack(List<Delivery> claimed) {
    transaction.executeWithoutResult(status -> endings.giveBack(claimed));
  }

  /** Ends deliveries that went through, in the surrounding transaction. */
  List<Boolean> settleDelivered(List<Ending> group) {
    List<Boolean> counts = endings.end(group);
    holds.succeeded(destinations(group.stream().filter(ending -> ending.attempt() != null)));
    destinations(group.stream()).forEach(wakeups::wakeHere);
    for (int i = 0; i < group.size(); i++) {
      reports.add(group.get(i), counts.get(i));
    }
    return counts;
  }

  private static Set<String> destinations(Stream<Ending> endings) {
    return endings.map(ending -> ending.delivery().destination()).collect(Collectors.toSet());
  }

  /** Ends a delivery whose last attempt got lost, without trying it once more. */
  void settleLost(Delivery delivery) {
    Failure failure = Attempt.lost(delivery.lostAt()).failure();
    Ending ending =
        new Ending(
            delivery.untried(), DeliveryStatus.DEAD, failure.text(), failure.group(), null, null);
    transaction.executeWithoutResult(status -> endFailed(ending, failure));
  }

  /** Ends a delivery that a later one of its lane has made untrue. */
  void supersede(Delivery delivery) {
    String reason = "a later delivery of its lane was delivered";
    successes.commit(
        new Ending(delivery.untried(), DeliveryStatus.SUPERSEDED, reason, null, null, null));
  }

  @PreDestroy
  void close() {
    successes.close();
  }

  private void settleFailed(Delivery delivery, Attempt attempt, RetryPolicy policy, boolean probe) {
    Failure failure = attempt.failure();
    boolean over = failure.permanent() || policy.isExhausted(delivery.attempt());
    Instant next =
        clock.instant().plus(policy.delay(delivery.attempt(), failure.retryAfter(), random));
    DeliveryStatus status = over ? DeliveryStatus.DEAD : DeliveryStatus.PENDING;
    if (endFailed(
        new Ending(delivery, status, failure.text(), failure.group(), next, attempt), failure)) {
      if (failure.ofDestination()) {
        holds.failed(delivery.destination(), failure, probe);
      } else {
        holds.succeeded(Set.of(delivery.destination()));
      }
    }
  }

  private boolean endFailed(Ending ending, Failure failure) {
    boolean counts = endings.end(List.of(ending)).get(0);
    if (counts && ending.status() == DeliveryStatus.DEAD) {
      alerts.died(ending.delivery(), failure);
    }
    wakeups.wakeHere(ending.delivery().destination());
    reports.add(ending, counts);
    return counts;
  }
}
