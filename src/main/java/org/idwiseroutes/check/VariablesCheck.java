package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Somebody sets the variables that routes and templates read: the product, or a step. A bean of the
 * team may set others, so only what is written almost like one that is set is wrong for certain.
 */
@Component
class VariablesCheck implements RouteCheck {

  /** What the product's components and beans set beside what an event means. */
  private static final List<String> OWN =
      List.of(
          "eventId",
          "lane",
          "deliveryId",
          "attempt",
          "series",
          "nothingToDo",
          "ticketId",
          "gone",
          "label",
          "tag",
          "traceparent");

  /** One of the whole application has a colon in its name, and is not looked at. */
  private static final Pattern READ = Pattern.compile("\\$\\{variable[.:](\\w[\\w-]*+)(?!:)");

  private static final Pattern IN_TEMPLATE = Pattern.compile("\\bvariables\\.(\\w+)");

  private static final Pattern IN_URL = Pattern.compile("(?<!\\{)\\{(\\w[\\w-]*)}(?!})");

  private static final Pattern LISTED = Pattern.compile("([^,\\s]++)");

  private static final String PRODUCT = "org.idwiseroutes.";

  private final ApplicationContext application;

  VariablesCheck(ApplicationContext application) {
    this.application = application;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> set = new TreeSet<>(OWN);
    set.addAll(Given.fields());
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> set.addAll(setBy(pointer, node)));
    }
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> read(file, pointer, node, set, problems));
    }
    folder.texts("templates/", "").forEach((name, text) -> template(name, text, set, problems));
    return callsBeansOfTheTeam(folder)
        ? problems.stream().map(Problem::asWarning).toList()
        : problems;
  }

  /** Whoever has written them knows which variables they set. */
  private boolean callsBeansOfTheTeam(Folder folder) {
    Set<String> beans = new TreeSet<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (pointer.endsWith("/bean") || pointer.endsWith("/process")) {
              beans.add(node.path("ref").asText());
            }
          });
    }
    return beans.stream()
        .filter(application::containsBean)
        .map(application::getType)
        .anyMatch(type -> type != null && !type.getName().startsWith(PRODUCT));
  }

  /** The variables that a step sets. */
  static Set<String> setBy(String pointer, JsonNode step) {
    Set<String> set = new TreeSet<>();
    if (SetVariable.isAt(pointer) || pointer.endsWith("/convertVariableTo")) {
      set.add(step.path("name").asText());
      set.add(step.path("toName").asText());
    }
    set.add(step.path("variableReceive").asText());
    set.remove("");
    return set;
  }

  private static void read(
      YamlFile file, String pointer, JsonNode node, Set<String> set, List<Problem> problems) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual()) {
                String at = pointer + "/" + field.getKey();
                String text = field.getValue().asText();
                unknown(READ.matcher(text), set)
                    .forEach((name) -> problems.add(problem(file.problem(at, ""), name, set)));
                if (field.getKey().equals("laneBy")) {
                  unknown(LISTED.matcher(text), set)
                      .forEach((name) -> problems.add(problem(file.problem(at, ""), name, set)));
                }
                if (field.getKey().equals("url")) {
                  unknown(IN_URL.matcher(text), set)
                      .forEach((name) -> problems.add(problem(file.problem(at, ""), name, set)));
                }
              }
            });
  }

  private static void template(String file, String text, Set<String> set, List<Problem> problems) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Problem here = new Problem(file, i + 1, "");
      unknown(IN_TEMPLATE.matcher(lines[i]), set)
          .forEach(name -> problems.add(problem(here, name, set)));
    }
  }

  private static List<String> unknown(Matcher read, Set<String> set) {
    return read.results()
        .map(found -> found.group(1))
        .filter(name -> !set.contains(name))
        .distinct()
        .toList();
  }

  private static Problem problem(Problem here, String name, Set<String> set) {
    Problem problem =
        here.saying("nobody sets the variable \"%s\"%s".formatted(name, Similar.words(name, set)));
    return Similar.isAlmost(name, set) ? problem : problem.asWarning();
  }
}
