package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.routes.YamlText;
import org.idwiseroutes.wiring.UnusableFileException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A snapshot of the folder of routes, with its YAML read. */
public final class Folder {

  private static final String ROUTE = ".camel.yaml";
  private static final String ANSWERS = "scenarios/answers.yaml";

  private final RoutesSnapshot snapshot;
  private final Map<String, String> texts;
  private final Map<String, YamlFile> yaml = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Folder(RoutesSnapshot snapshot) {
    this.snapshot = snapshot;
    this.texts = snapshot.texts();
    snapshot.unreadable().forEach((name, why) -> problems.add(new Problem(name, 0, why)));
    snapshot.others().keySet().stream()
        .filter(name -> name.matches(".*\\.ya?ml") && !RoutesSnapshot.isScenario(name))
        .filter(name -> !name.endsWith(".kamelet.yaml"))
        .forEach(
            name ->
                problems.add(
                    new Problem(
                            name,
                            0,
                            "it is not loaded: the name of a route file ends in .camel.yaml, and scenarios stand in a folder scenarios/ and end in .yaml")
                        .asWarning()));
    texts.forEach(this::parse);
  }

  /**
   * Reads a folder. What cannot be read is a problem, not an exception.
   *
   * @throws IOException when there is no such folder
   */
  public static Folder read(Path path) throws IOException {
    return of(RoutesSnapshot.read(path));
  }

  /** The folder as it was. */
  public static Folder of(RoutesSnapshot snapshot) {
    return new Folder(snapshot);
  }

  private Folder(Folder other, String name, String text) {
    this.snapshot = other.snapshot.with(name, text);
    this.texts = snapshot.texts();
    this.yaml.putAll(other.yaml);
    this.problems.addAll(other.problems);
    parse(name, text);
  }

  /** The same with another text of one file. */
  Folder with(String name, String text) {
    return new Folder(this, name, text);
  }

  /** What could not be read. */
  List<Problem> problems() {
    return problems;
  }

  /** Route files that are YAML. */
  List<YamlFile> routes() {
    return yaml.values().stream().filter(file -> file.name().endsWith(ROUTE)).toList();
  }

  /** The text of a file. */
  String text(String name) {
    return texts.get(name);
  }

  /** Scenario files that are YAML. */
  List<YamlFile> scenarios() {
    return yaml.values().stream()
        .filter(file -> RoutesSnapshot.isScenario(file.name()) && !isAnswers(file.name()))
        .toList();
  }

  /**
   * What other systems answer in scenarios and comparisons, by id of the step that asks them, from
   * each {@code scenarios/answers.yaml}.
   */
  Map<String, JsonNode> answers() {
    Map<String, JsonNode> answers = new TreeMap<>();
    answersFiles()
        .forEach(
            file ->
                file.json()
                    .properties()
                    .forEach(field -> answers.put(field.getKey(), field.getValue())));
    return answers;
  }

  /** The files with answers that are YAML. */
  List<YamlFile> answersFiles() {
    return yaml.values().stream().filter(file -> isAnswers(file.name())).toList();
  }

  private static boolean isAnswers(String name) {
    return name.equals(ANSWERS) || name.endsWith("/" + ANSWERS);
  }

  /** A problem of the step, or the route, of this id; empty when no file has one. */
  Optional<Problem> problemOf(String id, String text) {
    List<Problem> found = new ArrayList<>();
    for (YamlFile file : routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (id != null && node.path("id").asText().equals(id)) {
              found.add(file.problem(pointer, text));
            }
          });
    }
    return found.stream().findFirst();
  }

  /** A problem of the route, or the file, that a failure is about. */
  Problem problemOf(Exception failure, String text) {
    Optional<Problem> found = Optional.empty();
    for (Throwable one = failure; one != null && found.isEmpty(); one = one.getCause()) {
      if (one instanceof UnusableFileException file) {
        found = Optional.of(new Problem(file.file(), 0, text));
      } else if (one instanceof FailedToCreateRouteException route) {
        found = problemOf(route.getRouteId(), text);
      } else if (one instanceof FailedToStartRouteException route) {
        found = problemOf(route.getRouteId(), text);
      }
    }
    return found.orElse(new Problem("routes", 0, text));
  }

  /** The texts of the files whose names begin and end so, by name. */
  Map<String, String> texts(String prefix, String suffix) {
    Map<String, String> found = new TreeMap<>();
    texts.forEach(
        (name, text) -> {
          if (name.startsWith(prefix) && name.endsWith(suffix)) {
            found.put(name, text);
          }
        });
    return found;
  }

  /** The texts of all that is no route file, by name. */
  Map<String, String> otherTexts() {
    return snapshot.others();
  }

  /** Route files that are YAML, by name. */
  Map<String, YamlText> routeYaml() {
    Map<String, YamlText> found = new TreeMap<>();
    routes().forEach(file -> found.put(file.name(), file.yaml()));
    return found;
  }

  /** The texts of route files that are YAML, by name. */
  Map<String, String> routeTexts() {
    Map<String, String> found = new TreeMap<>();
    routes().forEach(file -> found.put(file.name(), texts.get(file.name())));
    return found;
  }

  private void parse(String name, String text) {
    if (!name.endsWith(ROUTE) && !RoutesSnapshot.isScenario(name)) {
      return;
    }
    try {
      YamlFile file = YamlFile.read(name, text);
      if (name.endsWith(ROUTE) && file.json().isObject()) {
        problems.add(
            new Problem(name, 1, "it is no list of routes: begin each of them with \"- route:\""));
      } else {
        yaml.put(name, file);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(name, line, "it is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(name, 0, "it is not YAML: " + e.getMessage()));
    }
  }
}
