package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.journey.Renewal;
import org.idwiseroutes.journey.Tickets;

/** The variables of every event that IDWise documents, with every decision and meaning. */
final class PossibleEvents {

  private static final String UNKNOWN = "An Event Nobody Knows";

  private static final List<Boolean> BOTH = List.of(true, false);

  private PossibleEvents() {}

  /** All of them, one that nobody knows and one that cannot be read. */
  static List<Given> all() {
    return variables().stream().map(Given::of).toList();
  }

  /** One that IDWise does not document. */
  static Given unknown() {
    return Given.of(of(UNKNOWN, null, false, false, false, false));
  }

  /** All values that variables can have which have no others, by name. */
  static Map<String, Set<String>> values() {
    Set<String> decisions = texts(Stream.of(Decision.values()).map(Decision::text));
    Set<String> outcomes = texts(Stream.of(Outcome.values()).map(Outcome::toString));
    Map<String, Set<String>> values = new TreeMap<>();
    values.put("decision", decisions);
    values.put("previousDecision", decisions);
    values.put("asked", decisions);
    values.put("statusDecision", decisions);
    values.put("outcome", outcomes);
    values.put("status", outcomes);
    values.put("renewal", texts(Stream.of(Renewal.values()).map(Renewal::toString)));
    values.put("opens", Set.copyOf(Tickets.KINDS));
    for (String flag :
        List.of(
            "aml",
            "ask",
            "byPerson",
            "changed",
            "echo",
            "explains",
            "late",
            "newestJourney",
            "news",
            "overturned",
            "stale",
            "takesBack",
            "twin",
            "worse")) {
      values.put(flag, Set.of("true", "false"));
    }
    return values;
  }

  private static Set<String> texts(Stream<String> values) {
    return values.collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Map<String, Object>> variables() {
    List<Map<String, Object>> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (EventName name : EventName.values()) {
      names.add(name.text());
    }
    names.add(UNKNOWN);
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
    sequences(all);
    return all;
  }

  /** What events mean that only others before them make possible. */
  private static void sequences(List<Map<String, Object>> all) {
    String finished = EventName.FINISHED_JOURNEY.text();
    String monitor = EventName.AML_MONITOR_UPDATE.text();
    for (Decision decision : List.of(Decision.REFER, Decision.COMPLETE)) {
      Map<String, Object> overturned = of(finished, decision, false, true, false, false);
      overturned.put("overturned", true);
      all.add(overturned);
    }
    for (EventName person :
        List.of(EventName.VERIFICATION_UPDATE_REQUIRED, EventName.KYC_RENEWAL_DEADLINE_EXCEEDED)) {
      Map<String, Object> late = of(person.text(), Decision.COMPLETE, false, false, false, false);
      late.put("late", true);
      all.add(late);
    }
    for (String flag : List.of("echo", "ask", "explains")) {
      Map<String, Object> flagged = of(finished, Decision.APPROVED, false, false, false, false);
      flagged.put(flag, true);
      all.add(flagged);
    }
    for (boolean changed : BOTH) {
      Map<String, Object> twin = of(monitor, Decision.REFER, true, changed, false, false);
      twin.put("twin", true);
      all.add(twin);
    }
    Map<String, Object> older = of(finished, Decision.COMPLETE, false, true, false, false);
    older.put("newestJourney", false);
    all.add(older);
    Map<String, Object> takesBack = of(monitor, Decision.COMPLETE, true, true, false, false);
    takesBack.put("newestJourney", false);
    takesBack.put("takesBack", true);
    all.add(takesBack);
    Map<String, Object> rejected = of(monitor, Decision.REJECTED, true, true, false, false);
    rejected.put("twin", true);
    all.add(rejected);
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
    variables.put("status", variables.get("outcome"));
    if (decision != null) {
      variables.put("statusDecision", decision.text());
    }
    variables.put("stale", stale);
    variables.put("worse", worse);
    String opens = opens(name, decision, aml, changed && !stale, worse && !stale);
    String closes = closes(name, decision, changed && !stale);
    variables.put("round", 1);
    variables.put("renewal", "none");
    variables.put("echo", false);
    variables.put("twin", false);
    variables.put("late", false);
    variables.put("newestJourney", true);
    variables.put("takesBack", false);
    variables.put("byPerson", decision != null && decision.isManual());
    variables.put("overturned", false);
    variables.put("explains", false);
    variables.put("news", changed || opens != null || closes != null);
    variables.put("ask", false);
    variables.put("meaning", "an example");
    if (opens != null) {
      variables.put("opens", opens);
    } else if (closes != null) {
      variables.put("closes", closes);
    }
    return variables;
  }

  private static String opens(
      String name, Decision decision, boolean aml, boolean changed, boolean worse) {
    boolean check = name.contains("Check");
    if (check) {
      return decision == Decision.COMPLETE ? null : "spot-check";
    }
    if (aml && (worse || changed && decision == Decision.REFER)) {
      return "aml";
    }
    if (name.equals(EventName.KYC_RENEWAL_DEADLINE_EXCEEDED.text())) {
      return "kyc";
    }
    return changed && decision == Decision.REFER ? "review" : null;
  }

  private static String closes(String name, Decision decision, boolean changed) {
    if (name.contains("Check")) {
      return decision == Decision.COMPLETE ? "spot-check" : null;
    }
    boolean manual = decision != null && decision.isManual();
    return changed && manual ? "review,aml" : null;
  }
}
