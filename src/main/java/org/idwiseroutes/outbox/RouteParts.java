package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether all is there that a route leads to by {@code direct:}. A part that is missing, since its
 * file is broken, makes every attempt fail; so nothing is begun until it is there.
 */
class RouteParts {

  private static final Logger LOG = LoggerFactory.getLogger(RouteParts.class);
  private static final String DIRECT = "direct:";
  private static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(1);

  private final CamelContext camel;
  private final Clock clock;
  private Instant lookedAt = Instant.EPOCH;
  private String missing;

  RouteParts(CamelContext camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
  }

  /** Whether attempts of this route can be begun; said in the log when that changes. */
  synchronized boolean areThere(String routeId, String destination) {
    Instant now = clock.instant();
    if (lookedAt.plus(LOOKED_AT_AGAIN).isBefore(now)) {
      String found = missing(routeId, new HashSet<>());
      if (found != null && !found.equals(missing)) {
        LOG.warn(
            "Destination {} waits: its route leads to {}, which no file that runs has; mend the"
                + " file that is broken, or set the kind of system that there is",
            destination,
            found);
      } else if (found == null && missing != null) {
        LOG.info("Destination {} goes on: {} is there", destination, missing);
      }
      missing = found;
      lookedAt = now;
    }
    return missing == null;
  }

  private String missing(String routeId, Set<String> seen) {
    RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(routeId);
    if (definition == null || !seen.add(routeId)) {
      return null;
    }
    Collection<ToDefinition> steps =
        ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class);
    for (ToDefinition step : steps) {
      String uri = step.getEndpointUri();
      if (uri != null && uri.startsWith(DIRECT)) {
        String part = uri.replace("//", "").split("\\?", 2)[0];
        Route route = route(part);
        String missingThere = route == null ? part : missing(route.getRouteId(), seen);
        if (missingThere != null) {
          return missingThere;
        }
      }
    }
    return null;
  }

  private Route route(String part) {
    return camel.getRoutes().stream()
        .filter(
            one ->
                one.getEndpoint()
                    .getEndpointUri()
                    .replace("//", "")
                    .split("\\?", 2)[0]
                    .equals(part))
        .findFirst()
        .orElse(null);
  }
}
