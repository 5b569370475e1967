package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims under a lease and tries without any lock or transaction held. */
class LeasedWork implements Work {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedWork.class);
  private static final long SETTLE_AGAIN_MILLIS = 500;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final AttemptRunner runner;
  private final ExecutorService threads;
  private final Semaphore hands;

  LeasedWork(
      OutboxEndpoint endpoint,
      OutboxServices services,
      AttemptRunner runner,
      ExecutorService threads) {
    this.endpoint = endpoint;
    this.services = services;
    this.runner = runner;
    this.threads = threads;
    this.hands = new Semaphore(endpoint.getConcurrentConsumers());
  }

  @Override
  public int capacity() {
    return hands.availablePermits();
  }

  @Override
  public boolean isBusy() {
    return hands.availablePermits() < endpoint.getConcurrentConsumers();
  }

  @Override
  public int run(int limit, boolean probe) {
    Instant leaseEnd = services.clock().instant().plus(endpoint.lease());
    List<Delivery> claimed =
        services.claims().claim(endpoint.getDestination(), limit, endpoint.lease());
    for (Delivery delivery : claimed) {
      hands.acquireUninterruptibly();
      begin(delivery, leaseEnd, probe);
    }
    return claimed.size();
  }

  private void begin(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      threads.execute(() -> attempt(delivery, leaseEnd, probe));
    } catch (RejectedExecutionException stopping) {
      hands.release();
      services.settlement().giveBack(List.of(delivery));
    }
  }

  private void attempt(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      if (!services.clock().instant().isBefore(leaseEnd)) {
        throw new IllegalStateException("the lease ended before the attempt began");
      } else if (delivery.attempt() > endpoint.getMaxAttempts()) {
        settle(() -> services.settlement().settleLost(delivery), leaseEnd);
      } else if (endpoint.isSupersede()
          && delivery.series() > 1
          && services.claims().isOvertaken(delivery)) {
        settle(() -> services.settlement().supersede(delivery), leaseEnd);
      } else {
        Attempt attempt = runner.run(delivery, endpoint.getAttemptTimeout());
        settle(
            () -> services.settlement().settle(delivery, attempt, endpoint.retryPolicy(), probe),
            leaseEnd);
      }
    } catch (RejectedExecutionException stopping) {
      services.settlement().giveBack(List.of(delivery));
    } catch (RuntimeException | InterruptedException e) {
      LOG.warn(
          "Delivery {} to {}: the end of attempt {} could not be stored; it is tried again after its lease: {}",
          delivery.id(),
          delivery.destination(),
          delivery.attempt(),
          e.toString());
    } finally {
      hands.release();
      services.wakeups().ring(endpoint.getDestination());
    }
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
