package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.List;

/**
 * Collects what has come within the interval and sends it through the route as one exchange, whose
 * body is the JSON array of all bodies. All share the end of that attempt.
 */
class BatchedWork implements Work {

  private static final int MOST_PER_BATCH = 500;

  private final OutboxConsumer consumer;
  private final OutboxEndpoint endpoint;
  private final Claims claims;
  private final LeasedAttempts attempts;
  private final Heartbeat heartbeat;

  BatchedWork(
      OutboxConsumer consumer,
      OutboxEndpoint endpoint,
      Claims claims,
      LeasedAttempts attempts,
      Heartbeat heartbeat) {
    this.consumer = consumer;
    this.endpoint = endpoint;
    this.claims = claims;
    this.attempts = attempts;
    this.heartbeat = heartbeat;
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
  public String wakeup() {
    return endpoint.getDestination();
  }

  @Override
  public int run(int limit, boolean probe) {
    Lease lease = heartbeat.lease(endpoint.lease());
    List<Delivery> batch =
        claims
            .claim(
                endpoint,
                new Due(endpoint.getDestination(), false, probe),
                probe ? MOST_PER_BATCH : limit)
            .deliveries();
    if (!batch.isEmpty()) {
      attempts.run(consumer, Shared.batch(batch), lease, probe, () -> {});
    }
    return batch.size();
  }
}
