package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.idwiseroutes.outbox.failure.Failure;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a route without I/O inside the claiming transaction, many deliveries per commit. When one
 * fails, or the commit does, all of it is rolled back and as many go one by one, so that a failing
 * one harms no neighbour.
 */
class TransactedWork implements Work {

  private static final int MOST_PER_COMMIT = 32;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final AttemptRunner runner;
  private final TransactionTemplate transaction;
  private int oneByOne;
  private Delivery current;

  TransactedWork(OutboxEndpoint endpoint, OutboxServices services, AttemptRunner runner) {
    this.endpoint = endpoint;
    this.services = services;
    this.runner = runner;
    this.transaction = new TransactionTemplate(services.transactions());
  }

  @Override
  public int capacity() {
    return oneByOne > 0 ? 1 : MOST_PER_COMMIT;
  }

  @Override
  public String bell() {
    return endpoint.getDestination();
  }

  @Override
  public int run(int limit, boolean probe) {
    current = null;
    try {
      int done = transaction.execute(status -> runAll(limit, probe));
      oneByOne = done == 0 ? 0 : Math.max(0, oneByOne - 1);
      return done;
    } catch (RuntimeException | Error e) {
      if (current == null || e instanceof NotAttemptedException) {
        throw e;
      }
      if (limit == 1) {
        Failure failure =
            e instanceof RolledBackException rolledBack
                ? rolledBack.failure()
                : services.failures().of(e).in(services.secrets()::hide);
        Attempt failed = Attempt.of(services.clock().instant(), Duration.ZERO, failure);
        services.settlement().settle(List.of(current), failed, endpoint.retryPolicy(), probe);
        oneByOne = Math.max(0, oneByOne - 1);
      } else {
        oneByOne = MOST_PER_COMMIT;
      }
      return limit;
    }
  }

  /** In the order of lanes, so that two batches never lock journeys crosswise. */
  private int runAll(int limit, boolean probe) {
    List<Delivery> locked =
        services.claims().lock(new Due(endpoint.getDestination(), false, probe), limit).stream()
            .sorted(
                Comparator.comparing(
                    Delivery::lane, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    if (locked.isEmpty()) {
      return 0;
    }
    current = locked.get(0);
    services.buffer().open();
    services.preparations().forEach(preparation -> preparation.prepare(eventIds(locked)));
    List<Ending> endings = new ArrayList<>();
    for (Delivery delivery : locked) {
      current = delivery;
      Attempt attempt = runner.run(delivery);
      if (attempt.failure() != null) {
        throw new RolledBackException(attempt.failure());
      }
      endings.add(Ending.succeeded(delivery, attempt));
    }
    services.settlement().settleDelivered(endings);
    return locked.size();
  }

  private static List<java.util.UUID> eventIds(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::eventId).filter(Objects::nonNull).toList();
  }
}
