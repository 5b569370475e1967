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

  /** "2 to put right, 1 to look at: 2 in crm.camel.yaml, 1 in decide.camel.yaml." */
  public String summary(String folder) {
    String looked = warnings().isEmpty() ? "" : warnings().size() + " to look at";
    if (errors().isEmpty()) {
      return "Nothing is wrong in %s; %d scenarios went as they say%s."
          .formatted(folder, scenarios.size(), looked.isEmpty() ? "" : ", " + looked);
    }
    Map<String, Long> files =
        problems.stream()
            .collect(Collectors.groupingBy(Problem::file, TreeMap::new, Collectors.counting()));
    String where =
        files.entrySet().stream()
            .map(file -> "%d in %s".formatted(file.getValue(), file.getKey()))
            .collect(Collectors.joining(", "));
    return "%d to put right%s: %s."
        .formatted(errors().size(), looked.isEmpty() ? "" : ", " + looked, where);
  }
}
