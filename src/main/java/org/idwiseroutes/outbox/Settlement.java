package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  static final String DEAD_LETTER = "dead-letter";

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
  private static final int MOST_PER_COMMIT = 200;
  private static final int MOST_WAITING = 10_000;

  private final Endings endings;
  private final Deliveries deliveries;
  private final Destinations destinations;
  private final Wakeups wakeups;
  private final Variables json;
  private final OutboxMetrics metrics;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final GroupCommit<Ending, Boolean> successes;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Settlement(
      Endings endings,
      Deliveries deliveries,
      Destinations destinations,
      Wakeups wakeups,
      Variables json,
      OutboxMetrics metrics,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.endings = endings;
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.wakeups = wakeups;
    this.json = json;
    this.metrics = metrics;
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
   * Delivered, to be retried, or dead with a delivery to {@code dead-letter}; returns after the
   * commit.
   *
   * @param probe whether this was the one attempt that a held destination is granted
   */
  void settle(Delivery delivery, Attempt attempt, RetryPolicy policy, boolean probe) {
    if (attempt.failure() == null) {
      await(Ending.delivered(delivery, attempt));
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
    group.stream()
        .map(ending -> ending.delivery().destination())
        .distinct()
        .forEach(
            destination -> {
              destinations.succeeded(destination);
              wakeups.wakeHere(destination);
            });
    for (int i = 0; i < group.size(); i++) {
      report(group.get(i), counts.get(i));
    }
    return counts;
  }

  /** Ends a delivery whose last attempt got lost, without trying it once more. */
  void settleLost(Delivery delivery) {
    Failure failure = Attempt.lost(delivery.lostAt()).failure();
    Ending ending = new Ending(delivery.untried(), DeliveryStatus.DEAD, failure.text(), null, null);
    transaction.executeWithoutResult(status -> endFailed(ending, failure));
  }

  /** Ends a delivery that a later one of its lane has made untrue. */
  void supersede(Delivery delivery) {
    String reason = "a later delivery of its lane was delivered";
    await(new Ending(delivery.untried(), DeliveryStatus.SUPERSEDED, reason, null, null));
  }

  @PreDestroy
  void close() {
    successes.close();
  }

  private void await(Ending ending) {
    try {
      successes.submit(ending).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void settleFailed(Delivery delivery, Attempt attempt, RetryPolicy policy, boolean probe) {
    Failure failure = attempt.failure();
    boolean over = failure.permanent() || policy.isExhausted(delivery.attempt());
    Instant next =
        clock.instant().plus(policy.delay(delivery.attempt(), failure.retryAfter(), random));
    DeliveryStatus status = over ? DeliveryStatus.DEAD : DeliveryStatus.PENDING;
    if (endFailed(new Ending(delivery, status, failure.text(), next, attempt), failure)) {
      if (failure.ofDestination()) {
        destinations.failed(delivery.destination(), failure, probe);
      } else {
        destinations.succeeded(delivery.destination());
      }
    }
  }

  private boolean endFailed(Ending ending, Failure failure) {
    boolean counts = endings.end(List.of(ending)).get(0);
    if (counts && ending.status() == DeliveryStatus.DEAD) {
      addDeadLetter(ending.delivery(), failure);
    }
    wakeups.wakeHere(ending.delivery().destination());
    report(ending, counts);
    return counts;
  }

  /** A dead dead letter makes no further one; it shows in the API like any other. */
  private void addDeadLetter(Delivery delivery, Failure failure) {
    if (delivery.destination().equals(DEAD_LETTER)) {
      return;
    }
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("deliveryId", delivery.id());
    letter.put("destination", delivery.destination());
    letter.put("eventId", delivery.eventId());
    letter.put("attempts", delivery.attempt());
    letter.put("lastError", failure.text());
    letter.put("diedAt", clock.instant().toString());
    letter.put("variables", delivery.variables());
    String key = delivery.id() + "/" + delivery.series();
    deliveries.add(
        new NewDelivery(
            DEAD_LETTER, key, null, delivery.eventId(), json.write(letter), delivery.variables()));
  }

  private void report(Ending ending, boolean counts) {
    Delivery delivery = ending.delivery();
    if (!counts) {
      LOG.warn(
          "Delivery {} to {}: attempt {} ended after its lease had passed to another; its result is not counted",
          delivery.id(),
          delivery.destination(),
          delivery.attempt());
      return;
    }
    metrics.ended(ending);
    switch (ending.status()) {
      case DEAD ->
          LOG.error(
              "Delivery {} to {} is dead after attempt {}: {}",
              delivery.id(),
              delivery.destination(),
              delivery.attempt(),
              ending.lastError());
      case PENDING ->
          LOG.warn(
              "Delivery {} to {}: attempt {} failed, next at {}: {}",
              delivery.id(),
              delivery.destination(),
              delivery.attempt(),
              ending.nextAttemptAt(),
              ending.lastError());
      default ->
          LOG.debug(
              "Delivery {} to {} is {}", delivery.id(), delivery.destination(), ending.status());
    }
  }
}
