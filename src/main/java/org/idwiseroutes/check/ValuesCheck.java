package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.journey.Tickets;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * What rules name is known where it is used, often long after: a kind of ticket is one that is
 * closed again, and a setting such as {@code crm.kind} names a vendor that has routes.
 */
@Component
class ValuesCheck implements RouteCheck {

  private static final String NONE = "none";

  /** What the variable {@code ticket} asks besides the kinds to open. */
  private static final Set<String> ASKED = Set.of("close", "comment");

  private static final Pattern KIND = Pattern.compile("\\s*'\\{\\{([^{}]+)}}' == '([^']+)'\\s*");

  private final Environment settings;
  private final ActiveRoutes routes;

  ValuesCheck(Environment settings, ActiveRoutes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Set<String>> kinds = new TreeMap<>();
    Map<String, Problem> firsts = new TreeMap<>();
    Set<String> closed = closed(folder);
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (SetVariable.isAt(pointer)) {
              variable(file, pointer, node, closed, problems);
            }
            Matcher kind = KIND.matcher(node.path("precondition").asText());
            if (kind.matches()) {
              kinds.computeIfAbsent(kind.group(1), name -> new TreeSet<>()).add(kind.group(2));
              firsts.putIfAbsent(kind.group(1), file.problem(pointer + "/precondition", ""));
            }
          });
    }
    kinds.forEach(
        (setting, known) -> {
          String value = settings.getProperty(setting, NONE);
          boolean taken =
              routes.of(folder).stream()
                  .map(route -> route.json().path("precondition").asText())
                  .anyMatch(precondition -> precondition.contains("{{" + setting + "}}"));
          if (!value.equals(NONE) && !known.contains(value) && !taken) {
            problems.add(
                firsts
                    .get(setting)
                    .saying(
                        "the setting %s is \"%s\", and no route is for that%s"
                            .formatted(setting, value, meant(value, known))));
          }
        });
    return problems;
  }

  /** The kinds that rules close themselves, by the variable {@code closes}. */
  private static Set<String> closed(Folder folder) {
    Set<String> closed = new TreeSet<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (SetVariable.isAt(pointer) && node.path("name").asText().equals("closes")) {
              closed.addAll(List.of(SetVariable.of(node).constant().split("\\s*,\\s*")));
            }
          });
    }
    return closed;
  }

  private static void variable(
      YamlFile file, String pointer, JsonNode node, Set<String> closed, List<Problem> problems) {
    String value = SetVariable.of(node).constant();
    if (value.isEmpty() || value.contains("{{")) {
      return;
    }
    Problem here = file.problem(pointer, "");
    if (node.path("name").asText().equals("ticket")
        && !ASKED.contains(value)
        && !closed.contains(value)
        && !Tickets.KINDS.contains(value)) {
      Problem unknown =
          here.saying(
              "nothing closes a ticket of the kind \"%s\"; kinds are %s%s"
                  .formatted(
                      value,
                      String.join(", ", Tickets.KINDS),
                      Similar.words(value, Tickets.KINDS)));
      problems.add(Similar.isAlmost(value, Tickets.KINDS) ? unknown : unknown.asWarning());
    }
  }

  private static String meant(String value, Set<String> known) {
    return Similar.to(value, known)
        .map("; probably meant: %s"::formatted)
        .orElse("; there are routes for %s".formatted(String.join(", ", known)));
  }
}
