package org.idwiseroutes.outbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Defaults of all destinations ({@code idwise.outbox.*}); a consumer's URI may set its own.
 *
 * @param initialBackoff longest wait before the second attempt; doubles with each further one
 * @param maxBackoff where the doubling ends
 * @param maxAttempts attempts of one series before the delivery is dead
 * @param attemptTimeout when a running attempt is interrupted
 * @param concurrentConsumers attempts of one destination that run at once on one node
 * @param urgentConsumers the same for urgent deliveries, which the others try as well
 * @param lease how long a claim holds without news; must be longer than the attempt timeout
 * @param pollInterval how often due work is looked for when nothing woke the consumer
 * @param holdAfter failures in a row, of any deliveries, after which a destination is held
 * @param maxProbeInterval longest wait between two probes of a held destination
 * @param giveWayAt how many requests wait to be stored when deciding and delivering give way
 */
@ConfigurationProperties("idwise.outbox")
public record OutboxProperties(
    Duration initialBackoff,
    Duration maxBackoff,
    int maxAttempts,
    Duration attemptTimeout,
    int concurrentConsumers,
    int urgentConsumers,
    Duration lease,
    Duration pollInterval,
    int holdAfter,
    Duration maxProbeInterval,
    int giveWayAt) {

  public OutboxProperties {
    if (lease.compareTo(attemptTimeout) <= 0) {
      throw new IllegalArgumentException(
          "idwise.outbox.lease (%s) must be longer than idwise.outbox.attempt-timeout (%s): otherwise a second node would start while the first still tries"
              .formatted(lease, attemptTimeout));
    }
  }
}
