package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.idwiseroutes.check.ActiveRoutes.ActiveRoute;
import org.springframework.stereotype.Component;

/**
 * No two routes have one id, and no two steps: a second route of an id would replace the first. A
 * file that is there twice is told once.
 */
@Component
class IdsCheck implements RouteCheck {

  private final ActiveRoutes routes;

  IdsCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Map<String, String> seen = new HashMap<>();
    Set<String> copies = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    for (YamlFile file : folder.routes()) {
      String first = texts.putIfAbsent(folder.text(file.name()).strip(), file.name());
      if (first != null) {
        String copy = first.length() > file.name().length() ? first : file.name();
        String original = copy.equals(first) ? file.name() : first;
        copies.add(copy);
        problems.add(new Problem(copy, 0, "it is the same as %s".formatted(original)));
      }
    }
    for (ActiveRoute route : routes.of(folder)) {
      if (copies.contains(route.file().name())) {
        continue;
      }
      route
          .file()
          .visit(
              route.pointer(),
              (pointer, node) -> {
                String id = node.path("id").asText();
                String kind = pointer.equals(route.pointer()) ? "route" : "step";
                String first =
                    id.isEmpty() ? null : seen.putIfAbsent(kind + " " + id, route.file().name());
                if (first != null) {
                  problems.add(
                      route
                          .file()
                          .problem(
                              pointer + "/id",
                              "another %s has the id \"%s\" already, in %s; give this one its own"
                                  .formatted(kind, id, first)));
                }
              });
    }
    return problems;
  }
}
