package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.outbox.failure.Fault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the one attempt that a claim was for, of one delivery or of a batch, and writes down how it
 * ended.
 */
class LeasedAttempt {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedAttempt.class);
  private static final long SETTLE_AGAIN_MILLIS = 500;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final AttemptRunner runner;

  LeasedAttempt(OutboxEndpoint endpoint, OutboxServices services, AttemptRunner runner) {
    this.endpoint = endpoint;
    this.services = services;
    this.runner = runner;
  }

  /**
   * Does not begin after the lease. Whatever happens on the way is an end of the attempt, and it
   * never throws: what cannot be stored within the lease is due after it.
   */
  void run(Shared claimed, Instant leaseEnd, boolean probe) {
    try {
      if (services.clock().instant().isBefore(leaseEnd)) {
        for (Runnable settlement : endings(claimed, probe)) {
          settle(settlement, leaseEnd);
        }
      } else {
        warn("was not begun, its lease was over", claimed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      warn("has an end that could not be stored; it is tried again after its lease", claimed);
    } catch (Throwable e) {
      warn("has an end that could not be stored; it is tried again after its lease: " + e, claimed);
    }
  }

  /** Makes the attempt, unless there is to be none, and answers what to write down about it. */
  private List<Runnable> endings(Shared claimed, boolean probe) {
    Settlement settlement = services.settlement();
    List<Runnable> endings = new ArrayList<>();
    List<Delivery> tried = new ArrayList<>();
    for (Delivery delivery : claimed.deliveries()) {
      if (delivery.attempt() > endpoint.getMaxAttempts()) {
        endings.add(() -> settlement.settleLost(delivery));
      } else if (isOvertaken(delivery)) {
        endings.add(() -> settlement.supersede(delivery));
      } else {
        tried.add(delivery);
      }
    }
    if (!tried.isEmpty()) {
      endings.add(attempt(new Shared(tried, claimed.isBatch()), probe));
    } else if (probe) {
      endings.add(() -> giveProbeBack(claimed));
    }
    return endings;
  }

  private boolean isOvertaken(Delivery delivery) {
    return endpoint.isSupersede()
        && delivery.series() > 1
        && services.lanes().isOvertaken(delivery);
  }

  private Runnable attempt(Shared shared, boolean probe) {
    Settlement settlement = services.settlement();
    Attempt attempt;
    try {
      attempt = made(shared);
    } catch (NotAttemptedException stopping) {
      return () -> {
        settlement.giveBack(shared.deliveries());
        giveProbeBackIf(probe, shared);
      };
    }
    boolean told = attempt.failure() == null || attempt.failure().fault() != Fault.ROUTE;
    return () -> {
      settlement.settle(shared.deliveries(), attempt, endpoint.retryPolicy(), probe);
      giveProbeBackIf(probe && !told, shared);
    };
  }

  private Attempt made(Shared shared) {
    Instant begin = services.clock().instant();
    try {
      return runner.run(shared, endpoint.getAttemptTimeout());
    } catch (NotAttemptedException stopping) {
      throw stopping;
    } catch (RuntimeException | Error e) {
      return Attempt.of(
          begin,
          Duration.between(begin, services.clock().instant()),
          services.failures().of(e).in(services.secrets()::hide));
    }
  }

  /** When nothing is known of a held destination, the next delivery may probe it at once. */
  private void giveProbeBackIf(boolean untold, Shared claimed) {
    if (untold) {
      giveProbeBack(claimed);
    }
  }

  private void giveProbeBack(Shared claimed) {
    services.probes().giveBack(claimed.first().destination());
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
  private void settle(Runnable settlement, Instant leaseEnd) throws InterruptedException {
    while (true) {
      try {
        settlement.run();
        return;
      } catch (RuntimeException | Error e) {
        if (services.clock().instant().plusMillis(SETTLE_AGAIN_MILLIS).isAfter(leaseEnd)) {
          throw e;
        }
        Thread.sleep(SETTLE_AGAIN_MILLIS);
      }
    }
  }
}
