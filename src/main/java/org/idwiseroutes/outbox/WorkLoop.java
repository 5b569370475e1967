package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for due work of one destination until stopped, whatever happens meanwhile: a database that
 * is away only makes it wait.
 */
class WorkLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

  /** Nothing wakes this when the missing part of a route is there, or this node is heard of. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  private final String destination;
  private final Work work;
  private final BooleanSupplier mayBegin;
  private final DestinationRepository destinations;
  private final Wakeups wakeups;
  private final Precedence precedence;
  private final OutboxProperties properties;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean looking;
  private boolean registered;
  private boolean failing;
  private Instant toldAt = Instant.MIN;
  private boolean mayNotBegin;

  /**
   * Looks for work of one kind.
   *
   * @param mayBegin whether the route can carry out what is found, and this node may
   */
  WorkLoop(
      String destination,
      Work work,
      BooleanSupplier mayBegin,
      DestinationRepository destinations,
      Wakeups wakeups,
      Precedence precedence,
      OutboxProperties properties,
      Clock clock) {
    this.destination = destination;
    this.work = work;
    this.mayBegin = mayBegin;
    this.destinations = destinations;
    this.wakeups = wakeups;
    this.precedence = precedence;
    this.properties = properties;
    this.clock = clock;
  }

  /** Starts no further work; returns at once. */
  void stop() {
    work.close();
    stopped.countDown();
    wakeups.wake(work.wakeup());
  }

  @Override
  public void run() {
    try {
      work.open();
      while (stopped.getCount() > 0) {
        work.gatherSlots();
        Instant begin = clock.instant();
        if (lookedAndFound()) {
          giveWay(begin);
        } else {
          pause();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      work.close();
    }
    wakeups.wake(work.wakeup()); // the next one who waits there is to stop as well
  }

  /** Whether work is looked for now, or attempts run that it has found. */
  boolean isUnderWay() {
    return looking || work.isBusy();
  }

  private boolean lookedAndFound() {
    looking = true;
    try {
      return stopped.getCount() > 0 && foundWork();
    } finally {
      looking = false;
    }
  }

  private boolean foundWork() {
    try {
      boolean found = lookForWork();
      failing = false;
      toldAt = Instant.MIN;
      return found;
    } catch (RuntimeException | Error e) {
      Instant now = clock.instant();
      if (stopped.getCount() == 0 || now.isBefore(toldAt.plus(TELL_AGAIN))) {
        LOG.debug("Destination {}: still cannot look for work", destination, e);
      } else {
        toldAt = now;
        LOG.warn(
            "Destination {}: cannot look for work, trying again every {}: {}",
            destination,
            properties.pollInterval(),
            e.toString());
      }
      failing = true;
      return false;
    }
  }

  private boolean lookForWork() {
    if (!registered) {
      destinations.register(destination);
      registered = true;
    }
    int capacity = work.capacity();
    mayNotBegin = !mayBegin.getAsBoolean();
    if (capacity == 0 || mayNotBegin) {
      return false;
    }
    int found = work.run(capacity, false);
    if (found == 0) {
      probeIfHeld();
    }
    if (found < capacity) {
      return false;
    }
    wakeups.wake(work.wakeup());
    return true;
  }

  private void probeIfHeld() {
    Destination state = destinations.find(destination).orElseThrow();
    if (state.isHeld()
        && !state.isPaused()
        && destinations.takeProbe(destination, properties.lease())
        && work.run(1, true) == 0) {
      destinations.giveProbeBack(destination);
      if (!work.wakeup().equals(destination)) {
        wakeups.wake(destination); // whoever asked meanwhile was refused
      }
    }
  }

  private Duration barred() {
    try {
      return work.barred();
    } catch (RuntimeException e) {
      LOG.debug("Destination {}: cannot read its rate", destination, e);
      failing = true;
      return Duration.ZERO;
    }
  }

  private void giveWay(Instant begin) throws InterruptedException {
    Duration work = Duration.between(begin, clock.instant());
    stopped.await(precedence.pauseAfter(work).toNanos(), TimeUnit.NANOSECONDS);
  }

  private void pause() throws InterruptedException {
    Duration interval = work.interval();
    Duration barred = failing ? Duration.ZERO : barred();
    if (mayNotBegin) {
      stopped.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } else if (!barred.isZero()) {
      stopped.await(barred.toMillis() + 1, TimeUnit.MILLISECONDS);
    } else if (failing) {
      wakeups.await(work.wakeup(), properties.pollInterval());
    } else if (interval == null) {
      wakeups.await(work.wakeup());
    } else {
      stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
