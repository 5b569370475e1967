package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.journey.JourneyProperties;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/** The scenarios of {@code scenarios/*.yaml} go as they say. */
@Component
class Scenarios {

  private static final String SETTINGS = "settings";

  private final JourneyProperties journeys;

  Scenarios(JourneyProperties journeys) {
    this.journeys = journeys;
  }

  /** Runs each, with the settings of its file; what cannot be run is an outcome as well. */
  List<ScenarioOutcome> run(Folder folder, Stages stages) {
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      if (file.json().isArray()) {
        outcomes.addAll(run(stages, file));
      } else {
        outcomes.add(broken(file, "a file of scenarios is a list: - scenario: …"));
      }
    }
    return outcomes;
  }

  private List<ScenarioOutcome> run(Stages stages, YamlFile file) {
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    try {
      each(
          stages,
          file,
          (scenario, stage, destinations) ->
              outcomes.add(
                  new ScenarioOutcome(
                      scenario.fileName(),
                      scenario.name(),
                      scenario.run(stage, destinations, journeys.lateWindow()))));
    } catch (Exception e) {
      if (stages.problem().isEmpty()) {
        outcomes.add(broken(file, "the scenarios cannot be run: " + StandIn.why(e)));
      }
    }
    return outcomes;
  }

  /** What all would have to say to go as they do. */
  Amendments amend(Folder folder, Stages stages) {
    ScenarioWriter writer = new ScenarioWriter();
    for (YamlFile file : folder.scenarios()) {
      Map<String, JsonNode> accepted = new LinkedHashMap<>();
      try {
        each(
            stages,
            file,
            (scenario, stage, destinations) ->
                scenario
                    .accepted(stage, destinations, journeys.lateWindow())
                    .forEach((step, expect) -> accepted.put(scenario.step(step), expect)));
        writer.add(file, folder.text(file.name()), accepted);
      } catch (Exception toldByStages) {
        return Amendments.NONE;
      }
    }
    return writer.amendments();
  }

  private interface Action {
    void take(Scenario scenario, Stage stage, DestinationStage destinations) throws Exception;
  }

  /** Shows the scenarios of a file, with what they run in. */
  private static void each(Stages stages, YamlFile file, Action action) throws Exception {
    List<Scenario> scenarios = new ArrayList<>();
    Map<String, String> settings = new TreeMap<>();
    for (int i = 0; file.json().isArray() && i < file.json().size(); i++) {
      JsonNode own = file.json().get(i).path(SETTINGS);
      if (own.isMissingNode()) {
        scenarios.add(new Scenario(file, i));
      } else {
        own.properties().forEach(one -> settings.put(one.getKey(), one.getValue().asText()));
      }
    }
    try {
      Stage stage = stages.rules(settings);
      DestinationStage destinations =
          scenarios.stream().anyMatch(Scenario::readsRequests)
              ? stages.destinations(settings)
              : null;
      for (Scenario scenario : scenarios) {
        action.take(scenario, stage, destinations);
      }
    } finally {
      stages.release(settings);
    }
  }

  private static ScenarioOutcome broken(YamlFile file, String text) {
    return new ScenarioOutcome(file.name(), file.name(), List.of(file.problem("", text)));
  }
}
