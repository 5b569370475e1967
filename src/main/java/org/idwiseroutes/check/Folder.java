package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.idwiseroutes.routes.FolderFiles;
import org.idwiseroutes.routes.YamlText;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A folder of routes with all that belongs to it, as text. */
public final class Folder {

  private static final String ROUTE = ".camel.yaml";
  private static final Pattern SCENARIO = Pattern.compile("(.*/)?scenarios/[^/]+[.]yaml");
  private static final String ANSWERS = "scenarios/answers.yaml";

  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, YamlFile> yaml = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private Folder() {}

  /**
   * Reads a folder, or the one that a link names. What cannot be read is a problem, not an
   * exception.
   *
   * @throws IOException when there is no such folder
   */
  public static Folder read(Path path) throws IOException {
    Folder folder = new Folder();
    Path root = path.toRealPath();
    for (Path file : FolderFiles.in(root)) {
      folder.read(root, file);
    }
    folder.texts.forEach(folder::parse);
    return folder;
  }

  /** A folder of these texts by name, such as {@code rest/customer.jsonata}. */
  public static Folder of(Map<String, String> texts) {
    Folder folder = new Folder();
    folder.texts.putAll(texts);
    folder.texts.forEach(folder::parse);
    return folder;
  }

  /** The same with other texts in the place of its own, or beside them, by name. */
  public Folder with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(texts);
    all.putAll(others);
    return of(all);
  }

  /** What could not be read. */
  List<Problem> problems() {
    return problems;
  }

  /** Route files that are YAML. */
  List<YamlFile> routes() {
    return yaml.values().stream().filter(file -> file.name().endsWith(ROUTE)).toList();
  }

  /** Scenario files that are YAML. */
  List<YamlFile> scenarios() {
    return yaml.values().stream()
        .filter(file -> isScenario(file.name()) && !isAnswers(file.name()))
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

  /** Whether a file of this name belongs to the scenarios, those of a vendor's folder included. */
  public static boolean isScenario(String name) {
    return SCENARIO.matcher(name).matches();
  }

  private static boolean isAnswers(String name) {
    return name.equals(ANSWERS) || name.endsWith("/" + ANSWERS);
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
    Map<String, String> found = new TreeMap<>(texts);
    found.keySet().removeIf(name -> name.endsWith(ROUTE));
    return found;
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

  private void read(Path path, Path file) {
    String name = FolderFiles.name(path, file);
    try {
      texts.put(name, Files.readString(file));
    } catch (MalformedInputException e) {
      problems.add(new Problem(name, 0, "it is not UTF-8"));
    } catch (IOException e) {
      problems.add(new Problem(name, 0, "it cannot be read: " + e));
    }
  }

  private void parse(String name, String text) {
    if (!name.endsWith(ROUTE) && !isScenario(name)) {
      return;
    }
    try {
      yaml.put(name, YamlFile.read(name, text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.add(new Problem(name, line, "it is not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      problems.add(new Problem(name, 0, "it is not YAML: " + e.getMessage()));
    }
  }
}
