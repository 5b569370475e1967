package org.idwiseroutes.result;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks IDWise about journeys whose end no webhook has told, and makes events of the answers. A
 * webhook that comes after all changes nothing any more.
 */
@Component
public class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final JdbcClient jdbc;
  private final Results results;
  private final Recovery recovery;
  private final ReconcileProperties properties;
  private final Clock clock;

  Reconciler(
      JdbcClient jdbc,
      Results results,
      Recovery recovery,
      ReconcileProperties properties,
      Clock clock) {
    this.jdbc = jdbc;
    this.results = results;
    this.recovery = recovery;
    this.properties = properties;
    this.clock = clock;
  }

  /** How many journeys one call may name. */
  public int most() {
    return properties.most();
  }

  /** Whether IDWise's API can be asked about journeys of this source. */
  public boolean isOn(String source) {
    return results.isOn(source);
  }

  /** Asks about these journeys of one source, one after another. */
  public ReconcileReport reconcile(String source, List<String> journeyIds)
      throws InterruptedException {
    return ask(journeyIds.stream().distinct().map(id -> new JourneyKey(source, id)).toList());
  }

  /** Asks about the journeys that are without a decision for too long; never asked ones first. */
  public ReconcileReport reconcileOverdue() throws InterruptedException {
    Instant now = clock.instant();
    return ask(
        jdbc
            .sql(
                """
                SELECT j.source, j.journey_key FROM journey j
                LEFT JOIN api_call c ON c.source = j.source AND c.journey_key = j.journey_key
                WHERE j.decision IS NULL AND j.updated_at <= :overdue AND j.updated_at > :forgotten
                  AND (c.called_at IS NULL OR c.called_at <= :overdue)
                  AND EXISTS (
                    SELECT 1 FROM event e
                    WHERE e.source = j.source AND e.journey_key = j.journey_key
                      AND e.journey_id IS NOT NULL)
                ORDER BY CASE WHEN c.called_at IS NULL THEN 0 ELSE 1 END, c.called_at, j.updated_at
                LIMIT :most
                """)
            .param("overdue", SqlTime.of(now.minus(properties.after())))
            .param("forgotten", SqlTime.of(now.minus(properties.until())))
            .param("most", properties.most())
            .query((row, number) -> new JourneyKey(row.getString(1), row.getString(2)))
            .list()
            .stream()
            .filter(journey -> results.isOn(journey.source()))
            .toList());
  }

  @Scheduled(
      initialDelayString = "${idwise.reconcile.interval}",
      fixedDelayString = "${idwise.reconcile.interval}")
  void onSchedule() throws InterruptedException {
    try {
      ReconcileReport report = reconcileOverdue();
      if (report.asked() > 0) {
        LOG.info(
            "Asked IDWise about {} journeys without a decision: {} recovered, {} missing, {} failed",
            report.asked(),
            report.recovered(),
            report.missing(),
            report.failed());
      }
    } catch (DataAccessException e) {
      LOG.warn("Journeys are reconciled the next time: {}", e.toString());
    }
  }

  private ReconcileReport ask(List<JourneyKey> journeys) throws InterruptedException {
    List<ReconcileReport.Asked> asked = new ArrayList<>();
    for (JourneyKey journey : journeys) {
      asked.add(ask(journey));
    }
    return ReconcileReport.of(asked);
  }

  private ReconcileReport.Asked ask(JourneyKey journey) throws InterruptedException {
    try {
      Optional<Result> result = results.ask(journey);
      Optional<Decision> said = result.flatMap(Result::decision);
      if (said.isEmpty()) {
        return asked(
            journey,
            "missing",
            result.isPresent() ? "it has no decision yet" : "IDWise knows no such journey");
      }
      boolean isNew = recovery.changes(journey, result.get());
      recovery.recover(journey, result.get());
      return asked(journey, isNew ? "recovered" : "known", said.get().text());
    } catch (ResultUnavailableException e) {
      return asked(journey, "failed", e.getMessage());
    }
  }

  private static ReconcileReport.Asked asked(JourneyKey journey, String outcome, String detail) {
    return new ReconcileReport.Asked(journey.source(), journey.key(), outcome, detail);
  }
}
