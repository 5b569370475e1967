package org.idwiseroutes.wiring;

import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.stereotype.Component;

/** Draws the routes that run. */
@Component
public class Diagrams {

  private final ModelCamelContext camel;
  private final NodeCounts counts;
  private final RouteFiles files;

  Diagrams(CamelContext camel, NodeCounts counts, RouteFiles files) {
    this.files = files;
    this.camel = (ModelCamelContext) camel;
    this.counts = counts;
  }

  /** The routes of a file. */
  public List<Diagram> ofFile(String name) {
    return camel.getRouteDefinitions().stream()
        .filter(route -> isOf(name, route))
        .map(route -> DiagramLayout.of(route, counts, Set.of()))
        .toList();
  }

  /** The routes that an event came through, with its way lit. */
  public List<Diagram> of(Course course) {
    return camel.getRouteDefinitions().stream()
        .filter(
            route ->
                route.getOutputs().stream()
                    .anyMatch(step -> course.visited().contains(step.getId())))
        .map(route -> DiagramLayout.of(route, counts, course.visited()))
        .toList();
  }

  private boolean isOf(String file, RouteDefinition route) {
    String path = files.directory().resolve(file).toString();
    return route.getResource() != null && route.getResource().getLocation().endsWith(path);
  }
}
