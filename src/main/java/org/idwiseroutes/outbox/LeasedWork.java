package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Claims under a lease, or takes from {@link OwnWork}, and tries without any lock or transaction
 * held.
 */
class LeasedWork implements Work {

  private static final Logger LOG = LoggerFactory.getLogger(LeasedWork.class);

  /** Half of the slots share one claim, and fewer when these are not free within so long. */
  private static final long GATHER_MILLIS = 20;

  /** What the rate refused a moment ago may begin by now. */
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  private final OutboxConsumer consumer;
  private final OutboxEndpoint endpoint;
  private final Claims claims;
  private final DeliveryRepository deliveries;
  private final OwnWork own;
  private final BooleanSupplier mayBegin;
  private final LeasedAttempts attempts;
  private final Settlement settlement;
  private final Wakeups wakeups;
  private final Heartbeat heartbeat;
  private final boolean urgentOnly;
  private final int most;
  private final Semaphore slots;
  private volatile boolean fewer;
  private boolean refused;

  /**
   * Tries what is due.
   *
   * @param endpoint the consumer's, or a partition of it
   * @param mayBegin whether the route can carry out what comes, and this node may
   * @param urgentOnly whether this is for urgent deliveries alone
   */
  LeasedWork(
      OutboxConsumer consumer,
      OutboxEndpoint endpoint,
      Claims claims,
      DeliveryRepository deliveries,
      OwnWork own,
      BooleanSupplier mayBegin,
      LeasedAttempts attempts,
      Settlement settlement,
      Wakeups wakeups,
      Heartbeat heartbeat,
      boolean urgentOnly) {
    this.consumer = consumer;
    this.endpoint = endpoint;
    this.claims = claims;
    this.deliveries = deliveries;
    this.own = own;
    this.mayBegin = mayBegin;
    this.attempts = attempts;
    this.settlement = settlement;
    this.wakeups = wakeups;
    this.heartbeat = heartbeat;
    this.urgentOnly = urgentOnly;
    this.most = urgentOnly ? endpoint.getUrgentConsumers() : endpoint.getConcurrentConsumers();
    this.slots = new Semaphore(most);
  }

  /** Who finds no slot may leave something due behind: then the next that becomes free wakes. */
  @Override
  public int capacity() {
    if (slots.availablePermits() == 0) {
      fewer = false;
    }
    return slots.availablePermits();
  }

  @Override
  public String wakeup() {
    String destination = endpoint.getDestination();
    return urgentOnly ? Wakeups.urgent(destination) : destination;
  }

  @Override
  public boolean isBusy() {
    return slots.availablePermits() < most;
  }

  @Override
  public void gatherSlots() throws InterruptedException {
    int half = (most + 1) / 2;
    if (slots.tryAcquire(half, GATHER_MILLIS, TimeUnit.MILLISECONDS)) {
      slots.release(half);
    }
  }

  /** Takes the slots first: what is claimed begins at once. */
  @Override
  public int run(int limit, boolean probe) {
    int taken = 0;
    while (taken < limit && slots.tryAcquire()) {
      taken++;
    }
    List<Delivery> claimed = List.of();
    try {
      if (taken > 0) {
        Lease lease = heartbeat.lease(endpoint.lease());
        long news = news();
        claimed = probe ? probing() : claim(urgentOnly, false, taken);
        fewer = claimed.size() < taken;
        if (!fewer || endpoint.getRate() > 0 && !claimed.isEmpty()) {
          wakeups.wake(wakeup()); // more may be due than was taken
        }
        claimed.forEach(delivery -> begin(delivery, lease, news, probe));
      } else if (capacity() > 0) {
        wakeups.wake(wakeup()); // own work had the slot for a moment
      }
    } finally {
      slots.release(taken - claimed.size());
    }
    return claimed.size();
  }

  /** The one that is granted goes to an urgent delivery when there is one. */
  private List<Delivery> probing() {
    List<Delivery> urgent = claim(true, true, 1);
    return urgent.isEmpty() && !urgentOnly ? claim(false, true, 1) : urgent;
  }

