package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which routes of a folder scenarios can run: those that an event's way may lead through. */
final class RunnableRoutes {

  private static final String DECIDE = "outbox:decide";
  private static final Pattern INNER = Pattern.compile("(outbox|direct):[\\w-]+");

  private final Set<String> ids = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();

  RunnableRoutes(Folder folder) {
    List<JsonNode> routes = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.json().forEach(one -> routes.add(one.path("route")));
    }
    Set<String> reached = new HashSet<>();
    Deque<String> wanted = new ArrayDeque<>(List.of(DECIDE));
    while (!wanted.isEmpty()) {
      String next = wanted.pop();
      if (reached.add(next)) {
        routes.stream()
            .filter(route -> from(route).equals(next))
            .forEach(
                route ->
                    INNER
                        .matcher(route.path("from").path("steps").toString())
                        .results()
                        .forEach(found -> wanted.add(found.group())));
      }
    }
    for (JsonNode route : routes) {
      String id = route.path("id").asText();
      if (!id.isEmpty()) {
        (reached.contains(from(route)) ? ids : others).add(id);
      }
    }
  }

  private static String from(JsonNode route) {
    return route.at("/from/uri").asText();
  }

  Set<String> ids() {
    return ids;
  }

  /** All else. */
  Set<String> others() {
    return others;
  }
}
