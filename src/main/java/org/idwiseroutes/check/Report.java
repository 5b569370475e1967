package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was found in a folder of routes.
 *
 * @param problems by file and line, those of scenarios among them; empty when nothing is wrong
 * @param scenarios how each went
 * @param amendments what scenarios that go otherwise would have to say
 */
public record Report(
    List<Problem> problems, List<ScenarioOutcome> scenarios, Amendments amendments) {

  /** What keeps the folder from running. */
  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }

  /** What keeps the folder from running, but for scenarios that go otherwise than they say. */
  public List<Problem> errorsOfRoutes() {
    List<Problem> errors = new ArrayList<>(errors());
    scenarios.forEach(scenario -> errors.removeAll(scenario.problems()));
    return errors;
  }

  /** What somebody has to look at. */
  public List<Problem> warnings() {
    return problems.stream().filter(problem -> !problem.isError()).toList();
  }

  /**
   * What to put right first: while something stands wrong in a file, what came out as the routes
   * and the scenarios were run may follow from that, and is not told.
   */
  public List<Problem> told() {
    List<Problem> ofRoutes = errorsOfRoutes();
    if (ofRoutes.isEmpty()) {
      return problems;
    }
    boolean causes = ofRoutes.stream().anyMatch(problem -> !problem.follows());
    return problems.stream()
        .filter(problem -> !problem.isError() || ofRoutes.contains(problem))
        .filter(problem -> !causes || !problem.follows())
        .toList();
  }

  /** "2 to put right, 1 to look at: 2 in crm.camel.yaml, 1 in decide.camel.yaml." */
  public String summary(String folder) {
    List<Problem> told = told();
    long wrong = told.stream().filter(Problem::isError).count();
    long doubtful = told.size() - wrong;
    String looked = doubtful == 0 ? "" : ", %d to look at".formatted(doubtful);
    if (wrong == 0) {
      return "Nothing is wrong in %s; %d scenarios went as they say%s."
          .formatted(folder, scenarios.size(), looked);
    }
    Map<String, Long> files =
        told.stream()
            .collect(Collectors.groupingBy(Problem::file, TreeMap::new, Collectors.counting()));
    String where =
        files.entrySet().stream()
            .map(file -> "%d in %s".formatted(file.getValue(), file.getKey()))
            .collect(Collectors.joining(", "));
    int more = problems.size() - told.size();
    return "%d to put right%s: %s.%s"
        .formatted(
            wrong,
            looked,
            where,
            more == 0
                ? ""
                : " Then check again: %d more came out as routes and scenarios were run, and may follow."
                    .formatted(more));
  }
}
