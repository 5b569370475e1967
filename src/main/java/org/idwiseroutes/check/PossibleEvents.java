package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.Outcome;

/** The variables of every event that IDWise documents, with every decision and meaning. */
final class PossibleEvents {

  private static final List<Boolean> BOTH = List.of(true, false);

  private PossibleEvents() {}

  /** All of them, one that nobody knows and one that cannot be read. */
  static List<Map<String, Object>> all() {
    List<Map<String, Object>> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (EventName name : EventName.values()) {
      names.add(name.text());
    }
    names.add("An Event Nobody Knows");
    for (String name : names) {
      for (Decision decision : decisions()) {
        for (boolean aml : aml(name)) {
          meanings(name, decision, aml, all);
        }
      }
    }
    Map<String, Object> unreadable =
        of(EventName.FINISHED_JOURNEY.text(), null, false, false, false, false);
    unreadable.put("problem", "it has no \"body\" object");
    all.add(unreadable);
    return all;
  }

  private static void meanings(
      String name, Decision decision, boolean aml, List<Map<String, Object>> all) {
    for (boolean changed : BOTH) {
      for (boolean stale : BOTH) {
        for (boolean worse : BOTH) {
          all.add(of(name, decision, aml, changed, stale, worse));
        }
      }
    }
  }

  /** An Updated Journey may report AML monitoring or not; the others do or do not. */
  private static List<Boolean> aml(String name) {
    if (name.equals(EventName.UPDATED_JOURNEY.text())) {
      return BOTH;
    }
    return List.of(name.equals(EventName.AML_MONITOR_UPDATE.text()));
  }

  private static List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>(List.of(Decision.values()));
    decisions.add(null);
    return decisions;
  }

  private static Map<String, Object> of(
      String name, Decision decision, boolean aml, boolean changed, boolean stale, boolean worse) {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (String id : List.of("eventId", "id", "journeyId", "journey", "referenceNo", "customer")) {
      variables.put(id, "example");
    }
    variables.put("source", "example");
    variables.put("origin", "webhook");
    variables.put("event", name);
    variables.put("aml", aml);
    if (decision != null) {
      variables.put("decision", decision.text());
    }
    variables.put("changed", changed);
    variables.put("outcome", (decision == null ? Outcome.UNKNOWN : decision.outcome()).toString());
    variables.put("stale", stale);
    variables.put("worse", worse);
    return variables;
  }
}
