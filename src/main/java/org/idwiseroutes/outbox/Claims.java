package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Claims due deliveries, at a destination with a rate no more than may begin now, over all nodes.
 * It is the generic cell rate algorithm (ITU-T I.371): the row of the destination says when the
 * next attempt may begin.
 */
@Component
class Claims {

  /** How much too early attempts may begin, so that several can share a claim. */
  private static final Duration TOLERANCE = Duration.ofMillis(100);

  private static final double NANOS = 1e9;

  private final DeliveryRepository deliveries;
  private final DestinationRepository destinations;
  private final Clock clock;

  Claims(DeliveryRepository deliveries, DestinationRepository destinations, Clock clock) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.clock = clock;
  }

  /**
   * What a claim got.
   *
   * @param refused whether the rate let nothing begin, whatever is due
   */
  record Claim(List<Delivery> deliveries, boolean refused) {}

  /** Claims at most so many for one attempt each, under the lease of the endpoint. */
  @Transactional
  public Claim claim(OutboxEndpoint endpoint, Due due, int limit) {
    double perSecond = endpoint.getRate();
    if (perSecond == 0) {
      return new Claim(deliveries.claim(due, limit, endpoint.lease()), false);
    }
    Instant now = clock.instant();
    Instant free = later(now, destinations.lockFreeAt(due.destination()));
    int granted = Math.min(limit, granted(now, free, perSecond));
    List<Delivery> claimed =
        granted == 0 ? List.of() : deliveries.claim(due, granted, endpoint.lease());
    if (!claimed.isEmpty()) {
      long nanos = (long) (claimed.size() * NANOS / perSecond);
      destinations.setFreeAt(due.destination(), free.plusNanos(nanos));
    }
    return new Claim(claimed, granted == 0);
  }

  /** How long no attempt may begin because of the rate. */
  Duration wait(OutboxEndpoint endpoint) {
    if (endpoint.getRate() == 0) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    return Duration.between(now, later(now, destinations.freeAt(endpoint.getDestination())));
  }

  private static int granted(Instant now, Instant free, double perSecond) {
    Duration early = Duration.between(free, now.plus(TOLERANCE));
    return early.isNegative() ? 0 : 1 + (int) (early.toNanos() * perSecond / NANOS);
  }

  private static Instant later(Instant now, Instant other) {
    return other == null || other.isBefore(now) ? now : other;
  }
}
