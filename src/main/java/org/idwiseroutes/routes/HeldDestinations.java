package org.idwiseroutes.routes;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Keeps destinations from beginning anything until closed, while routes are replaced: the replaced
 * ones themselves, and all others when one of them is a {@code direct:} route. Camel's direct
 * producers may go on with a consumer that is gone while others of their threads wait for the next
 * one; so nothing that could lead there may run.
 */
final class HeldDestinations implements AutoCloseable {

  private static final int LOOKS_IN_A_SECOND = 50;

  private final CamelContext camel;
  private final List<Route> held;

  private HeldDestinations(CamelContext camel, List<Route> held) {
    this.camel = camel;
    this.held = held;
  }

  /**
   * Holds them and waits for what runs to end.
   *
   * @param replaced the ids of the routes that end
   */
  static HeldDestinations during(Set<String> replaced, CamelContext camel, int secondsToEnd)
      throws InterruptedException {
    boolean inner =
        replaced.stream().map(camel::getRoute).anyMatch(route -> isFrom(route, "direct:"));
    List<Route> held =
        camel.getRoutes().stream()
            .filter(route -> isFrom(route, "outbox:"))
            .filter(route -> inner || replaced.contains(route.getRouteId()))
            .toList();
    held.forEach(route -> ServiceHelper.suspendService(route.getConsumer()));
    HeldDestinations destinations = new HeldDestinations(camel, held);
    for (int i = 0; i < secondsToEnd * LOOKS_IN_A_SECOND && destinations.isBusy(); i++) {
      TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_IN_A_SECOND);
    }
    return destinations;
  }

  /** Resumes those that are still there. */
  @Override
  public void close() {
    held.stream()
        .filter(route -> camel.getRoute(route.getRouteId()) == route)
        .forEach(route -> ServiceHelper.resumeService(route.getConsumer()));
  }

  private boolean isBusy() {
    return held.stream()
        .anyMatch(
            route ->
                camel.getInflightRepository().size(route.getRouteId()) > 0
                    || route.getConsumer() instanceof ShutdownAware consumer
                        && consumer.getPendingExchangesSize() > 0);
  }

  private static boolean isFrom(Route route, String scheme) {
    return route != null && route.getEndpoint().getEndpointUri().startsWith(scheme);
  }
}
