package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.wiring.Stage;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The changes of a folder that scenarios should notice, one at a time: each condition of a choice
 * or a filter turned round, each step left out, each of several headers or variables not set, each
 * field of a mapping file under another name. Steps that show nothing in a rehearsal are not left
 * out: logs, processors, delays, what is disabled, and beans that it does not call.
 */
final class Mutants {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> SHOW_NOTHING = Set.of("log", "process", "delay", "throttle");
  private static final Set<String> NO_EXPRESSION =
      Set.of("steps", "id", "description", "note", "statusPropertyName", "disabled");
  private static final Map<String, String> SEVERAL =
      Map.of("setHeaders", "headers", "setVariables", "variables");
  private static final String STEPS = "steps";
  private static final String OTHERWISE = "otherwise";
  private static final int LONGEST_CONDITION = 80;

  private final Folder folder;
  private final List<String> rules;
  private final List<Mutant> all = new ArrayList<>();
  private final Map<String, Set<String>> namedBy = new TreeMap<>();

  private Mutants(Folder folder) {
    this.folder = folder;
    this.rules = Stage.files(Stage.DECIDE, folder.routeTexts());
  }

  /** Those of these routes of a folder, in the order of its files, and of what they name. */
  static List<Mutant> of(Folder folder, List<RunnableRoutes.Place> routes) {
    Mutants mutants = new Mutants(folder);
    for (RunnableRoutes.Place route : routes) {
      route.file().visit(route.pointer(), (at, node) -> mutants.look(route.file(), at, node));
    }
    mutants.namedBy.forEach(mutants::rename);
    return mutants.all;
  }

  private void look(YamlFile file, String pointer, JsonNode node) {
    for (int i = 0; i < node.path(STEPS).size(); i++) {
      Step step = new Step(file, pointer + "/" + STEPS, i);
      if (!step.element().isObject() || step.element().isEmpty()) {
        continue;
      }
      if (showsSomething(step)) {
        leaveOut(step);
      }
      keepMappings(step);
      if (step.kind().equals("filter")) {
        turnRound(step, step.definition(), filter(step));
      }
      for (int j = 0; j < step.definition().path("when").size(); j++) {
        turnRound(step, step.definition().path("when").get(j), choice(step, j));
      }
      if (SEVERAL.containsKey(step.kind())) {
        String list = SEVERAL.get(step.kind());
        for (int j = 0;
            step.definition().path(list).size() > 1 && j < step.definition().path(list).size();
            j++) {
          ObjectNode fewer = step.element().deepCopy();
          ((ArrayNode) fewer.path(step.kind()).path(list)).remove(j);
          String name = step.definition().path(list).get(j).path("name").asText();
          add(
              step,
              step.definition().path(list).get(j),
              "\"%s\" is not set".formatted(name),
              fewer);
        }
      }
    }
  }

  /** One of a list of steps: {@code {setBody: {…}}}. */
  private record Step(YamlFile file, String list, int number) {

    JsonNode element() {
      return file.json().at(list).get(number);
    }

    String kind() {
      return element().fieldNames().next();
    }

    JsonNode definition() {
      return element().path(kind());
    }

    String id() {
      return definition().path("id").asText();
    }

    String pointer() {
      return list + "/" + number + "/" + kind();
    }

    String uri() {
      return definition().isTextual() ? definition().asText() : definition().path("uri").asText();
    }
  }

  private boolean showsSomething(Step step) {
    if (step.kind().equals("bean")) {
      String ref = step.definition().path("ref").asText();
      return rules.contains(step.file().name())
          ? ref.equals("decide") && step.definition().path("method").asText().equals("quarantine")
          : ref.equals("tickets");
    }
    return !SHOW_NOTHING.contains(step.kind())
        && !step.uri().startsWith("log:")
        && !step.definition().path("disabled").asBoolean();
  }

  /** Keeps which steps name a mapping; of a step without an id, that anyone may do so. */
  private void keepMappings(Step step) {
    if (!step.uri().isEmpty()) {
      NamedTexts.in(step.element().toString()).stream()
          .filter(name -> name.endsWith(".jsonata"))
          .forEach(name -> namedBy.computeIfAbsent(name, any -> new TreeSet<>()).add(step.id()));
    }
  }

