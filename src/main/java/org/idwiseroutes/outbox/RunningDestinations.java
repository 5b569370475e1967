package org.idwiseroutes.outbox;

import java.time.Clock;
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

  private static boolean isOf(Route route, String destination) {
    return route.getEndpoint() instanceof OutboxEndpoint endpoint
        && endpoint.partitions().stream().anyMatch(one -> one.getDestination().equals(destination));
  }
}
