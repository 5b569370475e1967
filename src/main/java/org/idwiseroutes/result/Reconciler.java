package org.idwiseroutes.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks IDWise about journeys whose end no webhook has told, and makes events of the answers. A
 * webhook that comes after all changes nothing any more.
 */
@Component
public class Reconciler {

  private static final String FAILED = "failed";
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /** An API that fails so often in a row is down: who is left is asked about the next time. */
  private static final int MOST_FAILURES = 3;

  private final OverdueJourneys overdue;
  private final Asking asking;
  private final Recovery recovery;
  private final ResultProperties api;
  private final ReconcileProperties properties;

  Reconciler(
      OverdueJourneys overdue,
      Asking asking,
      Recovery recovery,
      ResultProperties api,
      ReconcileProperties properties) {
    this.overdue = overdue;
    this.asking = asking;
    this.recovery = recovery;
    this.api = api;
    this.properties = properties;
  }

  /** How many journeys one call may name. */
  public int most() {
    return properties.most();
  }

  /** Whether IDWise's API can be asked about journeys of this source. */
  public boolean isOn(String source) {
    return api.access(source).isPresent();
  }

  /** Whether it can be asked about journeys of any source. */
  public boolean isOn() {
    return api.isShared() || !api.sourcesWithKey().isEmpty();
  }

  /** Asks about these journeys of one source, one after another. */
  public ReconcileReport reconcile(String source, List<String> journeyIds)
      throws InterruptedException {
    return ask(journeyIds.stream().distinct().map(id -> new JourneyKey(source, id)).toList());
  }

  /** Asks about the journeys that are without a decision for too long; never asked ones first. */
  public ReconcileReport reconcileOverdue() throws InterruptedException {
    return ask(overdue.find());
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
    int failures = 0;
    for (JourneyKey journey : journeys) {
      if (failures == MOST_FAILURES) {
        asked.add(asked(journey, FAILED, "not asked, because the API is down"));
      } else {
        asked.add(ask(journey));
        failures = asked.get(asked.size() - 1).outcome().equals(FAILED) ? failures + 1 : 0;
      }
    }
    return ReconcileReport.of(asked);
  }

  private ReconcileReport.Asked ask(JourneyKey journey) throws InterruptedException {
    try {
      Optional<Result> result = asking.ask(journey);
      Optional<Decision> said = result.flatMap(Result::decision);
      if (said.isEmpty()) {
        String why = result.isPresent() ? "it has no decision yet" : "IDWise knows no such journey";
        return asked(journey, "missing", why);
      }
      boolean isNew = recovery.recover(journey, result.get()).isNew();
      return asked(journey, isNew ? "recovered" : "known", said.get().text());
    } catch (ResultUnavailableException e) {
      return asked(journey, FAILED, e.getMessage());
    }
  }

  private static ReconcileReport.Asked asked(JourneyKey journey, String outcome, String detail) {
    return new ReconcileReport.Asked(journey.source(), journey.key(), outcome, detail);
  }
}
