package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Stage;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** The scenarios of {@code scenarios/*.yaml} go as they say. */
@Component
class Scenarios {

  private final ApplicationContext application;
  private final ActiveRoutes routes;

  Scenarios(ApplicationContext application, ActiveRoutes routes) {
    this.application = application;
    this.routes = routes;
  }

  /** Runs each whose precondition holds; what cannot be run is an outcome as well. */
  List<ScenarioOutcome> run(Folder folder) {
    List<Scenario> scenarios = new ArrayList<>();
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      if (!file.json().isArray()) {
        outcomes.add(broken(file, "a file of scenarios is a list: - scenario: …"));
        continue;
      }
      for (int i = 0; i < file.json().size(); i++) {
        Scenario scenario = new Scenario(file, i);
        if (routes.holds(scenario.precondition())) {
          scenarios.add(scenario);
        }
      }
    }
    if (!scenarios.isEmpty()) {
      outcomes.addAll(run(folder, scenarios));
    }
    return outcomes;
  }

  private List<ScenarioOutcome> run(Folder folder, List<Scenario> scenarios) {
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    try (Stage stage = new Stage(folder.routeTexts(), application);
        DestinationStage destinations =
            scenarios.stream().anyMatch(Scenario::readsRequests)
                ? new DestinationStage(
                    folder.routeTexts(), folder.otherTexts(), folder.answers(), application)
                : null) {
      for (Scenario scenario : scenarios) {
        outcomes.add(
            new ScenarioOutcome(
                scenario.fileName(), scenario.name(), scenario.run(stage, destinations)));
      }
      return outcomes;
    } catch (Exception routesCannotBeRun) {
      return List.of(ScenarioOutcome.noneWasRun(StandIn.why(routesCannotBeRun)));
    }
  }

  private static ScenarioOutcome broken(YamlFile file, String text) {
    return new ScenarioOutcome(file.name(), file.name(), List.of(file.problem("", text)));
  }
}
