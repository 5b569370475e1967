package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
 * @param heartbeatInterval how often a node says that it is alive
 * @param deadAfter a node that was silent for so long is dead, and what it had is due again; at
 *     least three intervals
 * @param pollInterval how often is looked for due work of which nobody has told
 * @param holdAfter failures in a row, of any deliveries, after which a destination is held
 * @param maxProbeInterval longest wait between two probes of a held destination
 * @param giveWayAt how many requests wait to be stored when deciding and delivering give way
 * @param partitionBy the variable by whose value deliveries are told apart, see {@code partitions}
 * @param partitions by destination, the values of that variable that have a destination each: with
 *     {@code crm=acme}, deliveries to {@code outbox:crm} whose variable is {@code acme} go to the
 *     destination {@code crm.acme}, which the same route serves and which is held, paused and
 *     limited by itself
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
    Duration heartbeatInterval,
    Duration deadAfter,
    Duration pollInterval,
    int holdAfter,
    Duration maxProbeInterval,
    int giveWayAt,
    String partitionBy,
    Map<String, Set<String>> partitions) {

  public OutboxProperties {
    partitions = partitions == null ? Map.of() : Map.copyOf(partitions);
    partitions.forEach(
        (destination, values) -> {
          for (String value : values) {
            if (!value.matches("[a-z0-9][a-z0-9-]{0,62}")) {
              throw new IllegalArgumentException(
                  "idwise.outbox.partitions.%s names \"%s\": give lower-case letters, digits and hyphens"
                      .formatted(destination, value));
            }
          }
        });
    if (deadAfter.compareTo(heartbeatInterval.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "idwise.outbox.dead-after (%s) must be at least three times idwise.outbox.heartbeat-interval (%s): otherwise one beat that is late makes a node dead"
              .formatted(deadAfter, heartbeatInterval));
    }
    if (lease.compareTo(attemptTimeout) <= 0) {
      throw new IllegalArgumentException(
          "idwise.outbox.lease (%s) must be longer than idwise.outbox.attempt-timeout (%s): otherwise a second node would start while the first still tries"
              .formatted(lease, attemptTimeout));
    }
  }

  /** The names of a destination and of its partitions. */
  public List<String> namesOf(String destination) {
    return Stream.concat(
            Stream.of(destination),
            partitions.getOrDefault(destination, Set.of()).stream()
                .sorted()
                .map(value -> partition(destination, value)))
        .toList();
  }

  /** The destination, or that of its partitions which has this value; null for none. */
  String nameOf(String destination, String value) {
    return value != null && partitions.getOrDefault(destination, Set.of()).contains(value)
        ? partition(destination, value)
        : destination;
  }

  private static String partition(String destination, String value) {
    return destination + "." + value;
  }
}
