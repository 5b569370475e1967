package org.idwiseroutes.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The events of one journey in the order in which they come, each with what the table in
 * docs/routes.md makes of it.
 *
 * @param name the journey's id and the person's reference
 */
record Story(String name, List<Step> steps) {

  /**
   * One event.
   *
   * @param key its {@code eventId}
   * @param body what IDWise posts
   * @param destinations where it has to be delivered
   * @param calls those of them whose delivery shows at the destination: closing tickets when none
   *     is open calls nobody
   */
  record Step(String key, Map<String, Object> body, Set<String> destinations, Set<String> calls) {}

  private static final int KINDS = 4;
  private static final Map<String, Object> OVERDUE =
      Map.of("requiredSteps", List.of(), "renewalDeadline", "2026-10-31T00:00:00.000Z");

  /** The story of the journey with this number; the kinds take turns. */
  static Story number(int number) {
    Story story = new Story("j" + number, new ArrayList<>());
    switch (number % KINDS) {
      case 0 -> story.reviewed();
      case 1 -> story.complete();
      case 2 -> story.late();
      default -> story.rejectedAtOnce();
    }
    return story;
  }

  private void reviewed() {
    add("Finished Step", Map.of("stepId", "1"), Set.of(), Set.of());
    add("Finished Journey", Map.of("systemDecision", "Refer"), crmAnd("ticketing"));
    add("Manually Reviewed", decided("Rejected"), crmAnd("ticketing", "email"));
    add("Manually Reviewed", decided("Approved"), crmAnd("ticketing", "email"), crmAnd("email"));
    deadline();
  }

  /** Nobody who was rejected has to renew. */
  private void complete() {
    add("Finished Journey", Map.of("systemDecision", "Complete"), crmAnd());
    add("Manually Reviewed", decided("Rejected"), crmAnd("ticketing", "email"), crmAnd("email"));
    add("KYC Renewal Deadline Exceeded", OVERDUE, Set.of(), Set.of());
  }

  /** The review overtakes the event that asked for it, which then changes nothing. */
  private void late() {
    add("Manually Reviewed", decided("Approved"), crmAnd("ticketing"), Set.of("crm"));
    add("Finished Journey", Map.of("systemDecision", "Refer"), Set.of(), Set.of());
    deadline();
  }

  private void rejectedAtOnce() {
    add("Finished Journey", Map.of("systemDecision", "Refer"), crmAnd("ticketing"));
    add("Manually Reviewed", decided("Rejected"), crmAnd("ticketing", "email"));
  }

  private void deadline() {
    add("KYC Renewal Deadline Exceeded", OVERDUE, crmAnd("ticketing", "email"));
  }

  private static Map<String, Object> decided(String decision) {
    return Map.of("systemDecision", "Refer", "manualDecision", decision, "finalDecision", decision);
  }

  private static Set<String> crmAnd(String... others) {
    List<String> all = new ArrayList<>(List.of(others));
    all.add("crm");
    return Set.copyOf(all);
  }

  private void add(String event, Map<String, Object> fields, Set<String> destinations) {
    add(event, fields, destinations, destinations);
  }

  private void add(
      String event, Map<String, Object> fields, Set<String> destinations, Set<String> calls) {
    String key = name + "-" + steps.size();
    Map<String, Object> body = new TreeMap<>(fields);
    body.put("eventId", key);
    body.put("journeyId", name);
    body.put("referenceNo", name);
    steps.add(new Step(key, Map.of("event", event, "body", body), destinations, calls));
  }
}
