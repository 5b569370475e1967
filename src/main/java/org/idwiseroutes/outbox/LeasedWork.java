package org.idwiseroutes.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Claims under a lease and tries without any lock or transaction held. */
class LeasedWork implements Work {

  /** Half of the hands share one claim, and fewer when these are not free within so long. */
  private static final long GATHER_MILLIS = 20;

  private final OutboxEndpoint endpoint;
  private final OutboxServices services;
  private final LeasedAttempt attempt;
  private final ExecutorService threads;
  private final boolean urgentOnly;
  private final int consumers;
  private final Semaphore hands;
  private boolean fewer;

  /**
   * Tries what is due.
   *
   * @param urgentOnly whether this is for urgent deliveries alone
   */
  LeasedWork(
      OutboxEndpoint endpoint,
      OutboxServices services,
      AttemptRunner runner,
      ExecutorService threads,
      boolean urgentOnly) {
    this.endpoint = endpoint;
    this.services = services;
    this.attempt = new LeasedAttempt(endpoint, services, runner);
    this.threads = threads;
    this.urgentOnly = urgentOnly;
    this.consumers = urgentOnly ? endpoint.getUrgentConsumers() : endpoint.getConcurrentConsumers();
    this.hands = new Semaphore(consumers);
  }

  @Override
  public int capacity() {
    return hands.availablePermits();
  }

  @Override
  public String bell() {
    String destination = endpoint.getDestination();
    return urgentOnly ? Wakeups.urgent(destination) : destination;
  }

  @Override
  public boolean isBusy() {
    return hands.availablePermits() < consumers;
  }

  @Override
  public void gatherHands() throws InterruptedException {
    int half = (consumers + 1) / 2;
    if (hands.tryAcquire(half, GATHER_MILLIS, TimeUnit.MILLISECONDS)) {
      hands.release(half);
    }
  }

  @Override
  public int run(int limit, boolean probe) {
    Instant leaseEnd = services.clock().instant().plus(endpoint.lease());
    List<Delivery> claimed = probe ? probing() : claimAtRate(urgentOnly, false, limit);
    fewer = claimed.size() < limit;
    for (Delivery delivery : claimed) {
      hands.acquireUninterruptibly();
      begin(delivery, leaseEnd, probe);
    }
    return claimed.size();
  }

  /** The one that is granted goes to an urgent delivery when there is one. */
  private List<Delivery> probing() {
    List<Delivery> urgent = claimAtRate(true, true, 1);
    return urgent.isEmpty() && !urgentOnly ? claimAtRate(false, true, 1) : urgent;
  }

  private List<Delivery> claimAtRate(boolean urgent, boolean probe, int limit) {
    Due due = new Due(endpoint.getDestination(), urgent, probe);
    return endpoint.getRate() > 0 ? claimInRate(due, limit) : claim(due, limit);
  }

  private List<Delivery> claim(Due due, int limit) {
    return services.claims().claim(due, limit, endpoint.lease());
  }

  private List<Delivery> claimInRate(Due due, int limit) {
    return services
        .rates()
        .claim(due.destination(), endpoint.getRate(), limit, granted -> claim(due, granted));
  }

  @Override
  public Duration barred() {
    return fewer && endpoint.getRate() > 0
        ? services.rates().wait(endpoint.getDestination())
        : Duration.ZERO;
  }

  private void begin(Delivery delivery, Instant leaseEnd, boolean probe) {
    try {
      threads.execute(() -> tryOnce(delivery, leaseEnd, probe));
    } catch (RejectedExecutionException stopping) {
      hands.release();
      services.settlement().giveBack(List.of(delivery));
    }
  }

  private void tryOnce(Delivery delivery, Instant leaseEnd, boolean probe) {
    Instant begin = services.clock().instant();
    try {
      attempt.run(Shared.one(delivery), leaseEnd, probe);
    } finally {
      giveWay(begin);
      hands.release();
      services.wakeups().ring(bell());
    }
  }

  private void giveWay(Instant begin) {
    try {
      Duration work = Duration.between(begin, services.clock().instant());
      TimeUnit.NANOSECONDS.sleep(services.precedence().pauseAfterAttempt(work).toNanos());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
