package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Collects what has come within the interval and sends it through the route as one exchange, whose
 * body is the JSON array of all bodies. All share the end of that attempt.
 */
class BatchedWork implements Work {

  private static final int MOST_PER_BATCH = 500;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final LeasedAttempt attempt;

  BatchedWork(OutboxEndpoint endpoint, OutboxServices services, AttemptRunner runner) {
    this.endpoint = endpoint;
    this.services = services;
    this.attempt = new LeasedAttempt(endpoint, services, runner);
  }

  @Override
  public int capacity() {
    return MOST_PER_BATCH;
  }

  @Override
  public Duration interval() {
    return endpoint.getBatchInterval();
  }

  @Override
  public String bell() {
    return endpoint.getDestination();
  }

  @Override
  public int run(int limit, boolean probe) {
    Instant leaseEnd = services.clock().instant().plus(endpoint.lease());
    List<Delivery> batch =
        services
            .claims()
            .claim(
                new Due(endpoint.getDestination(), false, probe),
                probe ? MOST_PER_BATCH : limit,
                endpoint.lease());
    if (!batch.isEmpty()) {
      attempt.run(Shared.batch(batch), leaseEnd, probe);
    }
    return batch.size();
  }
}
