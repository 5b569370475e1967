package org.idwiseroutes.outbox;

import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.stereotype.Component;

/** Which destinations have a route on this node that can begin attempts. */
@Component
public class RunningDestinations {

  private final CamelContext camel;
  private final Clock clock;

  RunningDestinations(CamelContext camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
  }

  /**
   * Whether a route takes what is meant for the destination, and every part is there that this
   * route leads to; otherwise its deliveries wait, unless another node takes them.
   */
  public boolean isRunning(String destination) {
    RouteParts parts = new RouteParts(camel, clock);
    return camel.getRoutes().stream()
        .filter(route -> isOf(route, destination))
        .anyMatch(route -> parts.missing(route.getRouteId()) == null);
  }

  /** Those whose names begin so, in order; of a destination with partitions its own name alone. */
  public List<String> named(String prefix) {
    return camel.getRoutes().stream()
        .map(Route::getEndpoint)
        .filter(OutboxEndpoint.class::isInstance)
        .map(endpoint -> ((OutboxEndpoint) endpoint).getDestination())
        .filter(name -> name.startsWith(prefix))
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether a later delivery of a lane makes an earlier one there untrue. */
  public boolean supersedes(String destination) {
    return has(destination, OutboxEndpoint::isSupersede);
  }

  /** Whether what it is told stays true, whatever comes later. */
  public boolean keepsHistory(String destination) {
    return has(destination, OutboxEndpoint::isKeepsHistory);
  }

  private boolean has(String destination, Predicate<OutboxEndpoint> option) {
    return camel.getRoutes().stream()
        .filter(route -> isOf(route, destination))
        .anyMatch(route -> option.test((OutboxEndpoint) route.getEndpoint()));
  }

  private static boolean isOf(Route route, String destination) {
    return route.getEndpoint() instanceof OutboxEndpoint endpoint
        && endpoint.partitions().stream().anyMatch(one -> one.getDestination().equals(destination));
  }
}
