package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * Runs each, with the settings of its file; what cannot be run is an outcome as well.
   *
   * @param looked takes what they look at
   */
  List<ScenarioOutcome> run(Folder folder, Stages stages, Looked looked) {
    List<ScenarioOutcome> outcomes = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      if (file.json().isArray()) {
        outcomes.addAll(run(stages, file, looked));
      } else {
        outcomes.add(broken(file, "a file of scenarios is a list: - scenario: …"));
      }
    }
    return outcomes;
  }

  private List<ScenarioOutcome> run(Stages stages, YamlFile file, Looked looked) {
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
                      scenario.run(stage, destinations, journeys.lateWindow(), looked))));
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

  /**
   * A scenario that goes as it says, and what it looks at.
   *
   * @param settings of its file
   * @param steps the ids of the steps whose work it looks at
   */
  record Run(Scenario scenario, Map<String, String> settings, Set<String> steps) {}

  /**
   * Runs all, and keeps what they run in.
   *
   * @throws Exception when they cannot be run
   */
  List<Run> runs(Folder folder, Stages stages) throws Exception {
    List<Run> runs = new ArrayList<>();
    for (YamlFile file : folder.scenarios()) {
      Map<String, String> settings = settings(file);
      take(
          stages,
          file,
          settings,
          (scenario, stage, destinations) -> {
            Looked looked = new Looked();
            scenario.run(stage, destinations, journeys.lateWindow(), looked);
            runs.add(new Run(scenario, settings, looked.steps()));
          });
    }
    return runs;
  }

  /**
   * Whether a scenario goes otherwise in these.
   *
   * @throws Exception when their routes cannot be set up
   */
  boolean notices(Run run, Stages changed) throws Exception {
    Stage stage = changed.rules(run.settings());
    DestinationStage destinations =
        run.scenario().readsRequests() ? changed.destinations(run.settings()) : null;
    try {
      return !run.scenario().run(stage, destinations, journeys.lateWindow()).isEmpty();
    } catch (Exception | StackOverflowError thrownOnTheWay) {
      return true;
    }
  }

  /** Shows the scenarios of a file, with what they run in, which then ends. */
  private static void each(Stages stages, YamlFile file, Action action) throws Exception {
    Map<String, String> settings = settings(file);
    try {
      take(stages, file, settings, action);
    } finally {
      stages.release(settings);
    }
  }

  private static void take(
      Stages stages, YamlFile file, Map<String, String> settings, Action action) throws Exception {
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; file.json().isArray() && i < file.json().size(); i++) {
      if (!file.json().get(i).has(SETTINGS)) {
        scenarios.add(new Scenario(file, i));
      }
    }
    Stage stage = stages.rules(settings);
    DestinationStage destinations =
        scenarios.stream().anyMatch(Scenario::readsRequests) ? stages.destinations(settings) : null;
    for (Scenario scenario : scenarios) {
      action.take(scenario, stage, destinations);
    }
  }

  private static Map<String, String> settings(YamlFile file) {
    Map<String, String> settings = new TreeMap<>();
    file.json()
        .forEach(
            one ->
                one.path(SETTINGS)
                    .properties()
                    .forEach(own -> settings.put(own.getKey(), own.getValue().asText())));
    return settings;
  }

  private static ScenarioOutcome broken(YamlFile file, String text) {
    return new ScenarioOutcome(file.name(), file.name(), List.of(file.problem("", text)));
  }
}
