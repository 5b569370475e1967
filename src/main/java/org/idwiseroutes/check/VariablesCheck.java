package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
          "label",
          "tag",
          "traceparent");

  private static final Pattern READ =
      Pattern.compile("\\$\\{variable(?:\\.|:)(\\w[\\w-]*)|variables\\.(\\w+)");

  private static final Pattern IN_URL = Pattern.compile("(?<!\\{)\\{(\\w[\\w-]*)}(?!})");

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<String> set = new TreeSet<>(OWN);
    set.addAll(Given.fields());
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> set(pointer, node, set));
    }
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> read(file, pointer, node, set, problems));
    }
    folder.texts("templates/", "").forEach((name, text) -> template(name, text, set, problems));
    return problems;
  }

  private static void set(String pointer, JsonNode node, Set<String> set) {
    if (pointer.matches(".*/(setVariable|setVariables/variables/\\d+)")) {
      set.add(node.path("name").asText());
    }
    if (node.path("variableReceive").isTextual()) {
      set.add(node.path("variableReceive").asText());
    }
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
      unknown(READ.matcher(lines[i]), set).forEach(name -> problems.add(problem(here, name, set)));
    }
  }

  private static List<String> unknown(Matcher read, Set<String> set) {
    return read.results()
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(name -> !set.contains(name))
        .distinct()
        .toList();
  }

  private static Problem problem(Problem here, String name, Set<String> set) {
    Problem problem =
        here.saying("nobody sets the variable \"%s\"%s".formatted(name, Similar.words(name, set)));
    return Similar.to(name, set).isPresent() ? problem : problem.asWarning();
  }
}
