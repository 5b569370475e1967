package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which routes of a folder scenarios can run: those that an event's way may lead through.
 *
 * @param routes in the order of the files
 * @param others the ids of all else, or their places
 */
record RunnableRoutes(List<Place> routes, List<String> others) {

  private static final String DECIDE = "outbox:decide";

  /** Where a route stands, as a JSON pointer. */
  record Place(YamlFile file, String pointer) {

    JsonNode route() {
      return file.json().at(pointer);
    }

    private String from() {
      return route().at("/from/uri").asText();
    }

    private String name() {
      return route().path("id").asText(file.name() + ":" + file.line(pointer));
    }
  }

  static RunnableRoutes of(Folder folder) {
    List<Place> all = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      for (int i = 0; i < file.json().size(); i++) {
        if (file.json().get(i).has("route")) {
          all.add(new Place(file, "/" + i + "/route"));
        }
      }
    }
    Set<String> reached = reached(all);
    return new RunnableRoutes(
        all.stream().filter(place -> reached.contains(place.from())).toList(),
        all.stream().filter(place -> !reached.contains(place.from())).map(Place::name).toList());
  }

  private static Set<String> reached(List<Place> all) {
    Set<String> reached = new HashSet<>();
    Deque<String> wanted = new ArrayDeque<>(List.of(DECIDE));
    while (!wanted.isEmpty()) {
      String next = wanted.pop();
      if (reached.add(next)) {
        all.stream()
            .filter(place -> place.from().equals(next))
            .map(place -> place.route().at("/from/steps").toString())
            .flatMap(steps -> ActiveRoutes.INNER.matcher(steps).results())
            .forEach(found -> wanted.add(found.group()));
      }
    }
    return reached;
  }
}
