package org.idwiseroutes.outbox;

import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes the loops that look for the work of a consumer, as its options want them. */
@Component
class WorkLoops {

  private final Claims claims;
  private final DeliveryRepository deliveries;
  private final OwnWork own;
  private final LeasedAttempts leased;
  private final TransactedAttempts transacted;
  private final Settlement settlement;
  private final DestinationRepository destinations;
  private final Heartbeat heartbeat;
  private final Wakeups wakeups;
  private final Precedence precedence;
  private final OutboxProperties properties;
  private final Clock clock;

  WorkLoops(
      Claims claims,
      DeliveryRepository deliveries,
      OwnWork own,
      LeasedAttempts leased,
      TransactedAttempts transacted,
      Settlement settlement,
      DestinationRepository destinations,
      Heartbeat heartbeat,
      Wakeups wakeups,
      Precedence precedence,
      OutboxProperties properties,
      Clock clock) {
    this.claims = claims;
    this.deliveries = deliveries;
    this.own = own;
    this.leased = leased;
    this.transacted = transacted;
    this.settlement = settlement;
    this.destinations = destinations;
    this.heartbeat = heartbeat;
    this.wakeups = wakeups;
    this.precedence = precedence;
    this.properties = properties;
    this.clock = clock;
  }

  /** Those for its destination and for each partition; none runs yet. */
  List<WorkLoop> of(OutboxConsumer consumer) {
    OutboxEndpoint endpoint = consumer.getEndpoint();
    RouteParts parts = new RouteParts(endpoint.getCamelContext(), clock);
    BooleanSupplier mayBegin =
        () ->
            heartbeat.isHeard() && parts.areThere(consumer.getRouteId(), endpoint.getDestination());
    return endpoint.partitions().stream()
        .flatMap(
            partition ->
                works(consumer, partition, mayBegin)
                    .map(work -> loop(partition.getDestination(), work, mayBegin)))
        .toList();
  }

  private WorkLoop loop(String destination, Work work, BooleanSupplier mayBegin) {
    return new WorkLoop(
        destination, work, mayBegin, destinations, wakeups, precedence, properties, clock);
  }

  private Stream<Work> works(
      OutboxConsumer consumer, OutboxEndpoint partition, BooleanSupplier mayBegin) {
    if (partition.isTransacted()) {
      return IntStream.range(0, partition.getConcurrentConsumers())
          .mapToObj(number -> new TransactedWork(consumer, partition, transacted));
    }
    if (!partition.getBatchInterval().isZero()) {
      return Stream.of(new BatchedWork(consumer, partition, claims, leased, heartbeat));
    }
    return Stream.of(false, true)
        .map(
            urgentOnly ->
                new LeasedWork(
                    consumer,
                    partition,
                    claims,
                    deliveries,
                    own,
                    mayBegin,
                    leased,
                    settlement,
                    wakeups,
                    heartbeat,
                    urgentOnly));
  }
}