  private List<Delivery> claim(boolean urgent, boolean probe, int limit) {
    Claims.Claim claim =
        claims.claim(endpoint, new Due(endpoint.getDestination(), urgent, probe), limit);
    refused = claim.refused();
    return claim.deliveries();
  }

  @Override
  public void open() {
    own.open(this);
  }

  @Override
  public void close() {
    own.close(this);
  }

  Duration lease() {
    return endpoint.lease();
  }

  /** See {@link Wakeups#newsOf}. */
  long news() {
    return wakeups.newsOf(endpoint.getDestination());
  }

  /**
   * Takes a slot for a delivery that this node is about to add; none while older ones wait, and
   * none where the rate decides. {@link #release} or {@link #beginOwn} must follow.
   */
  boolean reserve() {
    if (!fewer || endpoint.getRate() > 0 || !mayBegin.getAsBoolean()) {
      return false;
    }
    boolean taken = slots.tryAcquire();
    if (!taken) {
      fewer = false;
    }
    return taken;
  }

  /** Gives a slot back that was taken for nothing. */
  void release() {
    slots.release();
    wakeups.wake(wakeup());
  }

  /**
   * Begins deliveries that this node has added as its own, each in a slot that was taken for it.
   * One before which another is pending in its lane, since a node added that at the same time, is
   * given back, and so is one whose destination has been paused or held meanwhile.
   *
   * @param news what {@link Wakeups#newsOf} answered before they were added
   */
  void beginOwn(List<Delivery> added, Lease lease, long news) {
    inThread(() -> beginFirst(added, lease, news), added);
  }

  /** Nobody knows whether these were committed: if so, they are not to wait for their lease. */
  void giveBackUnknown(List<Delivery> added, Lease lease) {
    inThread(() -> giveBack(added, lease), added);
  }

  /** When it cannot be run the deliveries are due when their lease, or this node, has ended. */
  private void inThread(Runnable task, List<Delivery> added) {
    try {
      consumer.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      slots.release(added.size());
      LOG.warn("{} deliveries to {} are not begun", added.size(), endpoint.getDestination());
    }
  }

  private void beginFirst(List<Delivery> added, Lease lease, long news) {
    Set<UUID> first = first(added);
    List<Delivery> begun = added.stream().filter(one -> first.contains(one.id())).toList();
    List<Delivery> others = added.stream().filter(one -> !begun.contains(one)).toList();
    begun.forEach(delivery -> begin(delivery, lease, news, false));
    if (!others.isEmpty()) {
      giveBack(others, lease);
    }
  }

  private void giveBack(List<Delivery> added, Lease lease) {
    slots.release(added.size());
    attempts.giveBack(added, lease);
    wakeups.wakeAll(wakeup());
  }

  /** When that cannot be told they are all given back: a claim looks again. */
  private Set<UUID> first(List<Delivery> added) {
    try {
      return deliveries.first(added);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Deliveries to {} are given back", endpoint.getDestination(), e);
      return Set.of();
    }
  }

  @Override
  public Duration barred() {
    if (!fewer) {
      return Duration.ZERO;
    }
    Duration wait = claims.wait(endpoint);
    return refused && wait.isZero() ? SHORTEST_WAIT : wait;
  }

  private void begin(Delivery delivery, Lease lease, long news, boolean probe) {
    try {
      consumer.execute(() -> tryOnce(delivery, lease, news, probe));
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      slots.release();
      giveBackQuietly(delivery);
    }
  }

  private void giveBackQuietly(Delivery delivery) {
    try {
      settlement.giveBack(List.of(delivery));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("Delivery {} is tried after its lease: {}", delivery.id(), e.toString());
    }
  }

  private void tryOnce(Delivery delivery, Lease lease, long news, boolean probe) {
    List<Delivery> ended = List.of(delivery);
    try {
      attempts.run(
          consumer,
          Shared.one(delivery),
          lease,
          probe,
          () -> wakeups.wakeHereForFollowers(endpoint.getDestination(), ended, news));
    } finally {
      slots.release();
      if (!fewer || probe) {
        wakeups.wake(wakeup());
      }
    }
  }
}
