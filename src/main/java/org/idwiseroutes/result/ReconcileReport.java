package org.idwiseroutes.result;

import java.util.List;

/**
 * What came of asking IDWise about journeys.
 *
 * @param asked how many were asked about
 * @param found of these, IDWise has a decision on so many
 * @param recovered of these, so many were not known and have become events
 * @param missing IDWise has no decision, or knows no such journey
 * @param failed IDWise could not be asked; ask again
 * @param journeys each of them
 */
public record ReconcileReport(
    int asked, int found, int recovered, int missing, int failed, List<Asked> journeys) {

  /**
   * One journey.
   *
   * @param outcome {@code known}, {@code recovered}, {@code missing} or {@code failed}
   * @param detail the decision, or why there is none
   */
  public record Asked(String source, String journeyId, String outcome, String detail) {}

  static ReconcileReport of(List<Asked> journeys) {
    int known = count(journeys, "known");
    int recovered = count(journeys, "recovered");
    return new ReconcileReport(
        journeys.size(),
        known + recovered,
        recovered,
        count(journeys, "missing"),
        count(journeys, "failed"),
        journeys);
  }

  private static int count(List<Asked> journeys, String outcome) {
    return (int) journeys.stream().filter(asked -> asked.outcome().equals(outcome)).count();
  }
}
