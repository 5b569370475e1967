package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a route without I/O inside the claiming transaction, many deliveries per commit. A failed
 * one is rolled back to its own savepoint and harms no neighbour; when the commit itself fails, the
 * next deliveries go one by one until one has gone through.
 */
class TransactedWork implements Work {

  private static final int MOST_PER_COMMIT = 100;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final AttemptRunner runner;
  private final TransactionTemplate transaction;
  private int capacity = MOST_PER_COMMIT;
  private Delivery current;

  TransactedWork(OutboxEndpoint endpoint, OutboxServices services, AttemptRunner runner) {
    this.endpoint = endpoint;
    this.services = services;
    this.runner = runner;
    this.transaction = new TransactionTemplate(services.transactions());
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int run(int limit, boolean probe) {
    current = null;
    try {
      int done = transaction.execute(status -> runAll(limit, probe, status));
      capacity = MOST_PER_COMMIT;
      return done;
    } catch (RuntimeException | Error e) {
      if (limit == 1 && current != null) {
        Attempt failed =
            Attempt.of(services.clock().instant(), Duration.ZERO, Failure.of(e, services.clock()));
        services.settlement().settle(current, failed, endpoint.retryPolicy(), probe);
      }
      capacity = 1;
      throw e;
    }
  }

  /** In the order of lanes, so that two batches never lock journeys crosswise. */
  private int runAll(int limit, boolean probe, TransactionStatus status) {
    List<Delivery> locked = services.deliveries().lock(endpoint.getDestination(), limit);
    locked.stream()
        .sorted(
            Comparator.comparing(Delivery::lane, Comparator.nullsLast(Comparator.naturalOrder())))
        .forEach(delivery -> runOne(delivery, probe, status));
    return locked.size();
  }

  private void runOne(Delivery delivery, boolean probe, TransactionStatus status) {
    current = delivery;
    Object savepoint = status.createSavepoint();
    Attempt attempt = runner.run(delivery);
    if (attempt.failure() != null) {
      status.rollbackToSavepoint(savepoint);
    }
    status.releaseSavepoint(savepoint);
    services.settlement().settle(delivery, attempt, endpoint.retryPolicy(), probe);
  }
}
