package org.idwiseroutes.routes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The routes of each file in the running context. */
@Component
class LoadedRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedRoutes.class);

  /** Longer than any attempt: what runs when a route is replaced ends on the old one. */
  private static final int SECONDS_TO_END = 60;

  private static final int LOOKS_IN_A_SECOND = 50;

  private final CamelContext camel;
  private final Map<String, Set<String>> routes = new HashMap<>();

  LoadedRoutes(CamelContext camel) {
    this.camel = camel;
  }

  /** Adds the routes of a file; of one that fails half-way, nothing stays. */
  synchronized void load(String name, String location, String text) throws Exception {
    Set<String> before = routeIds();
    try {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(location, text));
      Set<String> added = routeIds();
      added.removeAll(before);
      routes.put(name, added);
    } catch (Exception e) {
      removeAllBut(before);
      throw e;
    }
  }

  /**
   * Ends the routes of a file, and adds what it says now. What runs ends on the old ones; who sends
   * to a {@code direct:} route of it is kept from beginning anything meanwhile.
   */
  synchronized void replace(String name, String location, String text) throws Exception {
    List<Route> waiting = holdSendersTo(name);
    try {
      end(name);
      load(name, location, text);
    } finally {
      for (Route route : waiting) {
        ServiceHelper.resumeService(route.getConsumer());
      }
    }
  }

  /** Ends the routes of a file: they take nothing more, and what runs ends first. */
  synchronized void remove(String name) throws Exception {
    List<Route> waiting = holdSendersTo(name);
    try {
      end(name);
    } finally {
      for (Route route : waiting) {
        ServiceHelper.resumeService(route.getConsumer());
      }
    }
  }

  private void end(String name) throws Exception {
    for (String id : List.copyOf(routes.getOrDefault(name, Set.of()))) {
      camel.getRouteController().stopRoute(id, SECONDS_TO_END, TimeUnit.SECONDS);
      camel.removeRoute(id);
      RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(id);
      if (definition != null) {
        ((ModelCamelContext) camel).removeRouteDefinition(definition);
      }
    }
    routes.remove(name);
  }

  /**
   * Camel's direct producers may go on with a consumer that is gone while others of their threads
   * wait for the next one; so nothing that could lead there may run.
   */
  private List<Route> holdSendersTo(String name) throws InterruptedException {
    boolean inner =
        routes.getOrDefault(name, Set.of()).stream()
            .map(camel::getRoute)
            .anyMatch(route -> isFrom(route, "direct:"));
    if (!inner) {
      return List.of();
    }
    List<Route> senders =
        camel.getRoutes().stream()
            .filter(route -> isFrom(route, "outbox:") && !isOf(name, route))
            .toList();
    senders.forEach(route -> ServiceHelper.suspendService(route.getConsumer()));
    for (int i = 0; i < SECONDS_TO_END * LOOKS_IN_A_SECOND && isBusy(senders); i++) {
      TimeUnit.MILLISECONDS.sleep(1_000 / LOOKS_IN_A_SECOND);
    }
    return senders;
  }

  private boolean isBusy(List<Route> senders) {
    return senders.stream()
        .anyMatch(
            route ->
                camel.getInflightRepository().size(route.getRouteId()) > 0
                    || route.getConsumer() instanceof ShutdownAware consumer
                        && consumer.getPendingExchangesSize() > 0);
  }

  private boolean isOf(String name, Route route) {
    return routes.getOrDefault(name, Set.of()).contains(route.getRouteId());
  }

  private static boolean isFrom(Route route, String scheme) {
    return route != null && route.getEndpoint().getEndpointUri().startsWith(scheme);
  }

  private void removeAllBut(Set<String> before) {
    ModelCamelContext model = (ModelCamelContext) camel;
    for (RouteDefinition definition : List.copyOf(model.getRouteDefinitions())) {
      if (!before.contains(definition.getRouteId())) {
        removeQuietly(model, definition);
      }
    }
  }

  private void removeQuietly(ModelCamelContext model, RouteDefinition definition) {
    try {
      if (camel.getRoute(definition.getRouteId()) != null) {
        camel.getRouteController().stopRoute(definition.getRouteId());
        camel.removeRoute(definition.getRouteId());
      }
      model.removeRouteDefinition(definition);
    } catch (Exception e) {
      LOG.warn("The route {} of a broken file could not be removed", definition.getRouteId(), e);
    }
  }

  private Set<String> routeIds() {
    return camel.getRoutes().stream()
        .map(Route::getRouteId)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
