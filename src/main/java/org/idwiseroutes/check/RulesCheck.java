package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Stage;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Every event that IDWise documents is handled whatever its decision, and every rule is reached by
 * some event. The rules are run for all of them, without effect.
 */
@Component
class RulesCheck implements RouteCheck {

  private static final List<Boolean> BOTH = List.of(true, false);

  private final Environment settings;

  RulesCheck(Environment settings) {
    this.settings = settings;
  }

  @Override
  public List<Problem> check(Folder folder) {
    Map<String, String> texts = folder.routeTexts();
    List<String> files = Stage.files(texts);
    if (files.isEmpty()) {
      return List.of(
          new Problem(
              "decide.camel.yaml", 0, "no route takes from outbox:decide; events would wait"));
    }
    try (Stage stage = new Stage(texts, settings)) {
      return check(folder, files, stage);
    } catch (Exception e) {
      return List.of(new Problem(files.get(0), 0, "the rules cannot be run: " + words(e)));
    }
  }

  /** The destinations that some event is sent to; empty when the rules cannot be run. */
  Set<String> sent(Folder folder) {
    Set<String> sent = new HashSet<>();
    try (Stage stage = new Stage(folder.routeTexts(), settings)) {
      for (Map<String, Object> variables : all()) {
        stage.of(variables).sent().forEach(one -> sent.add("outbox:" + one.destination()));
      }
    } catch (Exception reportedByTheCheckItself) {
      return Set.of();
    }
    return sent;
  }

  private static List<Problem> check(Folder folder, List<String> files, Stage stage)
      throws Exception {
    Set<String> unhandled = new LinkedHashSet<>();
    Set<String> matched = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Map<String, Object> variables : all()) {
      Course course = stage.of(variables);
      if (course.error() != null) {
        problems.add(new Problem(files.get(0), 0, "the rules fail: " + course.error()));
        return problems;
      }
      matched.addAll(course.visited());
      if (course.quarantined()
          && EventName.of(variables.get("event").toString()).isPresent()
          && !variables.containsKey("problem")) {
        unhandled.add(
            "no rule handles \"%s\"%s"
                .formatted(
                    variables.get("event"),
                    variables.containsKey("decision") ? " with " + variables.get("decision") : ""));
      }
    }
    unhandled.forEach(text -> problems.add(new Problem(files.get(0), 0, text)));
    for (YamlFile file : folder.routes()) {
      if (files.contains(file.name())) {
        file.visit((pointer, node) -> unreached(file, pointer, node, matched, problems));
      }
    }
    return problems;
  }

  /** A rule is reached when its first step is. */
  private static void unreached(
      YamlFile file, String pointer, JsonNode node, Set<String> matched, List<Problem> problems) {
    if (pointer.matches(".*/when/\\d+") && node.path("steps").size() > 0) {
      JsonNode first = node.path("steps").get(0);
      String id = first.properties().iterator().next().getValue().path("id").asText();
      if (!id.isEmpty() && !matched.contains(id)) {
        problems.add(
            file.problem(
                pointer + "/id",
                "no event reaches the rule \"%s\": an earlier one takes all that it fits, or it never fits"
                    .formatted(node.path("id").asText())));
      }
    }
  }

  private static List<Map<String, Object>> all() {
    List<Map<String, Object>> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (EventName name : EventName.values()) {
      names.add(name.text());
    }
    names.add("An Event Nobody Knows");
    for (String name : names) {
      for (Decision decision : decisions()) {
        for (boolean aml : aml(name)) {
          flags(name, decision, aml, all);
        }
      }
    }
    Map<String, Object> unreadable = of("Finished Journey", null, false, false, false, false);
    unreadable.put("problem", "it has no \"body\" object");
    all.add(unreadable);
    return all;
  }

  private static void flags(
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

  private static String words(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