  private void leaveOut(Step step) {
    String which = step.id().isEmpty() ? step.kind() : "%s %s".formatted(step.kind(), step.id());
    add(step, step.definition(), which + " is left out", nothing());
  }

  private void turnRound(Step step, JsonNode condition, JsonNode changed) {
    add(step, condition, "the condition is turned round: " + words(condition), changed);
  }

  /** A choice in which what a filter has as its steps is what is done otherwise. */
  private static ObjectNode filter(Step step) {
    return either(condition(step.definition()), nothings(), steps(step.definition()));
  }

  /** A choice with one condition turned round, and all that comes after it in the other way. */
  private static ObjectNode choice(Step step, int turned) {
    JsonNode definition = step.definition();
    ArrayNode before = JSON.createArrayNode();
    ArrayNode after = JSON.createArrayNode();
    for (int i = 0; i < definition.path("when").size(); i++) {
      if (i != turned) {
        (i < turned ? before : after).add(definition.path("when").get(i));
      }
    }
    ArrayNode rest = definition.has(OTHERWISE) ? steps(definition.path(OTHERWISE)) : nothings();
    if (!after.isEmpty()) {
      rest = JSON.createArrayNode().add(choice(after, rest));
    }
    JsonNode when = definition.path("when").get(turned);
    ObjectNode inner = either(condition(when), rest, steps(when));
    return before.isEmpty() ? inner : choice(before, JSON.createArrayNode().add(inner));
  }

  private static ObjectNode either(ObjectNode condition, ArrayNode then, ArrayNode otherwise) {
    condition.set(STEPS, then);
    return choice(JSON.createArrayNode().add(condition), otherwise);
  }

  private static ObjectNode choice(ArrayNode when, ArrayNode otherwise) {
    ObjectNode step = JSON.createObjectNode();
    ObjectNode choice = step.putObject("choice");
    choice.set("when", when);
    choice.putObject(OTHERWISE).set(STEPS, otherwise);
    return step;
  }

  private static ObjectNode condition(JsonNode definition) {
    ObjectNode condition = definition.deepCopy();
    condition.remove(NO_EXPRESSION);
    return condition;
  }

  private static String words(JsonNode definition) {
    ObjectNode condition = condition(definition);
    JsonNode expression = condition.path("expression");
    JsonNode language = (expression.isMissingNode() ? condition : expression).elements().next();
    String text =
        language.isTextual()
            ? language.asText()
            : language.path("expression").asText(language.toString());
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_CONDITION
        ? line
        : line.substring(0, LONGEST_CONDITION - 1) + "…";
  }

  private static ArrayNode steps(JsonNode definition) {
    return definition.path(STEPS).isEmpty() ? nothings() : definition.path(STEPS).deepCopy();
  }

  private static ArrayNode nothings() {
    return JSON.createArrayNode().add(nothing());
  }

  private static ObjectNode nothing() {
    ObjectNode step = JSON.createObjectNode();
    step.putObject("log").put("message", "nothing");
    return step;
  }

  private void add(Step step, JsonNode where, String what, JsonNode changed) {
    JsonNode file = step.file().json().deepCopy();
    ((ArrayNode) file.at(step.list())).set(step.number(), changed);
    all.add(
        new Mutant(
            step.file().name(),
            step.file().line(pointerOf(step, where)),
            what,
            yaml(file),
            step.id().isEmpty() ? Set.of() : Set.of(step.id())));
  }

  /** Where a part of a step stands. */
  private static String pointerOf(Step step, JsonNode part) {
    List<String> found = new ArrayList<>(List.of(step.pointer()));
    step.file()
        .visit(
            step.pointer(),
            (pointer, node) -> {
              if (node == part) {
                found.add(pointer);
              }
            });
    return found.get(found.size() - 1);
  }

  private static String yaml(JsonNode file) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    return new Yaml(options).dump(JSON.convertValue(file, Object.class));
  }

  private void rename(String name, Set<String> steps) {
    String text = folder.text(name);
    if (text == null) {
      return;
    }
    for (Mapping.Key key : new Mapping(text).keys()) {
      all.add(
          new Mutant(
              name,
              key.line(),
              "\"%s\" has another name".formatted(key.name()),
              text.substring(0, key.end()) + "X" + text.substring(key.end()),
              steps.contains("") ? Set.of() : steps));
    }
  }
}
