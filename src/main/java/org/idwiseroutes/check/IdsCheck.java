package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** No two routes have one id, and no two steps: a second route of an id would replace the first. */
@Component
class IdsCheck implements RouteCheck {

  private final ActiveRoutes routes;

  IdsCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Map<String, String> seen = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (ActiveRoutes.ActiveRoute route : routes.of(folder)) {
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
