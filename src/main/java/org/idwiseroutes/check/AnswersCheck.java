package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The answers of each {@code scenarios/answers.yaml} are of steps that there are. */
@Component
class AnswersCheck implements RouteCheck {

  private static final Pattern STEP = Pattern.compile("/\\d+/steps/\\d+");

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> steps = new TreeSet<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> steps.add(node.path("id").asText()));
    }
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.answersFiles()) {
      unknown(file, "", file.json(), steps, problems);
    }
    for (YamlFile file : folder.scenarios()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (STEP.matcher(pointer).matches()) {
              for (String key : List.of(ScenarioShape.ANSWERS, ScenarioShape.STATUSES)) {
                unknown(file, pointer + "/" + key, node.path(key), steps, problems);
              }
            }
          });
    }
    return problems;
  }

  private static void unknown(
      YamlFile file, String pointer, JsonNode named, Set<String> steps, List<Problem> problems) {
    named
        .fieldNames()
        .forEachRemaining(
            step -> {
              if (!steps.contains(step)) {
                problems.add(
                    file.problem(
                        pointer + "/" + step,
                        "no step has the id \"%s\"%s".formatted(step, Similar.words(step, steps))));
              }
            });
  }
}
