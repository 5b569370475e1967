package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.database.GroupCommit;
import org.idwiseroutes.outbox.failure.Failure;
import org.idwiseroutes.outbox.failure.Fault;
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

  private final DeliveryRepository deliveries;
  private final List<RefusalListener> refusals;
  private final Holds holds;
  private final Wakeups wakeups;
  private final EndingReports reports;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final GroupCommit<Ending, Boolean> successes;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Settlement(
      DeliveryRepository deliveries,
      List<RefusalListener> refusals,
      Holds holds,
      Wakeups wakeups,
      EndingReports reports,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.refusals = refusals;
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
   * Ends deliveries that shared an attempt, one or many: delivered, to be retried, or dead; returns
   * after the commit.
   *
   * @param probe whether this was the one attempt that a held destination is granted
   */
  void settle(List<Delivery> shared, Attempt attempt, RetryPolicy policy, boolean probe) {
    if (attempt.failure() == null) {
      shared.stream()
          .map(delivery -> successes.submit(Ending.succeeded(delivery, attempt)))
          .toList()
          .forEach(GroupCommit::await);
      return;
    }
    Instant next = next(shared, attempt.failure(), policy);
    transaction.executeWithoutResult(status -> settleFailed(shared, attempt, policy, next, probe));
  }

  private Instant next(List<Delivery> shared, Failure failure, RetryPolicy policy) {
    int attempts = shared.stream().mapToInt(Delivery::attempt).max().orElse(1);
    return clock.instant().plus(policy.delay(attempts, failure.retryAfter(), random));
  }

  /** Makes claims undone for which no attempt was made: they are due at once, for any node. */
  void giveBack(List<Delivery> claimed) {
    transaction.executeWithoutResult(
        status -> {
          deliveries.giveBack(claimed);
          claimed.stream().map(Delivery::destination).distinct().forEach(wakeups::wakeHere);
        });
  }

  /** Ends deliveries that went through, in the surrounding transaction. */
  List<Boolean> settleDelivered(List<Ending> group) {
    List<Boolean> counts = deliveries.end(group);
    holds.succeeded(destinations(group.stream().filter(ending -> ending.attempt() != null)));
    reports.add(group, counts);
    return counts;
  }

  private static Set<String> destinations(Stream<Ending> endings) {
    return endings.map(ending -> ending.delivery().destination()).collect(Collectors.toSet());
  }

  /** Ends a delivery whose last attempt got lost, without trying it once more. */
  void settleLost(Delivery delivery) {
    Failure failure = Failure.lost();
    Ending ending =
        new Ending(
            delivery.untried(), DeliveryStatus.DEAD, failure.text(), failure.group(), null, null);
    transaction.executeWithoutResult(status -> endFailed(List.of(ending), failure));
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

  private void settleFailed(
      List<Delivery> shared, Attempt attempt, RetryPolicy policy, Instant next, boolean probe) {
    Failure failure = attempt.failure();
    List<Ending> endings =
        shared.stream().map(delivery -> ending(delivery, attempt, policy, next)).toList();
    Set<String> destinations = destinations(endings.stream());
    if (endFailed(endings, failure)) {
      if (failure.fault() == Fault.DESTINATION) {
        List<UUID> ids = shared.stream().map(Delivery::id).toList();
        destinations.forEach(destination -> holds.failed(destination, ids, failure, probe));
      } else if (failure.showsThatTheDestinationWorks()) {
        holds.succeeded(destinations);
      }
    }
  }

  private static Ending ending(
      Delivery delivery, Attempt attempt, RetryPolicy policy, Instant next) {
    if (attempt.hasSucceeded()) {
      return Ending.succeeded(delivery, attempt);
    }
    Failure failure = attempt.failure();
    boolean over =
        failure.retry().isOverAfter(delivery.attempt()) || policy.isExhausted(delivery.attempt());
    return new Ending(
        delivery,
        over ? DeliveryStatus.DEAD : DeliveryStatus.PENDING,
        failure.text(),
        failure.group(),
        next,
        attempt);
  }

  private void wakeForRetry(Ending ending) {
    wakeups.wakeHereIn(
        ending.delivery().destination(), Duration.between(clock.instant(), ending.nextAttemptAt()));
  }

  /** Answers whether any of them counts. */
  private boolean endFailed(List<Ending> all, Failure failure) {
    List<Boolean> counts = deliveries.end(all);
    for (int i = 0; i < all.size(); i++) {
      Ending ending = all.get(i);
      if (counts.get(i) && ending.status() == DeliveryStatus.DELIVERED) {
        refusals.forEach(one -> one.refused(ending.delivery().destination(), failure));
      }
    }
    destinations(all.stream()).forEach(wakeups::wakeHere);
    all.stream().filter(one -> one.status() == DeliveryStatus.PENDING).forEach(this::wakeForRetry);
    reports.add(all, counts);
    return counts.contains(true);
  }
}
