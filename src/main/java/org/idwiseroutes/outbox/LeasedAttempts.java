package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.outbox.failure.Failures;
import org.idwiseroutes.outbox.failure.Fault;
import org.idwiseroutes.privacy.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the one attempt that a claim was for, of one delivery or of a batch, and writes down how it
 * ended. The entrance goes first: see {@link Precedence}.
 */
@Component
class LeasedAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedAttempts.class);
  private static final long SETTLE_AGAIN_MILLIS = 500;

  private final DeliveryRepository deliveries;
  private final DestinationRepository destinations;
  private final AttemptRunner runner;
  private final Failures failures;
  private final Secrets secrets;
  private final Settlement settlement;
  private final Heartbeat heartbeat;
  private final Precedence precedence;
  private final Clock clock;

  LeasedAttempts(
      DeliveryRepository deliveries,
      DestinationRepository destinations,
      AttemptRunner runner,
      Failures failures,
      Secrets secrets,
      Settlement settlement,
      Heartbeat heartbeat,
      Precedence precedence,
      Clock clock) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.runner = runner;
    this.failures = failures;
    this.secrets = secrets;
    this.settlement = settlement;
    this.heartbeat = heartbeat;
    this.precedence = precedence;
    this.clock = clock;
  }

  /**
   * Does not begin after the lease, nor when others may have taken this node for dead since it was
   * made. Whatever happens on the way is an end of the attempt, and it never throws: what cannot be
   * stored within the lease is due after it.
   *
   * @param ended is run once the end is stored
   */
  void run(OutboxConsumer consumer, Shared claimed, Lease lease, boolean probe, Runnable ended) {
    Instant begin = clock.instant();
    try {
      for (Runnable ending : endings(consumer, claimed, lease, probe)) {
        settle(ending, lease.end());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warn("has an end that could not be stored; it is tried again after its lease", claimed);
    } catch (Throwable e) {
      warn("has an end that could not be stored; it is tried again after its lease: " + e, claimed);
    } finally {
      ended.run();
      giveWay(begin);
    }
  }

  /**
   * Takes claims back for which nothing was tried, or that may not have been made; keeps trying for
   * as long as the lease lasts.
   */
  void giveBack(List<Delivery> claimed, Lease lease) {
    try {
      settle(() -> settlement.giveBack(claimed), lease.end());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("{} deliveries are tried after their lease: {}", claimed.size(), e.toString());
    }
  }

  private void giveWay(Instant begin) {
    try {
      Duration work = Duration.between(begin, clock.instant());
      TimeUnit.NANOSECONDS.sleep(precedence.pauseAfterAttempt(work).toNanos());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes the attempt, unless there is to be none, and answers what to write down about it. */
  private List<Runnable> endings(
      OutboxConsumer consumer, Shared claimed, Lease lease, boolean probe) {
    OutboxEndpoint endpoint = consumer.getEndpoint();
    List<Runnable> endings = new ArrayList<>();
    List<Delivery> tried = new ArrayList<>();
    for (Delivery delivery : claimed.deliveries()) {
      if (delivery.attempt() > endpoint.getMaxAttempts()) {
        endings.add(() -> settlement.settleLost(delivery));
      } else if (isOvertaken(endpoint, delivery)) {
        endings.add(() -> settlement.supersede(delivery));
      } else {
        tried.add(delivery);
      }
    }
    if (!tried.isEmpty()) {
      endings.add(attempt(consumer, new Shared(tried, claimed.isBatch()), lease, probe));
    } else if (probe) {
      endings.add(() -> giveProbeBack(claimed));
    }
    return endings;
  }

  private boolean isOvertaken(OutboxEndpoint endpoint, Delivery delivery) {
    return endpoint.isSupersede() && delivery.series() > 1 && deliveries.isOvertaken(delivery);
  }

  private Runnable attempt(OutboxConsumer consumer, Shared shared, Lease lease, boolean probe) {
    Attempt attempt;
    try {
      if (!heartbeat.holds(lease)) {
        warn("is not begun, it may belong to another node by now", shared);
        return () -> giveBack(shared, probe);
      }
      attempt = made(consumer, shared);
    } catch (NotAttemptedException stopping) {
      return () -> giveBack(shared, probe);
    }
    boolean told = attempt.failure() == null || attempt.failure().fault() != Fault.ROUTE;
    return () -> {
      settlement.settle(shared.deliveries(), attempt, consumer.getEndpoint().retryPolicy(), probe);
      giveProbeBackIf(probe && !told, shared);
    };
  }

  private void giveBack(Shared shared, boolean probe) {
    settlement.giveBack(shared.deliveries());
    giveProbeBackIf(probe, shared);
  }

  private Attempt made(OutboxConsumer consumer, Shared shared) {
    Instant begin = clock.instant();
    try {
      return runner.run(consumer, shared, consumer.getEndpoint().getAttemptTimeout());
    } catch (NotAttemptedException stopping) {
      throw stopping;
    } catch (RuntimeException | Error e) {
      return Attempt.of(
          begin, Duration.between(begin, clock.instant()), failures.of(e).in(secrets::hide));
    }
  }

  /** When nothing is known of a held destination, the next delivery may probe it at once. */
  private void giveProbeBackIf(boolean untold, Shared claimed) {
    if (untold) {
      giveProbeBack(claimed);
    }
  }

  private void giveProbeBack(Shared claimed) {
    destinations.giveProbeBack(claimed.first().destination());
  }

  private static void warn(String what, Shared claimed) {
    Delivery first = claimed.first();
    LOG.warn(
        "Delivery {} to {}{}: attempt {} {}",
        first.id(),
        first.destination(),
        claimed.isBatch() ? " and %d more".formatted(claimed.deliveries().size() - 1) : "",
        first.attempt(),
        what);
  }

  /** The outcome of a call is dear: keeps trying to store it for as long as the lease lasts. */
  private void settle(Runnable ending, Instant leaseEnd) throws InterruptedException {
    while (true) {
      try {
        ending.run();
        return;
      } catch (RuntimeException | Error e) {
        if (clock.instant().plusMillis(SETTLE_AGAIN_MILLIS).isAfter(leaseEnd)) {
          throw e;
        }
        Thread.sleep(SETTLE_AGAIN_MILLIS);
      }
    }
  }
}
