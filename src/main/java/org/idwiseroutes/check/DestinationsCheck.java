package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * Mappings and templates can be evaluated for every event that is sent to them, and every route of
 * a destination gets as far as its first request. What depends on the answers of other systems is
 * left to scenarios.
 */
@Component
class DestinationsCheck implements RouteCheck {

  private static final Set<String> EVALUATED = Set.of("jsonata", "thymeleaf", "json-http");

  private static final String EMAIL = "email.";

  private final ScenarioEvents scenarios;
  private final ConfigurableEnvironment settings;

  DestinationsCheck(ScenarioEvents scenarios, ConfigurableEnvironment settings) {
    this.scenarios = scenarios;
    this.settings = settings;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Map<Problem, List<String>> failing = new LinkedHashMap<>();
    Map<String, Set<String>> given = new TreeMap<>();
    Stage stage;
    DestinationStage destinations;
    try {
      stage = stages.rules(Map.of());
      destinations = stages.destinations(Map.of());
    } catch (Exception toldByStages) {
      return List.of();
    }
    try {
      Set<String> done = new HashSet<>();
      List<Given> events = new ArrayList<>(scenarios.of(folder));
      events.addAll(PossibleEvents.all());
      events.addAll(stages.undocumented());
      for (Given event : events) {
        for (Sent sent : stage.of(event.variables(), event.document()).sent()) {
          String what = event.variables().get("event") + " to " + sent;
          if (done.add(what)) {
            Optional<Delivered> delivered = destinations.of(sent);
            delivered.ifPresent(one -> names(one, given));
            delivered
                .filter(one -> one.error() != null && !one.refused())
                .flatMap(one -> problem(folder, sent, one))
                .ifPresent(
                    problem ->
                        failing.computeIfAbsent(problem, one -> new ArrayList<>()).add(what));
          }
        }
      }
    } catch (Exception e) {
      return List.of(
          new Problem("routes", 0, "the destinations cannot be checked: " + StandIn.why(e))
              .asFollowing());
    }
    List<Problem> problems = new ArrayList<>();
    failing.forEach((problem, events) -> problems.add(told(problem, events)));
    given.forEach(
        (step, names) -> stages.looked().given().merge(step, names, DestinationsCheck::both));
    return problems;
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> all = new TreeSet<>(one);
    all.addAll(other);
    return all;
  }

  private static void names(Delivered delivered, Map<String, Set<String>> given) {
    delivered
        .inputs()
        .forEach(
            (step, body) ->
                Fields.names(
                    Fields.read(body), given.computeIfAbsent(step, id -> new TreeSet<>())));
  }

  private static Problem told(Problem problem, List<String> events) {
    String others = events.size() == 1 ? "" : " and %d more".formatted(events.size() - 1);
    return problem.saying(
        "it fails with %s%s: %s".formatted(events.get(0), others, problem.text()));
  }

  /** At the step that fails, or that sets what it fails with, unless an answer may be why. */
  private Optional<Problem> problem(Folder folder, Sent sent, Delivered delivered) {
    List<Problem> problems = new ArrayList<>();
    if (delivered.requests().isEmpty()) {
      sent.variables()
          .forEach(
              (name, value) -> {
                if (delivered.error().contains("." + value + " ")) {
                  problems.addAll(setters(folder, name, value, delivered.error()));
                }
              });
    }
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            boolean evaluated = EVALUATED.contains(node.path("uri").asText().split(":", 2)[0]);
            if (node.path("id").asText().equals(delivered.failedAt())
                && (evaluated || delivered.requests().isEmpty())) {
              problems.add(
                  file.problem(pointer, resource(node) + Wording.plain(delivered.error()))
                      .asFollowing());
            }
          });
    }
    return problems.stream().findFirst();
  }

  /** The steps that set a variable to this, as problems. */
  private List<Problem> setters(Folder folder, String variable, String value, String error) {
    List<Problem> setters = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (SetVariable.isAt(pointer)
                && SetVariable.of(node).equals(new SetVariable(variable, value))) {
              setters.add(
                  file.problem(pointer, error + Similar.words(value, mailed())).asFollowing());
            }
          });
    }
    return setters;
  }

  /** What comes after {@code email.} in the names of settings: the teams, among others. */
  private Set<String> mailed() {
    return SettingNames.of(settings).stream()
        .filter(name -> name.startsWith(EMAIL))
        .map(name -> name.substring(EMAIL.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** "rest/customer.jsonata: ", when the step names one. */
  private static String resource(JsonNode step) {
    return NamedTexts.in(step.toString()).stream().findFirst().map(name -> name + ": ").orElse("");
  }
}
