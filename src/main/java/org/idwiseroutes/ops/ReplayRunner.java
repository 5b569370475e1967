package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.Replays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
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
  private static final long IDLE_MILLIS = 1_000;

  private final JdbcClient jdbc;
  private final Replays replays;
  private final ReplayItems items;
  private final ReplayProperties properties;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final int perStep;
  private final Duration step;
  private Instant lookAgainAt = Instant.EPOCH;

  ReplayRunner(
      JdbcClient jdbc,
      Replays replays,
      ReplayItems items,
      ReplayProperties properties,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.replays = replays;
    this.items = items;
    this.properties = properties;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.perStep = Math.max(1, properties.rate() / MOST_PER_SECOND);
    this.step = Duration.ofSeconds(perStep).dividedBy(properties.rate());
  }

  /** Takes the next step of every running replay that is due for one. */
  @Scheduled(fixedDelay = 50, timeUnit = TimeUnit.MILLISECONDS)
  void run() {
    Instant now = clock.instant();
    if (now.isBefore(lookAgainAt)) {
      return;
    }
    try {
      List<UUID> running =
          jdbc.sql("SELECT id FROM replay WHERE state = 'running'").query(UUID.class).list();
      running.forEach(id -> transaction.executeWithoutResult(status -> step(id)));
      lookAgainAt = running.isEmpty() ? now.plusMillis(IDLE_MILLIS) : now;
    } catch (DataAccessException | TransactionException e) {
      lookAgainAt = now.plusMillis(IDLE_MILLIS);
      LOG.debug("Replays go on when the database is back", e);
    }
  }

  private void step(UUID replay) {
    Instant now = clock.instant();
    int taken =
        jdbc.sql(
                """
                UPDATE replay SET next_at = :next
                WHERE id = :id AND state = 'running' AND next_at <= :now
                """)
            .param("next", SqlTime.of(now.plus(step)))
            .param("id", replay)
            .param("now", SqlTime.of(now))
            .update();
    if (taken == 0) {
      return;
    }
    int open = items.settle(replay);
    List<UUID> next = items.next(replay, Math.min(perStep, properties.inFlight() - open));
    if (!next.isEmpty()) {
      replays.replay(next, wanted(replay));
      items.started(replay, next);
    } else if (open == 0) {
      finish(replay, now);
    }
  }

  private DeliveryStatus wanted(UUID replay) {
    return DeliveryStatus.of(
        jdbc.sql("SELECT wanted FROM replay WHERE id = :id")
            .param("id", replay)
            .query(String.class)
            .single());
  }

  private void finish(UUID replay, Instant now) {
    jdbc.sql("UPDATE replay SET state = 'finished', finished_at = :now WHERE id = :id")
        .param("now", SqlTime.of(now))
        .param("id", replay)
        .update();
  }
}
