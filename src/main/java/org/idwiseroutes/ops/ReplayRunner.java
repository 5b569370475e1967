package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.outbox.Deliveries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the deliveries of running replays back, a few at a time: never faster than {@code
 * idwise.replay.rate}, and never more than {@code idwise.replay.in-flight} that have not ended, so
 * that live traffic keeps most of a destination's hands. All nodes share this work.
 */
@Component
class ReplayRunner {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayRunner.class);
  private static final int MOST_PER_SECOND = 10;
  private static final int DISCARDED_PER_STEP = 200;

  /** How soon another node finds out that there is something to help with. */
  private static final long IDLE_MILLIS = 10_000;

  private static final long AFTER_FAILURE_MILLIS = 1_000;

  private final Deliveries deliveries;
  private final Replays replays;
  private final ReplayProperties properties;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final int perStep;
  private final Duration step;
  private volatile Instant lookAgainAt = Instant.EPOCH;

  ReplayRunner(
      Deliveries deliveries,
      Replays replays,
      ReplayProperties properties,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.deliveries = deliveries;
    this.replays = replays;
    this.properties = properties;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.perStep = Math.max(1, properties.rate() / MOST_PER_SECOND);
    this.step = Duration.ofSeconds(perStep).dividedBy(properties.rate());
  }

  @TransactionalEventListener(fallbackExecution = true)
  void begun(Replays.Begun replay) {
    lookAgainAt = Instant.EPOCH;
  }

  /** Takes the next step of every running replay that is due for one. */
  @Scheduled(fixedDelay = 50, timeUnit = TimeUnit.MILLISECONDS)
  void run() {
    Instant now = clock.instant();
    if (now.isBefore(lookAgainAt)) {
      return;
    }
    lookAgainAt = now.plusMillis(IDLE_MILLIS);
    try {
      List<UUID> running = replays.running();
      running.forEach(id -> transaction.executeWithoutResult(status -> step(id)));
      if (!running.isEmpty()) {
        lookAgainAt = now;
      }
    } catch (DataAccessException | TransactionException e) {
      lookAgainAt = now.plusMillis(AFTER_FAILURE_MILLIS);
      LOG.debug("Replays go on when the database is back", e);
    }
  }

  private void step(UUID replay) {
    if (!replays.takeStep(replay, step)) {
      return;
    }
    if (replays.act(replay) == BulkAct.DISCARD) {
      discard(replay);
      return;
    }
    int open = replays.settle(replay);
    List<UUID> next = replays.next(replay, Math.min(perStep, properties.inFlight() - open));
    if (!next.isEmpty()) {
      deliveries.replay(next, replays.wanted(replay));
      replays.started(replay, next);
    } else if (open == 0) {
      replays.finish(replay);
    }
  }

  /** Asks no destination, so it needs no restraint but small transactions. */
  private void discard(UUID replay) {
    List<UUID> next = replays.next(replay, DISCARDED_PER_STEP);
    if (next.isEmpty()) {
      replays.finish(replay);
    } else {
      replays.discarded(replay, next, deliveries.discard(next, replays.wanted(replay)));
    }
  }
}
