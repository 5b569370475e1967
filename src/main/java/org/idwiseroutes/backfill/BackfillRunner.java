package org.idwiseroutes.backfill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.idwiseroutes.backfill.ComparisonTable.Added;
import org.idwiseroutes.backfill.ComparisonTable.Waiting;
import org.idwiseroutes.ops.ReplayProperties;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts approved differences right, a few at a time, as fast as replays: never faster than {@code
 * idwise.replay.rate}, and never more than {@code idwise.replay.in-flight} that have not ended. All
 * nodes that run the rules of the comparison share this work; when none has for ten minutes, it is
 * over.
 */
@Component
class BackfillRunner {

  private static final Logger LOG = LoggerFactory.getLogger(BackfillRunner.class);
  private static final int MOST_PER_SECOND = 10;
  private static final int MOST_TRIES = 5;

  /** When no node has run the rules of a backfill for so long, it is over. */
  private static final Duration STALLED = Duration.ofMinutes(10);

  private final ComparisonTable table;
  private final Correction correction;
  private final Deliveries deliveries;
  private final RunningRules rules;
  private final RouteFiles files;
  private final ReplayProperties properties;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final int perStep;
  private final Duration step;
  private final Map<UUID, Map<Integer, Integer>> tries = new HashMap<>();

  /** Since when this node runs other rules than a backfill needs. */
  private final Map<UUID, Instant> othersSince = new HashMap<>();

  private volatile Instant lookAgainAt = Instant.EPOCH;

  BackfillRunner(
      ComparisonTable table,
      Correction correction,
      Deliveries deliveries,
      RunningRules rules,
      RouteFiles files,
      ReplayProperties properties,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.correction = correction;
    this.deliveries = deliveries;
    this.rules = rules;
    this.files = files;
    this.properties = properties;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.perStep = Math.max(1, properties.rate() / MOST_PER_SECOND);
    this.step = Duration.ofSeconds(perStep).dividedBy(properties.rate());
  }

  /** Takes the next step of every backfill that is due for one. */
  @Scheduled(fixedDelay = 50, timeUnit = TimeUnit.MILLISECONDS)
  void run() {
    Instant now = clock.instant();
    if (!files.isLoaded() || now.isBefore(lookAgainAt)) {
      return;
    }
    lookAgainAt = now.plusSeconds(1);
    try {
      for (ComparisonTable.Running one : table.running()) {
        if (rules.version() != one.rules()) {
          if (othersSince.computeIfAbsent(one.id(), id -> now).plus(STALLED).isBefore(now)) {
            table.failStalled(one.id(), now.minus(STALLED));
          }
        } else if (table.takeStep(one.id(), step)) {
          lookAgainAt = now;
          step(one);
        }
      }
    } catch (DataAccessException | TransactionException e) {
      lookAgainAt = now.plusSeconds(1);
      LOG.debug("Backfills go on when the database is back", e);
    }
  }

  private void step(ComparisonTable.Running running) {
    int open = settle(running.id());
    List<Waiting> next =
        table.waiting(running.id(), Math.min(perStep, properties.inFlight() - open));
    next.forEach(one -> apply(running, one));
    if (next.isEmpty() && open == 0) {
      table.change(running.id(), "finished", List.of("running"));
      tries.remove(running.id());
    }
  }

  /** In a transaction of its own: no two persons are locked at once. */
  private void apply(ComparisonTable.Running running, Waiting one) {
    try {
      transaction.executeWithoutResult(
          status -> {
            if (table.lockWaiting(running.id(), one.place())) {
              table.ended(
                  running.id(),
                  one.place(),
                  correction.apply(
                      one.eventId(),
                      one.destination(),
                      one.key(),
                      one.act(),
                      one.ticket(),
                      new Correction.Compared(
                          running.rules(), running.createdAt(), running.until())));
            }
          });
    } catch (DataAccessException | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      int tried =
          tries
              .computeIfAbsent(running.id(), id -> new HashMap<>())
              .merge(one.place(), 1, Integer::sum);
      LOG.warn("A difference of the event {} cannot be put right now", one.eventId(), e);
      if (tried >= MOST_TRIES) {
        table.ended(running.id(), one.place(), Corrected.failed(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Takes note of those that have ended, and answers how many have not. */
  private int settle(UUID id) {
    Map<String, List<Added>> added =
        table.added(id).stream().collect(Collectors.groupingBy(Added::destination));
    int open = 0;
    for (Map.Entry<String, List<Added>> destination : added.entrySet()) {
      Map<String, DeliveryStatus> statuses =
          deliveries.statuses(
              destination.getValue().stream().map(Added::eventId).toList(), destination.getKey());
      for (Added one : destination.getValue()) {
        DeliveryStatus status = statuses.get(one.key());
        if (status == DeliveryStatus.PENDING) {
          open++;
        } else {
          table.ended(
              id,
              one.place(),
              new Corrected(status == null ? "void" : status.toString(), null, null));
        }
      }
    }
    return open;
  }
}
