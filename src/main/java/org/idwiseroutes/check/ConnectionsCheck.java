package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/**
 * What is sent somewhere is taken there, by a route whose precondition holds; and no {@code
 * direct:} route waits for nobody.
 */
@Component
class ConnectionsCheck implements RouteCheck {

  private static final Pattern INNER = Pattern.compile("(outbox|direct):[\\w-]+");

  /** Called by the doctor, not by routes. */
  private static final String DOCTOR = "direct:doctor-";

  private final CamelContext camel;
  private final RulesCheck rules;

  ConnectionsCheck(CamelContext camel, RulesCheck rules) {
    this.camel = camel;
    this.rules = rules;
  }

  @Override
  public List<Problem> check(Folder folder) {
    if (!folder.problems().isEmpty()) {
      return List.of();
    }
    Set<String> taken = new TreeSet<>();
    Map<String, Problem> takers = new TreeMap<>();
    Map<String, List<Problem>> senders = new TreeMap<>();
    for (YamlFile file : folder.routes()) {
      for (int i = 0; i < file.json().size(); i++) {
        JsonNode route = file.json().get(i).path("route");
        String pointer = "/" + i + "/route";
        if (holds(route.path("precondition").asText())) {
          String from = route.at("/from/uri").asText();
          taken.add(from);
          takers.put(
              from, file.problem(pointer + "/from/uri", "nobody sends to \"%s\"".formatted(from)));
          senders(file, pointer + "/from/steps", route.at("/from/steps"), senders);
        }
      }
    }
    Set<String> sent = rules.sent(folder);
    Set<String> decide = Set.copyOf(Stage.files(folder.routeTexts()));
    List<Problem> problems = new ArrayList<>();
    senders.forEach(
        (uri, all) -> {
          if (!taken.contains(uri)) {
            all.stream()
                .filter(one -> !isNeverSent(one, uri, decide, sent))
                .forEach(one -> problems.add(withHint(one, uri, taken)));
          }
        });
    takers.forEach(
        (uri, problem) -> {
          if (uri.startsWith("direct:") && !uri.startsWith(DOCTOR) && !senders.containsKey(uri)) {
            problems.add(problem);
          }
        });
    return problems;
  }

  /** A rule may send somewhere only when a setting says so. */
  private static boolean isNeverSent(
      Problem problem, String uri, Set<String> decide, Set<String> sent) {
    return uri.startsWith("outbox:") && decide.contains(problem.file()) && !sent.contains(uri);
  }

  private static Problem withHint(Problem problem, String uri, Set<String> taken) {
    return new Problem(problem.file(), problem.line(), problem.text() + Similar.words(uri, taken));
  }

  private static void senders(
      YamlFile file, String pointer, JsonNode node, Map<String, List<Problem>> senders) {
    String uri = node.path("uri").asText();
    if (INNER.matcher(uri).matches()) {
      senders
          .computeIfAbsent(uri, name -> new ArrayList<>())
          .add(file.problem(pointer + "/uri", "no route takes from \"%s\"".formatted(uri)));
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        senders(file, pointer + "/" + i, node.get(i), senders);
      }
    } else {
      node.properties()
          .forEach(
              field -> senders(file, pointer + "/" + field.getKey(), field.getValue(), senders));
    }
  }

  private boolean holds(String precondition) {
    if (precondition.isBlank()) {
      return true;
    }
    try {
      String resolved = camel.resolvePropertyPlaceholders(precondition);
      return camel
          .resolveLanguage("simple")
          .createPredicate(resolved)
          .matches(new DefaultExchange(camel));
    } catch (RuntimeException unresolved) {
      return true;
    }
  }
}
