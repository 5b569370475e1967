package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the consumers of this process that there is work; polling is only the safety net. */
@Component
class Wakeups {

  private final Map<String, Semaphore> bells = new ConcurrentHashMap<>();

  /** Wakes the destination's consumer now, or, inside a transaction, once that has committed. */
  void afterCommit(String destination) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      ring(destination);
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            ring(destination);
          }
        });
  }

  void ring(String destination) {
    Semaphore bell = bell(destination);
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /** Returns when the bell rang (even before the call) or the time is over. */
  void await(String destination, Duration atMost) throws InterruptedException {
    if (bell(destination).tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      bell(destination).drainPermits();
    }
  }

  private Semaphore bell(String destination) {
    return bells.computeIfAbsent(destination, name -> new Semaphore(0));
  }
}
