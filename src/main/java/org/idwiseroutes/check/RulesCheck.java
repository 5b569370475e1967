package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/**
 * Every event that IDWise documents is handled whatever its decision and goes where a route takes
 * it, and every rule is reached by some event. The rules are run for all of them, without effect.
 */
@Component
class RulesCheck implements RouteCheck {

  private final ActiveRoutes routes;

  RulesCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<String> files = Stage.files(folder.routeTexts());
    if (files.isEmpty()) {
      return List.of(
          new Problem(
              "decide.camel.yaml", 0, "no route takes from outbox:decide; events would wait"));
    }
    try {
      return check(folder, files, stages.rules(Map.of()));
    } catch (Exception e) {
      return List.of(new Problem(files.get(0), 0, "the rules cannot be run: " + StandIn.why(e)));
    }
  }

  private List<Problem> check(Folder folder, List<String> files, Stage stage) throws Exception {
    Set<String> unhandled = new LinkedHashSet<>();
    Set<String> matched = new HashSet<>();
    Set<String> sent = new HashSet<>();
    for (Map<String, Object> variables : PossibleEvents.all()) {
      Course course = stage.of(variables);
      if (course.error() != null) {
        return List.of(new Problem(files.get(0), 0, "the rules fail: " + course.error()));
      }
      matched.addAll(course.visited());
      course.sent().forEach(one -> sent.add("outbox:" + one.destination()));
      if (course.quarantined() && isKnown(variables)) {
        unhandled.add(
            "no rule handles \"%s\"%s"
                .formatted(
                    variables.get("event"),
                    variables.containsKey("decision") ? " with " + variables.get("decision") : ""));
      }
    }
    List<Problem> problems = new ArrayList<>();
    unhandled.forEach(text -> problems.add(new Problem(files.get(0), 0, text)));
    problems.addAll(nobodyTakes(folder, files, sent));
    for (YamlFile file : folder.routes()) {
      if (files.contains(file.name())) {
        file.visit("", (pointer, node) -> unreached(file, pointer, node, matched, problems));
      }
    }
    return problems;
  }

  private static boolean isKnown(Map<String, Object> variables) {
    return EventName.of(variables.get("event").toString()).isPresent()
        && !variables.containsKey("problem");
  }

  private List<Problem> nobodyTakes(Folder folder, List<String> files, Set<String> sent) {
    Set<String> taken = routes.taken(folder);
    List<Problem> problems = new ArrayList<>();
    routes
        .senders(folder)
        .forEach(
            (uri, all) -> {
              if (sent.contains(uri) && !taken.contains(uri)) {
                all.stream().filter(one -> files.contains(one.file())).forEach(problems::add);
              }
            });
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
}
