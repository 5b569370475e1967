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
import org.springframework.stereotype.Component;

/** The routes of a folder whose preconditions hold with the settings as they are. */
@Component
class ActiveRoutes {

  /** Places within the folder that routes send to. */
  static final Pattern INNER = Pattern.compile("(outbox|direct):[\\w-]+");

  private final CamelContext camel;

  ActiveRoutes(CamelContext camel) {
    this.camel = camel;
  }

  /** One of them, at its place. */
  record ActiveRoute(YamlFile file, String pointer, JsonNode json) {

    String from() {
      return json.at("/from/uri").asText();
    }
  }

  List<ActiveRoute> of(Folder folder) {
    List<ActiveRoute> routes = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      for (int i = 0; i < file.json().size(); i++) {
        JsonNode route = file.json().get(i).path("route");
        if (!route.isMissingNode() && holds(route.path("precondition").asText())) {
          routes.add(new ActiveRoute(file, "/" + i + "/route", route));
        }
      }
    }
    return routes;
  }

  /** The lines of a route, from its first to its last. */
  record Lines(int first, int last) {

    boolean has(int line) {
      return first <= line && line <= last;
    }
  }

  /** The routes whose preconditions do not hold, by file. */
  Map<String, List<Lines>> inactive(Folder folder) {
    Map<String, List<Lines>> inactive = new TreeMap<>();
    for (YamlFile file : folder.routes()) {
      for (int i = 0; i < file.json().size(); i++) {
        if (!holds(file.json().get(i).at("/route/precondition").asText())) {
          int next = i + 1 == file.json().size() ? Integer.MAX_VALUE : file.line("/" + (i + 1));
          inactive
              .computeIfAbsent(file.name(), name -> new ArrayList<>())
              .add(new Lines(file.line("/" + i), next - 1));
        }
      }
    }
    return inactive;
  }

  /** Where they take from. */
  Set<String> taken(Folder folder) {
    Set<String> taken = new TreeSet<>();
    of(folder).forEach(route -> taken.add(route.from()));
    return taken;
  }

  /**
   * The steps that send to {@code outbox:} and {@code direct:}, each as the problem that it is when
   * nobody takes from there.
   */
  Map<String, List<Problem>> senders(Folder folder) {
    Set<String> taken = taken(folder);
    Map<String, List<Problem>> senders = new TreeMap<>();
    of(folder)
        .forEach(
            route ->
                route
                    .file()
                    .visit(
                        route.pointer() + "/from/steps",
                        (pointer, node) -> {
                          String uri = node.path("uri").asText();
                          if (INNER.matcher(uri).matches()) {
                            senders
                                .computeIfAbsent(uri, name -> new ArrayList<>())
                                .add(
                                    route
                                        .file()
                                        .problem(
                                            pointer + "/uri",
                                            "no route takes from \"%s\"%s"
                                                .formatted(uri, there(folder, uri, taken))));
                          }
                        }));
    return senders;
  }

  /** Routes that would, under another setting; or what was probably meant. */
  private static String there(Folder folder, String uri, Set<String> taken) {
    List<String> others = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      for (JsonNode one : file.json()) {
        String precondition = one.at("/route/precondition").asText();
        if (one.at("/route/from/uri").asText().equals(uri) && !precondition.isBlank()) {
          others.add("%s when %s".formatted(file.name(), precondition));
        }
      }
    }
    return others.isEmpty()
        ? Similar.words(uri, taken)
        : "; routes that would: " + String.join(", ", others);
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
