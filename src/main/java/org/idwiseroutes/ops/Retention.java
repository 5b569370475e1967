package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.SqlArrays;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.inbox.Erasures;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
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
 * Removes events that are done with, together with their deliveries and attempts, in small batches.
 * Journeys stay: an AML update may come years later.
 */
@Component
class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private static final UUID FIRST = new UUID(0, 0);

  private final JdbcClient jdbc;
  private final Deliveries deliveries;
  private final Replays replays;
  private final Proposals proposals;
  private final Erasures erasures;
  private final RetentionProperties properties;
  private final Activity activity;
  private final Milestones milestones;
  private final ExchangeLog exchanges;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Retention(
      JdbcClient jdbc,
      Deliveries deliveries,
      Replays replays,
      Proposals proposals,
      Erasures erasures,
      RetentionProperties properties,
      Activity activity,
      Milestones milestones,
      ExchangeLog exchanges,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.deliveries = deliveries;
    this.replays = replays;
    this.proposals = proposals;
    this.erasures = erasures;
    this.properties = properties;
    this.activity = activity;
    this.milestones = milestones;
    this.exchanges = exchanges;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Goes once through all that is old enough; answers how many events it removed. */
  @Scheduled(
      initialDelayString = "${idwise.retention.interval}",
      fixedDelayString = "${idwise.retention.interval}")
  int run() {
    int removed = 0;
    UUID after = FIRST;
    try {
      List<OldEvent> batch = next(after);
      while (!batch.isEmpty()) {
        removed += remove(removable(batch));
        after = batch.get(batch.size() - 1).id();
        batch = next(after);
      }
      erasures.removeBefore(clock.instant().minus(properties.erasures()));
      removed += removeTestCalls();
      removeLetters();
      activity.tidy();
      milestones.tidy();
      exchanges.tidy();
      replays.removeFinishedBefore(clock.instant().minus(properties.finished()));
      proposals.removeBefore(clock.instant().minus(properties.finished()));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("Removing old events stopped, and goes on with the next run: {}", e.toString());
    }
    if (removed > 0) {
      LOG.info("Removed {} events that were kept for long enough", removed);
    }
    return removed;
  }

  /**
   * In the order in which they came, which is that of their age: so the first batch without an old
   * one is the end, and no younger one is read.
   */
  private List<OldEvent> next(UUID after) {
    Instant before = clock.instant().minus(properties.finished());
    return jdbc
        .sql(
            """
            SELECT id, state, received_at FROM event WHERE id > :after
            ORDER BY id LIMIT :limit
            """)
        .param("after", after)
        .param("limit", properties.batchSize())
        .query(
            (row, number) ->
                new OldEvent(
                    row.getObject("id", UUID.class),
                    row.getString("state").equals("quarantined"),
                    SqlTime.get(row, "received_at")))
        .list()
        .stream()
        .filter(event -> event.receivedAt().isBefore(before))
        .toList();
  }

  /** They have no deliveries. */
  private int removeTestCalls() {
    int removed = 0;
    int batch;
    do {
      batch =
          jdbc.sql(
                  """
                  DELETE FROM event WHERE state = 'test' AND id IN (
                    SELECT id FROM event WHERE state = 'test' AND received_at < :limit
                    ORDER BY id LIMIT :batch)
                  """)
              .param("limit", SqlTime.of(clock.instant().minus(properties.testCalls())))
              .param("batch", properties.batchSize())
              .update();
      removed += batch;
    } while (batch == properties.batchSize());
    return removed;
  }

  /** Letters to operations are about no event. */
  private void removeLetters() {
    Instant before = clock.instant().minus(properties.finished());
    int batch;
    do {
      batch = deliveries.removeWithoutEvent(before, properties.batchSize());
    } while (batch == properties.batchSize());
  }

  private List<UUID> removable(List<OldEvent> batch) {
    Map<UUID, Set<DeliveryStatus>> open =
        deliveries.open(batch.stream().map(OldEvent::id).toList());
    Instant limit = clock.instant().minus(properties.unfinished());
    return batch.stream()
        .filter(event -> event.isDone(open.getOrDefault(event.id(), Set.of()), limit))
        .map(OldEvent::id)
        .toList();
  }

  private int remove(List<UUID> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    return transaction.execute(
        status -> {
          deliveries.remove(ids);
          return jdbc.sql("DELETE FROM event WHERE id = ANY(:ids)")
              .param("ids", SqlArrays.ofIds(ids.stream()))
              .update();
        });
  }
}
