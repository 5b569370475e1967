package org.idwiseroutes.outbox;

/**
 * Runs a route without I/O inside the claiming transaction, many deliveries per commit. When one
 * fails, or the commit does, as many go one by one, so that a failing one harms no neighbour.
 */
class TransactedWork implements Work {

  private static final int MOST_PER_COMMIT = 32;

  private final OutboxConsumer consumer;
  private final OutboxEndpoint endpoint;
  private final TransactedAttempts attempts;
  private int oneByOne;

  TransactedWork(OutboxConsumer consumer, OutboxEndpoint endpoint, TransactedAttempts attempts) {
    this.consumer = consumer;
    this.endpoint = endpoint;
    this.attempts = attempts;
  }

  @Override
  public int capacity() {
    return oneByOne > 0 ? 1 : MOST_PER_COMMIT;
  }

  @Override
  public String wakeup() {
    return endpoint.getDestination();
  }

  @Override
  public int run(int limit, boolean probe) {
    Due due = new Due(endpoint.getDestination(), false, probe);
    TransactedAttempts.Done done = attempts.run(consumer, due, limit);
    if (done.rolledBack() && limit > 1) {
      oneByOne = MOST_PER_COMMIT;
    } else {
      oneByOne = done.count() == 0 ? 0 : Math.max(0, oneByOne - 1);
    }
    return done.count();
  }
}
