package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells the consumers that there is work; polling is only the safety net. */
@Component
class Wakeups {

  private final Map<String, Semaphore> signals = new ConcurrentHashMap<>();
  private final Set<String> toTellOthers = ConcurrentHashMap.newKeySet();

  /** The wake-up of the destination's consumers of urgent deliveries. */
  static String urgent(String destination) {
    return destination + "!";
  }

  /**
   * Wakes the destination's consumers on all nodes; inside a transaction, once that has committed.
   */
  void wakeAll(String destination) {
    afterCommit(
        () -> {
          toTellOthers.add(destination);
          wake(destination);
        });
  }

  /** Wakes this node's consumer likewise: for work that this node has just made possible. */
  void wakeHere(String destination) {
    afterCommit(() -> wake(destination));
  }

  void wake(String destination) {
    Semaphore signal = signal(destination);
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Returns when it was woken (even before the call) or the time is over. */
  void await(String destination, Duration atMost) throws InterruptedException {
    if (signal(destination).tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      signal(destination).drainPermits();
    }
  }

  /** The destinations that other nodes have not been told of since the last call. */
  Set<String> takeToTellOthers() {
    Set<String> taken = Set.copyOf(toTellOthers);
    toTellOthers.removeAll(taken);
    return taken;
  }

  private static void afterCommit(Runnable wake) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      wake.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            wake.run();
          }
        });
  }

  private Semaphore signal(String destination) {
    return signals.computeIfAbsent(destination, name -> new Semaphore(0));
  }
}
