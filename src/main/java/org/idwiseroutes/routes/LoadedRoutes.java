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
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The routes of each file in the running context. */
@Component
class LoadedRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(LoadedRoutes.class);

  /** Longer than any attempt: what runs when a route is replaced ends on the old one. */
  private static final int SECONDS_TO_END = 60;

  private final CamelContext camel;
  private final Map<String, Set<String>> routes = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  LoadedRoutes(CamelContext camel) {
    this.camel = camel;
  }

  /** Adds the routes of a file; of one that fails half-way, nothing stays. */
  synchronized void load(String name, String location, String text) throws Exception {
    Set<String> before = routeIds();
    refuseIdsOfOthers(name, text);
    try {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(location, text));
      Set<String> added = routeIds();
      added.removeAll(before);
      routes.put(name, added);
      texts.put(name, text);
    } catch (Exception e) {
      removeAllBut(before);
      throw e;
    }
  }

  /**
   * Ends the routes of a file, and adds what it says now; when that fails, what it said before.
   * What runs ends on the old ones; who could lead there begins nothing meanwhile.
   *
   * @param between done when the old ones have ended and the new ones have not begun
   */
  synchronized void replace(String name, String location, String text, Runnable between)
      throws Exception {
    String before = texts.get(name);
    try (HeldDestinations held = HeldDestinations.during(idsOf(name), camel, SECONDS_TO_END)) {
      end(name);
      between.run();
      try {
        load(name, location, text);
      } catch (Exception e) {
        if (before != null) {
          load(name, location, before);
        }
        throw e;
      }
    }
  }

  /** Ends the routes of a file: they take nothing more, and what runs ends first. */
  synchronized void remove(String name) throws Exception {
    try (HeldDestinations held = HeldDestinations.during(idsOf(name), camel, SECONDS_TO_END)) {
      end(name);
    }
  }

  /** Camel would put a second route of an id in the place of the first, without a word. */
  private void refuseIdsOfOthers(String name, String text) {
    if (!(YamlText.read(text).value() instanceof List<?> list)) {
      return;
    }
    for (Object one : list) {
      if (one instanceof Map<?, ?> entry
          && entry.get("route") instanceof Map<?, ?> route
          && route.get("id") instanceof String id
          && holds(route.get("precondition"))) {
        routes.forEach(
            (other, ids) -> {
              if (!other.equals(name) && ids.contains(id)) {
                throw new IllegalArgumentException(
                    "the route \"%s\" runs already, from %s; give this one another id, or remove one of the files"
                        .formatted(id, other));
              }
            });
      }
    }
  }

  private boolean holds(Object precondition) {
    return precondition == null
        || camel
            .resolveLanguage("simple")
            .createPredicate(camel.resolvePropertyPlaceholders(precondition.toString()))
            .matches(new DefaultExchange(camel));
  }

  private Set<String> idsOf(String name) {
    return routes.getOrDefault(name, Set.of());
  }

  private void end(String name) throws Exception {
    for (String id : List.copyOf(idsOf(name))) {
      camel.getRouteController().stopRoute(id, SECONDS_TO_END, TimeUnit.SECONDS);
      camel.removeRoute(id);
      RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(id);
      if (definition != null) {
        ((ModelCamelContext) camel).removeRouteDefinition(definition);
      }
    }
    routes.remove(name);
    texts.remove(name);
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
