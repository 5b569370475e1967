package org.idwiseroutes.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Collects what has come within the interval and sends it through the route as one exchange, whose
 * body is the JSON array of all bodies. All share the end of that attempt.
 */
class BatchedWork implements Work {

  private static final int MOST_PER_BATCH = 500;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final AttemptRunner runner;

  BatchedWork(OutboxEndpoint endpoint, OutboxServices services, AttemptRunner runner) {
    this.endpoint = endpoint;
    this.services = services;
    this.runner = runner;
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
    List<Delivery> batch =
        services
            .claims()
            .claim(new Due(endpoint.getDestination(), false, probe), limit, endpoint.lease());
    if (!batch.isEmpty()) {
      attempt(batch, probe);
    }
    return batch.size();
  }

  private void attempt(List<Delivery> batch, boolean probe) {
    try {
      Attempt attempt =
          runner.run(
              bodies(batch), Map.of(), batch.get(0), identity(batch), endpoint.getAttemptTimeout());
      RetryPolicy policy = endpoint.retryPolicy();
      batch.forEach(delivery -> services.settlement().settle(delivery, attempt, policy, probe));
    } catch (NotAttemptedException stopping) {
      services.settlement().giveBack(batch);
    }
  }

  private static String bodies(List<Delivery> batch) {
    return batch.stream().map(Delivery::body).collect(Collectors.joining(",", "[", "]"));
  }

  /** The same deliveries together have the same identity on every attempt. */
  private static UUID identity(List<Delivery> batch) {
    String ids =
        batch.stream()
            .map(delivery -> delivery.id().toString())
            .sorted()
            .collect(Collectors.joining());
    return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8));
  }
}
