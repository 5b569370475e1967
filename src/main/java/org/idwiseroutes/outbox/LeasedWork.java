package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Claims under a lease and tries without any lock or transaction held. */
class LeasedWork implements Work {

  /** Half of the slots share one claim, and fewer when these are not free within so long. */
  private static final long GATHER_MILLIS = 20;

  private final OutboxConsumer consumer;
  private final OutboxEndpoint endpoint;
  private final Claims claims;
  private final LeasedAttempts attempts;
  private final Settlement settlement;
  private final Wakeups wakeups;
  private final Clock clock;
  private final boolean urgentOnly;
  private final int most;
  private final Semaphore slots;
  private boolean fewer;

  /**
   * Tries what is due.
   *
   * @param endpoint the consumer's, or a partition of it
   * @param urgentOnly whether this is for urgent deliveries alone
   */
  LeasedWork(
      OutboxConsumer consumer,
      OutboxEndpoint endpoint,
      Claims claims,
      LeasedAttempts attempts,
      Settlement settlement,
      Wakeups wakeups,
      Clock clock,
      boolean urgentOnly) {
    this.consumer = consumer;
    this.endpoint = endpoint;
    this.claims = claims;
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
