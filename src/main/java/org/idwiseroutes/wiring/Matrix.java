package org.idwiseroutes.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.Outcome;
import org.springframework.stereotype.Component;

/** Which event and decision goes where, as the live rules of {@code decide} say. */
@Component
public class Matrix {

  private static final String NO_DECISION = "no decision";

  private final Rehearsal rehearsal;

  Matrix(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
  }

  /**
   * One line.
   *
   * @param decision decisions for which the event goes the same way
   */
  public record Line(String event, String decision, String goesTo) {}

  /** For every event that IDWise documents, when it changes the decision to each there is. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (EventName name : EventName.values()) {
      Map<String, List<String>> decisions = new LinkedHashMap<>();
      decisions.computeIfAbsent(way(name, null, false), way -> new ArrayList<>()).add(NO_DECISION);
      Arrays.stream(Decision.values())
          .forEach(
              decision ->
                  decisions
                      .computeIfAbsent(way(name, decision, false), way -> new ArrayList<>())
                      .add(decision.text()));
      decisions.forEach((way, of) -> lines.add(new Line(name.text(), said(of), way)));
      if (name == EventName.AML_MONITOR_UPDATE) {
        lines.add(
            new Line(name.text(), "the system now says Refer", way(name, Decision.REFER, true)));
      }
    }
    return lines;
  }

  private static String said(List<String> decisions) {
    return decisions.size() == Decision.values().length + 1 ? "any" : String.join(", ", decisions);
  }

  private String way(EventName name, Decision decision, boolean worse) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("source", "example");
    variables.put("event", name.text());
    variables.put("eventId", "example");
    variables.put("journeyId", "example");
    variables.put("journey", "example");
    variables.put("referenceNo", "example");
    variables.put("customer", "example");
    variables.put("aml", name == EventName.AML_MONITOR_UPDATE);
    if (decision != null) {
      variables.put("decision", decision.text());
    }
    variables.put("changed", true);
    variables.put("outcome", (decision == null ? Outcome.UNKNOWN : decision.outcome()).toString());
    variables.put("status", variables.get("outcome"));
    if (decision != null) {
      variables.put("statusDecision", decision.text());
    }
    variables.put("stale", false);
    variables.put("worse", worse);
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
    variables.put("news", true);
    variables.put("ask", false);
    boolean check =
        name == EventName.FINISHED_SPOT_CHECK || name == EventName.FINISHED_ONGOING_CHECK;
    if (check && decision == Decision.COMPLETE) {
      variables.put("closes", "spot-check");
    } else if (check) {
      variables.put("opens", "spot-check");
    } else if (name == EventName.KYC_RENEWAL_DEADLINE_EXCEEDED) {
      variables.put("opens", "kyc");
    } else if (worse) {
      variables.put("opens", "aml");
    } else if (decision == Decision.REFER && name != EventName.AML_MONITOR_UPDATE) {
      variables.put("opens", "review");
    } else if (decision != null && decision.isManual()) {
      variables.put("closes", "review,aml");
    }
    return words(rehearsal.of(variables));
  }

  private static String words(Course course) {
    if (course.error() != null) {
      return course.error();
    }
    if (course.quarantined()) {
      return "quarantine";
    }
    return course.sent().isEmpty()
        ? "nowhere"
        : course.sent().stream().map(Sent::toString).collect(Collectors.joining(", "));
  }
}
