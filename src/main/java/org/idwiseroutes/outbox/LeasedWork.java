package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

  private final OutboxConsumer consumer;
  private final OutboxEndpoint endpoint;
  private final Claims claims;
  private final DeliveryRepository deliveries;
  private final OwnWork own;
  private final BooleanSupplier mayBegin;
  private final LeasedAttempts attempts;
  private final Settlement settlement;
  private final Wakeups wakeups;
  private final Clock clock;
  private final boolean urgentOnly;
  private final int most;
  private final Semaphore slots;
  private volatile boolean fewer;

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
      Clock clock,
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
    this.clock = clock;
    this.urgentOnly = urgentOnly;
    this.most = urgentOnly ? endpoint.getUrgentConsumers() : endpoint.getConcurrentConsumers();
    this.slots = new Semaphore(most);
  }

  @Override
  public int capacity() {
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

  @Override
  public int run(int limit, boolean probe) {
    Instant leaseEnd = clock.instant().plus(endpoint.lease());
    List<Delivery> claimed = probe ? probing() : claim(urgentOnly, false, limit);
    fewer = claimed.size() < limit;
    for (Delivery delivery : claimed) {
      slots.acquireUninterruptibly();
      begin(delivery, leaseEnd, probe);
    }
    return claimed.size();
  }

  /** The one that is granted goes to an urgent delivery when there is one. */
  private List<Delivery> probing() {
    List<Delivery> urgent = claim(true, true, 1);
    return urgent.isEmpty() && !urgentOnly ? claim(false, true, 1) : urgent;
  }

  private List<Delivery> claim(boolean urgent, boolean probe, int limit) {
    return claims.claim(endpoint, new Due(endpoint.getDestination(), urgent, probe), limit);
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

  /**
   * Takes a slot for a delivery that this node is about to add; none while older ones wait, and
   * none where the rate decides. {@link #release} or {@link #beginOwn} must follow.
   */
  boolean reserve() {
    return fewer && endpoint.getRate() == 0 && mayBegin.getAsBoolean() && slots.tryAcquire();
  }

  /** Gives a slot back that was taken for nothing. */
  void release() {
    slots.release();
    wakeups.wake(wakeup());
  }

  /**
   * Begins deliveries that this node has added as its own, each in a slot that was taken for it.
   * One before which another is pending in its lane, since a node added that at the same time, is
   * given back.
   */
  void beginOwn(List<Delivery> added) {
    Instant leaseEnd = clock.instant().plus(endpoint.lease());
    try {
      consumer.execute(() -> beginFirst(added, leaseEnd));
    } catch (RejectedExecutionException stopping) {
      slots.release(added.size());
      attempts.giveBack(added, leaseEnd);
    }
  }

  private void beginFirst(List<Delivery> added, Instant leaseEnd) {
    Set<UUID> first = first(added);
    List<Delivery> begun = added.stream().filter(one -> first.contains(one.id())).toList();
    List<Delivery> others = added.stream().filter(one -> !begun.contains(one)).toList();
    if (!others.isEmpty()) {
      slots.release(others.size());
      attempts.giveBack(others, leaseEnd);
      wakeups.wakeAll(wakeup());
    }
    begun.stream().skip(1).forEach(delivery -> begin(delivery, leaseEnd, false));
    begun.stream().findFirst().ifPresent(delivery -> tryOnce(delivery, leaseEnd, false));
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

  /** Nobody knows whether these were committed: if so, they are not to wait for their lease. */
  void giveBackUnknown(List<Delivery> added) {
    slots.release(added.size());
    Instant leaseEnd = clock.instant().plus(endpoint.lease());
    try {
      consumer.execute(
          () -> {
            attempts.giveBack(added, leaseEnd);
            wakeups.wakeAll(wakeup());
          });
    } catch (RejectedExecutionException stopping) {
      LOG.debug("Deliveries to {} are due when this node has ended", endpoint.getDestination());
    }
  }

  @Override
  public Duration barred() {
    return fewer ? claims.wait(endpoint) : Duration.ZERO;
  }

  private void begin(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      consumer.execute(() -> tryOnce(delivery, leaseEnd, probe));
    } catch (RejectedExecutionException stopping) {
      slots.release();
      settlement.giveBack(List.of(delivery));
    }
  }

  private void tryOnce(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      attempts.run(consumer, Shared.one(delivery), leaseEnd, probe);
    } finally {
      slots.release();
      wakeups.wake(wakeup());
    }
  }
}
