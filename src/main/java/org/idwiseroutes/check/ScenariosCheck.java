package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.wiring.Stage;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The scenarios of {@code scenarios/*.yaml} go as they say. */
@Component
class ScenariosCheck implements RouteCheck {

  private final Environment settings;

  ScenariosCheck(Environment settings) {
    this.settings = settings;
  }

  @Override
  public List<Problem> check(Folder folder) {
    return run(folder).stream().flatMap(outcome -> outcome.problems().stream()).toList();
  }

  /** Each scenario with what went otherwise. */
  List<ScenarioOutcome> run(Folder folder) {
    List<Scenario> scenarios = new ArrayList<>();
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      if (!file.json().isArray()) {
        outcomes.add(broken(file, "a file of scenarios is a list: - scenario: …"));
        continue;
      }
      for (int i = 0; i < file.json().size(); i++) {
        scenarios.add(new Scenario(file, i));
      }
    }
    if (scenarios.isEmpty()) {
      return outcomes;
    }
    try (Stage stage = new Stage(folder.routeTexts(), settings)) {
      for (Scenario scenario : scenarios) {
        outcomes.add(
            new ScenarioOutcome(scenario.fileName(), scenario.name(), scenario.run(stage)));
      }
    } catch (Exception rulesCannotBeRun) {
      outcomes.add(
          new ScenarioOutcome(
              "scenarios",
              "all",
              List.of(
                  new Problem("scenarios", 0, "none was run, because the rules cannot be run"))));
    }
    return outcomes;
  }

  private static ScenarioOutcome broken(YamlFile file, String text) {
    return new ScenarioOutcome(file.name(), file.name(), List.of(file.problem("", text)));
  }
}
