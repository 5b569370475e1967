package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Stage;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Every event that IDWise documents is handled whatever its decision and goes where a route takes
 * it. Every rule is reached: by such an event, by one of a scenario, or by one that has the values
 * that the rule compares with; and a scenario shows what it does. The rules are run for all of
 * them, without effect. It comes first, since others are shown the events that it has found.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RulesCheck implements RouteCheck {

  private static final int SHOWN = 3;

  private static final Map<String, Set<String>> VALUES = PossibleEvents.values();

  private static final List<String> EVENTS =
      Stream.of(EventName.values()).map(EventName::text).toList();

  private static final String NO_TICKET =
      "the variable \"ticket\" is not set on the way here: it says which kind to open, or close";

  private final ActiveRoutes routes;
  private final ScenarioEvents scenarios;

  RulesCheck(ActiveRoutes routes, ScenarioEvents scenarios) {
    this.routes = routes;
    this.scenarios = scenarios;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<String> files = Stage.files(Stage.DECIDE, folder.routeTexts());
    if (files.isEmpty()) {
      return List.of(
          new Problem(
              "decide.camel.yaml", 0, "no route takes from outbox:decide; events would wait"));
    }
    Optional<Problem> unread = unread(folder);
    if (unread.isPresent()) {
      return List.of(unread.get());
    }
    Stage stage;
    try {
      stage = stages.rules(Map.of());
    } catch (Exception toldByStages) {
      return List.of();
    }
    try {
      return new Run(folder, files, stages, stage).problems();
    } catch (Exception e) {
      return List.of(entry(folder, "the rules cannot be checked: " + StandIn.why(e)).asFollowing());
    }
  }

  /** A condition of a choice, with all that surround it, and the first step behind it. */
  private record Branch(
      YamlFile file, String pointer, String id, String first, Condition own, Condition fits) {

    Problem problem(String text) {
      return file.problem(pointer + "/id", text).asWarning();
    }

    String what() {
      return pointer.endsWith("/filter") ? "filter" : "rule";
    }
  }

  /** One check of a folder. */
  private final class Run {

    private final Folder folder;
    private final List<String> files;

    /** The variables that the folder sets itself: they have the values that it gives them. */
    private final Set<String> ownVariables = new HashSet<>();

    private final Stages stages;
    private final Stage stage;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Set<String>> unhandled = new LinkedHashMap<>();
    private final Set<String> failures = new HashSet<>();
    private final Set<String> withoutTicket = new HashSet<>();
    private final Set<String> visited = new HashSet<>();
    private final Set<String> sent = new HashSet<>();

    private Run(Folder folder, List<String> files, Stages stages, Stage stage) {
      this.folder = folder;
      this.files = files;
      this.stages = stages;
      this.stage = stage;
      for (YamlFile file : folder.routes()) {
        file.visit("", (pointer, node) -> ownVariables.addAll(VariablesCheck.setBy(pointer, node)));
      }
    }

    private List<Problem> problems() throws Exception {
      List<Given> ofScenarios = scenarios.of(folder);
      for (Given event : ofScenarios) {
        look(event);
      }
      Set<String> shown = Set.copyOf(visited);
      List<Given> documented = PossibleEvents.all();
      for (Given event : documented) {
        if (look(event).quarantined() && isKnown(event)) {
          unhandled
              .computeIfAbsent(
                  event.variables().get("event").toString(), name -> new LinkedHashSet<>())
              .add(String.valueOf(event.variables().getOrDefault("decision", "no decision")));
        }
      }
      List<Branch> branches = branches();
      Set<Branch> misnamed = new HashSet<>(branches.stream().filter(this::isMisnamed).toList());
      List<Given> known = new ArrayList<>(ofScenarios);
      known.addAll(documented);
      List<Branch> unreached = reach(branches, known);
      unhandled.forEach(
          (event, decisions) ->
              problems.add(
                  entry(
                          folder,
                          "no rule handles \"%s\" with %s: they would be quarantined"
                              .formatted(event, String.join(", ", decisions)))
                      .asFollowing()));
      tellThatUnknownEventsVanish();
      problems.addAll(nobodyTakes());
      if (!failures.isEmpty()) {
        return problems;
      }
      unreached.stream()
          .filter(branch -> !misnamed.contains(branch))
          .forEach(branch -> problems.add(branch.problem(whyUnreached(branch)).asFollowing()));
      branches.stream()
          .filter(branch -> !unreached.contains(branch) && !shown.contains(branch.first()))
          .forEach(
              branch ->
                  problems.add(
                      branch
                          .problem(
                              "no scenario goes through \"%s\"; add one that says where its events go"
                                  .formatted(branch.id()))
                          .asFollowing()));
      return problems;
    }

    /** What nobody has named is kept for people, unless the rules do something else with it. */
    private void tellThatUnknownEventsVanish() throws Exception {
      Course course = look(PossibleEvents.unknown());
      if (course.error() == null && !course.quarantined() && course.sent().isEmpty()) {
        problems.add(
            entry(
                    folder,
                    "an event that no rule names goes nowhere, and nobody hears of it; let the otherwise of the first choice call the method quarantine of the bean decide")
                .asWarning()
                .asFollowing());
      }
    }

    private void note(Course course) {
      visited.addAll(course.visited());
      course.sent().forEach(one -> sent.add("outbox:" + one.destination()));
      course.sent().stream()
          .filter(one -> one.destination().equals("ticketing"))
          .filter(one -> !one.travelling().containsKey("ticket"))
          .filter(one -> withoutTicket.add(one.step()))
          .forEach(one -> folder.problemOf(one.step(), NO_TICKET).ifPresent(problems::add));
    }

    private Course look(Given event) throws Exception {
      Course course = stage.of(event.variables(), event.document());
      note(course);
      if (course.error() != null
          && failures.add(course.failedAt() + Wording.plain(course.error()))) {
        String text =
            "the rules fail for %s: %s".formatted(event.what(), Wording.plain(course.error()));
        problems.add(
            folder.problemOf(course.failedAt(), text).orElse(entry(folder, text)).asFollowing());
      }
      return course;
    }

    /**
     * Shows the rules that nothing has reached events with the values that they compare with; one
     * that is reached may lead to others.
     *
     * @return those that remain
     */
    private List<Branch> reach(List<Branch> branches, List<Given> known) throws Exception {
      List<Branch> unreached =
          new ArrayList<>(
              branches.stream().filter(branch -> !visited.contains(branch.first())).toList());
      List<Given> tried = known;
      while (!tried.isEmpty()) {
        List<Given> found = new ArrayList<>();
        for (Branch branch : List.copyOf(unreached)) {
          if (visited.contains(branch.first()) || reaches(branch, tried, found)) {
            unreached.remove(branch);
          }
        }
        tried = found;
      }
      return unreached;
    }

    private boolean isImpossible(Condition.Compared one) {
      Set<String> values = VALUES.get(one.variable());
      return values != null
          && !ownVariables.contains(one.variable())
          && !values.contains(one.value());
    }

    /** What fails with such an event may do so because nobody has made it so. */
    private boolean reaches(Branch branch, List<Given> known, List<Given> found) throws Exception {
      if (branch.fits().compared().stream().anyMatch(this::isImpossible)) {
        return false;
      }
      for (Map<String, Object> values : branch.fits().alternatives()) {
        for (Given event : known) {
          Given fitting = Condition.with(values, event);
          Course course = stage.of(fitting.variables(), fitting.document());
          if (course.visited().contains(branch.first())) {
            note(course);
            found.add(fitting);
            stages.remember(fitting);
            return true;
          }
        }
      }
      return false;
    }

    /** Tells of values that nothing has, and of events that are almost documented. */
    private boolean isMisnamed(Branch branch) {
      int before = problems.size();
      for (Condition.Compared one : branch.own().compared()) {
        if (isImpossible(one)) {
          Set<String> values = VALUES.get(one.variable());
          problems.add(
              branch
                  .file()
                  .problem(
                      branch.pointer() + "/expression/simple/expression",
                      "%s is never \"%s\"%s"
                          .formatted(
                              one.variable(), one.value(), Similar.words(one.value(), values))));
        }
        if (one.hasBlanks()) {
          problems.add(
              branch
                  .file()
                  .problem(
                      branch.pointer() + "/expression/simple/expression",
                      "\"%s\" is compared with the blanks around it; write the list without blanks behind its commas"
                          .formatted(one.value())));
        }
        if (one.variable().equals("event") && EventName.of(one.value()).isEmpty()) {
          Similar.to(one.value(), EVENTS)
              .ifPresent(
                  meant ->
                      problems.add(
                          branch.problem(
                              "IDWise documents no event \"%s\"; probably meant: %s"
                                  .formatted(one.value(), meant))));
        }
      }
      return problems.size() > before;
    }

    private List<Problem> nobodyTakes() {
      boolean unread = folder.problems().stream().anyMatch(Problem::isError);
      Set<String> taken = routes.taken(folder);
      List<Problem> found = new ArrayList<>();
      routes
          .senders(folder)
          .forEach(
              (uri, all) -> {
                if (sent.contains(uri) && !taken.contains(uri)) {
                  all.stream()
                      .filter(one -> files.contains(one.file()))
                      .map(one -> unread ? one.asFollowing() : one)
                      .forEach(found::add);
                }
              });
      return found;
    }

    private List<Branch> branches() {
      List<Branch> branches = new ArrayList<>();
      for (YamlFile file : folder.routes()) {
        if (files.contains(file.name())) {
          file.visit("", (pointer, node) -> branch(file, pointer, node, branches));
        }
      }
      return branches;
    }
  }

  /** The route with which decide begins. */
  /** The rules read what the bean {@code decide} makes of the event, so it comes first. */
  private static Optional<Problem> unread(Folder folder) {
    List<Problem> found = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (pointer.endsWith("/from") && node.path("uri").asText().equals("outbox:decide")) {
              boolean read = false;
              for (JsonNode step : node.path("steps")) {
                JsonNode bean = step.path("bean");
                read |=
                    bean.path("ref").asText().equals("decide")
                        && bean.path("method").asText().equals("evaluate");
                if (!read && !step.has("log")) {
                  break;
                }
              }
              if (!read) {
                found.add(
                    file.problem(
                        pointer + "/steps",
                        "the first step has to be the bean \"decide\" with the method \"evaluate\": it reads the event, and without it no rule knows any"));
              }
            }
          });
    }
    return found.stream().findFirst();
  }

  private static Problem entry(Folder folder, String text) {
    List<Problem> found = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (pointer.endsWith("/from") && node.path("uri").asText().equals("outbox:decide")) {
              found.add(file.problem(pointer, text));
            }
          });
    }
    return found.stream().findFirst().orElse(new Problem("decide.camel.yaml", 0, text));
  }

  private static boolean isKnown(Given event) {
    return EventName.of(event.variables().get("event").toString()).isPresent()
        && !event.variables().containsKey("problem");
  }

  /** It is reached when its first step is. */
  private static void branch(YamlFile file, String pointer, JsonNode node, List<Branch> branches) {
    boolean filter = pointer.endsWith("/filter") && !condition(node).alternatives().isEmpty();
    if ((filter || pointer.matches(".*/(when/\\d+|otherwise)")) && node.path("steps").size() > 0) {
      JsonNode first = node.path("steps").get(0);
      String id = first.properties().iterator().next().getValue().path("id").asText();
      if (!id.isEmpty()) {
        branches.add(
            new Branch(
                file,
                pointer,
                node.path("id").asText(),
                id,
                condition(node),
                surrounding(file, pointer)));
      }
    }
  }

  private static Condition surrounding(YamlFile file, String pointer) {
    Condition all = Condition.of("");
    for (int end = pointer.length(); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      all = all.and(condition(file.json().at(pointer.substring(0, end))));
    }
    return all;
  }

  private static Condition condition(JsonNode node) {
    JsonNode simple = node.path("expression").path("simple");
    if (simple.isMissingNode()) {
      simple = node.path("simple");
    }
    return Condition.of(simple.isTextual() ? simple.asText() : simple.path("expression").asText());
  }

  private static String whyUnreached(Branch branch) {
    List<Map<String, Object>> tried = branch.fits().alternatives();
    return "no event reaches the %s \"%s\": an earlier one takes all that it fits, or it never fits; tried were the documented events, those of the scenarios%s"
        .formatted(
            branch.what(),
            branch.id(),
            tried.isEmpty()
                ? ""
                : " and these with "
                    + String.join(
                        ", or ", tried.stream().limit(SHOWN).map(Condition::words).toList()));
  }
}
