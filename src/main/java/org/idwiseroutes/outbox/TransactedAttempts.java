package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.idwiseroutes.database.SqlBuffer;
import org.idwiseroutes.outbox.failure.Failure;
import org.idwiseroutes.outbox.failure.Failures;
import org.idwiseroutes.privacy.Secrets;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes attempts of a route without I/O, with the claim and the end in one transaction. When one of
 * several fails, or the commit does, all of it is rolled back; one alone that fails is ended as
 * failed.
 */
@Component
class TransactedAttempts {

  /**
   * What came of it.
   *
   * @param count how many were claimed
   * @param rolledBack whether something failed
   */
  record Done(int count, boolean rolledBack) {}

  /** Of all bodies that one transaction adds; the last event may add some more. */
  private static final long MOST_CHARACTERS = 1 << 20;

  private final DeliveryRepository deliveries;
  private final AttemptRunner runner;
  private final Failures failures;
  private final Secrets secrets;
  private final Settlement settlement;
  private final Wakeups wakeups;
  private final SqlBuffer buffer;
  private final List<Preparation> preparations;
  private final Clock clock;
  private final TransactionTemplate transaction;

  TransactedAttempts(
      DeliveryRepository deliveries,
      AttemptRunner runner,
      Failures failures,
      Secrets secrets,
      Settlement settlement,
      Wakeups wakeups,
      SqlBuffer buffer,
      List<Preparation> preparations,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.runner = runner;
    this.failures = failures;
    this.secrets = secrets;
    this.settlement = settlement;
    this.wakeups = wakeups;
    this.buffer = buffer;
    this.preparations = preparations;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Tries at most so many; throws what went wrong before any was tried. */
  Done run(OutboxConsumer consumer, Due due, int limit) {
    Progress progress = new Progress();
    try {
      int count = transaction.execute(status -> runAll(consumer, due, limit, progress));
      return new Done(count, false);
    } catch (RuntimeException | Error e) {
      if (progress.current == null || e instanceof NotAttemptedException) {
        throw e;
      }
      if (limit == 1) {
        Attempt failed = Attempt.of(clock.instant(), Duration.ZERO, failure(e));
        RetryPolicy policy = consumer.getEndpoint().retryPolicy();
        settlement.settle(List.of(progress.current), failed, policy, due.probe());
      }
      return new Done(limit, true);
    }
  }

  private Failure failure(Throwable thrown) {
    return thrown instanceof RolledBackException rolledBack
        ? rolledBack.failure()
        : failures.of(thrown).in(secrets::hide);
  }

  /**
   * In the order in which they came: what they add may share a lane, as the journeys of a person do
   * in a CRM. The embedded database writes a transaction in one piece, which it holds in memory
   * twice: what would make that large is left for the next one.
   *
   * @return how many were tried; so many as were wanted when more are left
   */
  private int runAll(OutboxConsumer consumer, Due due, int limit, Progress progress) {
    long news = wakeups.newsOf(due.destination());
    List<Delivery> locked = deliveries.lock(due, limit);
    if (locked.isEmpty()) {
      return 0;
    }
    progress.current = locked.get(0);
    buffer.open();
    preparations.forEach(preparation -> preparation.prepare(eventIds(locked)));
    List<Ending> endings = new ArrayList<>();
    for (Delivery delivery : locked) {
      if (buffer.weight() > MOST_CHARACTERS) {
        break;
      }
      progress.current = delivery;
      Attempt attempt = runner.run(consumer, delivery);
      if (attempt.failure() != null) {
        throw new RolledBackException(attempt.failure());
      }
      endings.add(Ending.succeeded(delivery, attempt));
    }
    settlement.settleDelivered(endings);
    List<Delivery> done = locked.subList(0, endings.size());
    wakeups.wakeHereForFollowers(due.destination(), done, news);
    return done.size() < locked.size() ? limit : done.size();
  }

  private static List<UUID> eventIds(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::eventId).filter(Objects::nonNull).toList();
  }

  private static final class Progress {

    private Delivery current;
  }
}
