package org.idwiseroutes.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;
import org.idwiseroutes.outbox.Calls;

/**
 * Keeps destinations from beginning anything until closed, while routes are replaced: the replaced
 * ones themselves, and those that lead to one of them by {@code direct:}. Camel's direct producers
 * may go on with a consumer that is gone while others of their threads wait for the next one; so
 * nothing that could lead there may run. The others go on.
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
    List<Route> held =
        camel.getRoutes().stream()
            .filter(route -> isFrom(route, "outbox:"))
            .filter(route -> leadsTo(replaced, route.getRouteId(), camel, new HashSet<>()))
            .toList();
    held.forEach(route -> ServiceHelper.suspendService(route.getConsumer()));
    HeldDestinations destinations = new HeldDestinations(camel, held);
    for (int i = 0; i < secondsToEnd * LOOKS_IN_A_SECOND && destinations.isBusy(); i++) {
      TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_IN_A_SECOND);
    }
    return destinations;
  }

  private static boolean leadsTo(
      Set<String> replaced, String id, CamelContext camel, Set<String> seen) {
    if (replaced.contains(id)) {
      return true;
    }
    RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(id);
    return definition != null
        && seen.add(id)
        && Calls.of(definition, camel).stream()
            .flatMap(called -> routesFrom(called, camel))
            .anyMatch(called -> leadsTo(replaced, called, camel, seen));
  }

  /** Where a step chooses its way at run time, it may lead to all. */
  private static Stream<String> routesFrom(String called, CamelContext camel) {
    return camel.getRoutes().stream()
        .filter(route -> isFrom(route, "direct:"))
        .filter(route -> called.equals(Calls.ANYWHERE) || isFrom(route, called))
        .map(Route::getRouteId);
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
    String uri = route == null ? "" : route.getEndpoint().getEndpointUri().replace("//", "");
    return scheme.endsWith(":") ? uri.startsWith(scheme) : uri.split("\\?", 2)[0].equals(scheme);
  }
}
