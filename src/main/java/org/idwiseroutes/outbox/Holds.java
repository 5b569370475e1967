package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.failure.Failure;
import org.springframework.stereotype.Component;

/**
 * Holds a destination that fails different deliveries by its own fault, for all nodes: one attempt
 * at a time probes it, and the first that goes through ends the hold. One delivery that fails over
 * and over holds nobody.
 */
@Component
class Holds {

  private final DestinationRepository destinations;
  private final Wakeups wakeups;
  private final OutboxProperties properties;

  Holds(DestinationRepository destinations, Wakeups wakeups, OutboxProperties properties) {
    this.destinations = destinations;
    this.wakeups = wakeups;
    this.properties = properties;
  }

  /** Deliveries went through: these destinations work, whatever failed before. */
  void succeeded(Set<String> names) {
    if (!names.isEmpty()) {
      destinations.lockFailing(names).forEach(this::free);
    }
  }

  private void free(String name) {
    destinations.free(name);
    wakeups.wakeAllOf(name);
  }

  /**
   * Counts a failure by the destination's own fault; enough deliveries that failed so, and none
   * that went through in between, hold the destination, and so does the first failure that asks to
   * wait, for as long as it asks.
   *
   * @param shared the deliveries that shared the attempt: they are one failure
   * @param probe whether this was the one attempt that a held destination is granted; the failures
   *     of attempts that began before the hold change nothing about when the next probe goes out
   */
  void failed(String name, List<UUID> shared, Failure failure, boolean probe) {
    destinations.addFailure(name, shared);
    int failures = destinations.failures(name);
    if (probe) {
      int failed = destinations.failedProbes(name) + 1;
      destinations.keepHeld(name, failure.text(), failed, probeDelay(failed + 1, failure));
    } else if (failures >= properties.holdAfter() || !failure.retryAfter().isZero()) {
      destinations.hold(name, failure.text(), probeDelay(1, failure));
    }
  }

  private Duration probeDelay(int probe, Failure failure) {
    RetryPolicy probing =
        new RetryPolicy(properties.initialBackoff(), properties.maxProbeInterval(), 0);
    Duration ceiling = probing.ceiling(probe);
    return failure.retryAfter().compareTo(ceiling) > 0 ? failure.retryAfter() : ceiling;
  }
}
