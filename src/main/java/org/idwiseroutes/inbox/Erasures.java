package org.idwiseroutes.inbox;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a person: all that is stored of a journey, wherever it is stored. What waits in the spool
 * of a node that the database was away from is forgotten as it arrives.
 */
@Component
public class Erasures {

  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private final JdbcClient jdbc;
  private final Storing storing;
  private final Spool spool;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private Instant swept;

  Erasures(
      JdbcClient jdbc,
      Storing storing,
      Spool spool,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.storing = storing;
    this.spool = spool;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.swept = Instant.EPOCH;
  }

  /** A part of what is stored of a journey. */
  private record Found(UUID id, String reference, boolean quarantined) {}

  /** Erases a journey; harmless when nothing is known of it. */
  public ErasureReport erase(String source, String journeyId) {
    storing.drain();
    List<String> references = new ArrayList<>();
    ErasureReport report =
        transaction.execute(
            status -> {
              List<Found> found = find(source, journeyId);
              found.stream()
                  .map(Found::reference)
                  .filter(Objects::nonNull)
                  .forEach(references::add);
              remember(source, journeyId);
              return erase(source, journeyId, found);
            });
    return report.withSpoolFiles(spool.forget(names(journeyId, references)));
  }

  /** Sees to this node's spool after journeys were erased on others. */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void sweep() {
    if (!spool.isEnabled()) {
      return;
    }
    Instant now = clock.instant();
    try {
      jdbc.sql("SELECT journey_key FROM erasure WHERE erased_at >= :since")
          .param("since", SqlTime.of(swept))
          .query(String.class)
          .list()
          .forEach(journey -> spool.forget(List.of(journey)));
      swept = now.minusSeconds(TimeUnit.MINUTES.toSeconds(1));
    } catch (DataAccessException e) {
      LOG.debug("Erasures of other nodes are looked for again in a minute", e);
    }
  }

  private List<Found> find(String source, String journeyId) {
    List<Found> known =
        jdbc.sql(
                """
                SELECT id, reference_no, state FROM event
                WHERE source = :source AND journey_key = :journey
                """)
            .param("source", source)
            .param("journey", journeyId)
            .query(
                (row, number) ->
                    new Found(
                        row.getObject("id", UUID.class),
                        row.getString("reference_no"),
                        row.getString("state").equals(Event.QUARANTINED)))
            .list();
    List<String> references =
        known.stream().map(Found::reference).filter(Objects::nonNull).toList();
    return Stream.concat(
            known.stream(), names(journeyId, references).stream().flatMap(this::unreadable))
        .distinct()
        .toList();
  }

  /** Garbage belongs to no journey by itself; it is the person's when it names the person. */
  private Stream<Found> unreadable(String name) {
    return jdbc
        .sql(
            """
            SELECT id FROM event
            WHERE state = 'quarantined' AND journey_key IS NULL AND POSITION(:name IN payload) > 0
            """)
        .param("name", name)
        .query(UUID.class)
        .list()
        .stream()
        .map(id -> new Found(id, null, true));
  }

  private static List<String> names(String journeyId, List<String> references) {
    return Stream.concat(Stream.of(journeyId), references.stream()).distinct().toList();
  }

  private void remember(String source, String journeyId) {
    jdbc.sql("DELETE FROM erasure WHERE source = :source AND journey_key = :journey")
        .param("source", source)
        .param("journey", journeyId)
        .update();
    jdbc.sql(
            """
            INSERT INTO erasure (source, journey_key, erased_at) VALUES (:source, :journey, :now)
            """)
        .param("source", source)
        .param("journey", journeyId)
        .param("now", SqlTime.of(clock.instant()))
        .update();
  }

  /** Locks the deliveries first: whoever is deciding one of the events commits before. */
  private ErasureReport erase(String source, String journeyId, List<Found> found) {
    List<UUID> ids = found.stream().map(Found::id).toList();
    int attempts = 0;
    int deliveries = 0;
    if (!ids.isEmpty()) {
      lock(ids);
      attempts =
          update(
              """
              DELETE FROM attempt
              WHERE delivery_id IN (SELECT id FROM delivery WHERE event_id IN (:ids))
              """,
              ids);
      deliveries = update("DELETE FROM delivery WHERE event_id IN (:ids)", ids);
      update(
          """
          UPDATE event SET state = 'erased', payload = '', journey_id = NULL, journey_key = NULL,
            reference_no = NULL, problem = NULL, decision = NULL, previous_decision = NULL,
            changed = NULL, outcome = NULL, stale = NULL, worse = NULL
          WHERE id IN (:ids)
          """,
          ids);
    }
    return new ErasureReport(
        ids.size(),
        (int) found.stream().filter(Found::quarantined).count(),
        deliveries,
        attempts,
        delete("journey", source, journeyId),
        delete("remote_id", source, journeyId),
        0);
  }

  private void lock(List<UUID> ids) {
    jdbc.sql("SELECT id FROM delivery WHERE event_id IN (:ids) ORDER BY id FOR UPDATE")
        .param("ids", ids)
        .query(UUID.class)
        .list();
  }

  private int update(String sql, List<UUID> ids) {
    return jdbc.sql(sql).param("ids", ids).update();
  }

  private int delete(String table, String source, String journeyId) {
    return jdbc.sql("DELETE FROM " + table + " WHERE source = :source AND journey_key = :journey")
        .param("source", source)
        .param("journey", journeyId)
        .update();
  }
}
