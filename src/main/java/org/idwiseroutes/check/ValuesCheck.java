package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.journey.Tickets;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/**
 * What rules name is known where it is used, often long after: a team has addresses, a kind of
 * ticket is one that is closed again, and a setting such as {@code crm.kind} names a vendor that
 * has routes.
 */
@Component
class ValuesCheck implements RouteCheck {

  private static final String NONE = "none";
  private static final String CLOSE = "close";
  private static final String EMAIL = "email.";

  private static final Pattern KIND = Pattern.compile("\\s*'\\{\\{([^{}]+)}}' == '([^']+)'\\s*");

  private final ConfigurableEnvironment settings;

  ValuesCheck(ConfigurableEnvironment settings) {
    this.settings = settings;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Set<String>> kinds = new TreeMap<>();
    Map<String, Problem> firsts = new TreeMap<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            if (pointer.matches(".*/(setVariable|setVariables/variables/\\d+)")) {
              variable(file, pointer, node, problems);
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
          if (!value.equals(NONE) && !known.contains(value)) {
            problems.add(
                firsts
                    .get(setting)
                    .saying(
                        "%s is \"%s\", and no route is for that%s"
                            .formatted(setting, value, meant(value, known))));
          }
        });
    return problems;
  }

  private void variable(YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    JsonNode constant = node.at("/expression/constant");
    String value = constant.isTextual() ? constant.asText() : constant.path("expression").asText();
    if (value.isEmpty() || value.contains("{{")) {
      return;
    }
    Problem here = file.problem(pointer, "");
    if (node.path("name").asText().equals("team")
        && settings.getProperty(EMAIL + value, "").isBlank()) {
      problems.add(
          here.saying(
              "the team \"%s\" has no addresses: %s%s is set nowhere%s"
                  .formatted(value, EMAIL, value, Similar.words(value, teams()))));
    }
    if (node.path("name").asText().equals("ticket")
        && !value.equals(CLOSE)
        && !Tickets.KINDS.contains(value)) {
      Problem unknown =
          here.saying(
              "nothing closes a ticket of the kind \"%s\"; kinds are %s%s"
                  .formatted(
                      value,
                      String.join(", ", Tickets.KINDS),
                      Similar.words(value, Tickets.KINDS)));
      problems.add(Similar.to(value, Tickets.KINDS).isPresent() ? unknown : unknown.asWarning());
    }
  }

  private static String meant(String value, Set<String> known) {
    return Similar.to(value, known)
        .map("; probably meant: %s"::formatted)
        .orElse("; there are routes for %s".formatted(String.join(", ", known)));
  }

  private Set<String> teams() {
    return settings.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
        .filter(name -> name.startsWith(EMAIL))
        .flatMap(name -> Stream.of(name.substring(EMAIL.length())))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
