package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the one attempt that a claim was for, and writes down how it ended. */
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

  /** Does not begin after the lease, and never throws: what is not settled is due after it. */
  void run(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      if (services.clock().instant().isBefore(leaseEnd)) {
        settle(ending(delivery, probe), leaseEnd);
      } else {
        warn("was not begun, its lease was over", delivery);
      }
    } catch (RuntimeException | InterruptedException e) {
      warn(
          "has an end that could not be stored; it is tried again after its lease: " + e, delivery);
    }
  }

  /** Makes the attempt, unless there is to be none, and answers what to write down about it. */
  private Runnable ending(Delivery delivery, boolean probe) {
    Settlement settlement = services.settlement();
    if (delivery.attempt() > endpoint.getMaxAttempts()) {
      return unmade(delivery, probe, () -> settlement.settleLost(delivery));
    }
    if (endpoint.isSupersede() && delivery.series() > 1 && services.lanes().isOvertaken(delivery)) {
      return unmade(delivery, probe, () -> settlement.supersede(delivery));
    }
    try {
      Attempt attempt = runner.run(delivery, endpoint.getAttemptTimeout());
      return () -> settlement.settle(delivery, attempt, endpoint.retryPolicy(), probe);
    } catch (NotAttemptedException stopping) {
      return unmade(delivery, probe, () -> settlement.giveBack(List.of(delivery)));
    }
  }

  /** Without a call nothing is known of a held destination: the next may probe it at once. */
  private Runnable unmade(Delivery delivery, boolean probe, Runnable settlement) {
    return () -> {
      settlement.run();
      if (probe) {
        services.probes().giveBack(delivery.destination());
      }
    };
  }

  private static void warn(String what, Delivery delivery) {
    LOG.warn(
        "Delivery {} to {}: attempt {} {}",
        delivery.id(),
        delivery.destination(),
        delivery.attempt(),
        what);
  }

  /** The outcome of a call is dear: keeps trying to store it for as long as the lease lasts. */
  private void settle(Runnable settlement, Instant leaseEnd) throws InterruptedException {
    while (true) {
      try {
        settlement.run();
        return;
      } catch (RuntimeException e) {
        if (services.clock().instant().plusMillis(SETTLE_AGAIN_MILLIS).isAfter(leaseEnd)) {
          throw e;
        }
        Thread.sleep(SETTLE_AGAIN_MILLIS);
      }
    }
  }
}
