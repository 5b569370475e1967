package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/**
 * Mappings and templates can be evaluated for every event that is sent to them. What depends on the
 * answers of other systems is left to scenarios.
 */
@Component
class DestinationsCheck implements RouteCheck {

  private static final Set<String> EVALUATED = Set.of("jsonata", "thymeleaf", "json-http");

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    try {
      Stage stage = stages.rules(Map.of());
      DestinationStage destinations = stages.destinations(Map.of());
      Set<String> done = new HashSet<>();
      for (Map<String, Object> variables : PossibleEvents.all()) {
        for (Sent sent : stage.of(variables, document(variables)).sent()) {
          String what = variables.get("event") + " to " + sent;
          if (done.add(what)) {
            destinations
                .of(sent)
                .filter(delivered -> delivered.error() != null && !delivered.refused())
                .ifPresent(delivered -> problems.addAll(problems(folder, delivered, what)));
          }
        }
      }
    } catch (Exception reportedByOtherChecks) {
      return problems;
    }
    return problems;
  }

  private String document(Map<String, Object> variables) {
    ObjectNode document = json.valueToTree(variables);
    document.putObject("body");
    return document.toString();
  }

  private static List<Problem> problems(Folder folder, Delivered delivered, String what) {
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (node.path("id").asText().equals(delivered.failedAt())
                && EVALUATED.contains(node.path("uri").asText().split(":", 2)[0])) {
              problems.add(
                  file.problem(pointer, "it fails with %s: %s".formatted(what, delivered.error())));
            }
          });
    }
    return problems;
  }
}
