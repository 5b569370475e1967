package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The answers of each {@code scenarios/answers.yaml} are of steps that there are. */
@Component
class AnswersCheck implements RouteCheck {

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> steps = new TreeSet<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> steps.add(node.path("id").asText()));
    }
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.answersFiles()) {
      file.json()
          .fieldNames()
          .forEachRemaining(
              step -> {
                if (!steps.contains(step)) {
                  problems.add(
                      file.problem(
                          "/" + step,
                          "no step has the id \"%s\"%s"
                              .formatted(step, Similar.words(step, steps))));
                }
              });
    }
    return problems;
  }
}
