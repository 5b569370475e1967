package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the consumers that there is work. A wake-up reaches one of those who wait at a destination,
 * or the next one who does; who finds more than it can take wakes another.
 *
 * <p>A wake-up for what has come since is news. What it was for may be hidden behind an attempt of
 * its lane until that has ended: see {@link #newsOf}.
 */
@Component
class Wakeups {

  private static final String URGENT = "!";

  /** Retries that are further away are found by {@link DuePoll}. */
  private static final Duration FURTHEST = Duration.ofMinutes(1);

  /** Retries that are due within so long of each other share a wake-up. */
  private static final long TOGETHER_MILLIS = 20;

  private record Later(String destination, long at) {}

  private final Map<String, Semaphore> signals = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> news = new ConcurrentHashMap<>();
  private final Set<String> toTellOthers = ConcurrentHashMap.newKeySet();
  private final Set<Later> later = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("retries").daemon().build());

  /** The wake-up of the destination's consumers of urgent deliveries. */
  static String urgent(String destination) {
    return destination + URGENT;
  }

  /** The destinations at which somebody waits or has waited. */
  Set<String> awaited() {
    return signals.keySet().stream()
        .filter(name -> !name.endsWith(URGENT))
        .collect(Collectors.toSet());
  }

  /**
   * Wakes those who wait for this on all nodes, who may be the destination's consumers of urgent
   * deliveries alone; inside a transaction, once that has committed.
   */
  void wakeAll(String wakeup) {
    afterCommit(
        () -> {
          toTellOthers.add(wakeup);
          tell(wakeup);
        });
  }

  /** Wakes all consumers of the destination likewise: what kept its deliveries back is over. */
  void wakeAllOf(String destination) {
    wakeAll(destination);
    wakeAll(urgent(destination));
  }

  /** Wakes this node's consumers likewise: for work that this node has just made possible. */
  void wakeHere(String destination) {
    afterCommit(() -> wakeBoth(destination));
  }

  /** Those of urgent deliveries, too: the others may have a long row to work off. */
  private void wakeBoth(String destination) {
    wake(destination);
    wake(urgent(destination));
  }

  /**
   * Wakes this node's consumer likewise, when the end of these attempts may have made others of
   * their lanes due: those that followed when they were claimed, or have come since.
   *
   * @param newsBefore what {@link #newsOf} answered before they were claimed
   */
  void wakeHereForFollowers(String destination, List<Delivery> ended, long newsBefore) {
    afterCommit(
        () -> {
          if (newsOf(destination) != newsBefore || ended.stream().anyMatch(Delivery::followed)) {
            wakeBoth(destination);
          }
        });
  }

  /** Wakes this node's consumer likewise, but only after so long. */
  void wakeHereIn(String destination, Duration delay) {
    if (delay.compareTo(FURTHEST) <= 0) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      long at = Math.floorDiv(now + delay.toMillis(), TOGETHER_MILLIS) * TOGETHER_MILLIS;

      afterCommit(() -> wakeAt(new Later(destination, at + TOGETHER_MILLIS)));
    }
  }

  private void wakeAt(Later one) {
    if (later.add(one)) {
      long delay = one.at() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      try {
        timer.schedule(() -> wake(one), delay, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException stopping) {
        later.remove(one);
      }
    }
  }

  private void wake(Later one) {
    later.remove(one);
    wakeBoth(one.destination());
  }

  @PreDestroy
  void close() {
    timer.shutdownNow();
  }

  /**
   * How much news there has been of a destination. Who claimed a delivery that nobody followed, and
   * hears of no news until its attempt has ended, has made nothing of that lane due.
   */
  long newsOf(String destination) {
    return news(destination).get();
  }

  /** Wakes this node's consumer: something has come that may be due. */
  void tell(String wakeup) {
    news(wakeup.endsWith(URGENT) ? wakeup.substring(0, wakeup.length() - 1) : wakeup)
        .incrementAndGet();
    wake(wakeup);
  }

  private AtomicLong news(String destination) {
    return news.computeIfAbsent(destination, name -> new AtomicLong());
  }

  /** Wakes this node's consumers of whatever is due at the destination. */
  void wakeAnybody(String destination) {
    news(destination).incrementAndGet();
    wakeBoth(destination);
  }

  void wake(String destination) {
    Semaphore signal = signal(destination);
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Returns when it was woken, even before the call. */
  void await(String destination) throws InterruptedException {
    signal(destination).acquire();
  }

  /** The same, or when the time is over; answers whether it was woken. */
  boolean await(String destination, Duration atMost) throws InterruptedException {
    return signal(destination).tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells each wake-up that other nodes have not been told of, those that fail once more later. */
  void tellOthers(Consumer<String> others) {
    for (String wakeup : Set.copyOf(toTellOthers)) {
      toTellOthers.remove(wakeup);
      try {
        others.accept(wakeup);
      } catch (RuntimeException e) {
        toTellOthers.add(wakeup);
        throw e;
      }
    }
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
