package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether all is there that a route leads to by {@code direct:}. A part that is missing, since its
 * file is broken, makes every attempt fail; so nothing is begun until it is there.
 */
class RouteParts {

  private static final Logger LOG = LoggerFactory.getLogger(RouteParts.class);
  private static final Duration TOLD_AFTER = Duration.ofSeconds(10);
  private static final Duration LOOKED_AT_AGAIN = Duration.ofSeconds(1);
  private static final Duration MISSED_AGAIN = Duration.ofMillis(100);

  private final CamelContext camel;
  private final Clock clock;
  private Instant lookedAt = Instant.EPOCH;
  private Instant wholeAt;
  private String missing;
  private boolean told;

  RouteParts(CamelContext camel, Clock clock) {
    this.camel = camel;
    this.clock = clock;
    this.wholeAt = clock.instant();
  }

  /** Whether attempts of this route can be begun; the log says what is missing for long. */
  synchronized boolean areThere(String routeId, String destination) {
    Instant now = clock.instant();
    if (lookedAt.plus(missing == null ? LOOKED_AT_AGAIN : MISSED_AGAIN).isBefore(now)) {
      lookedAt = now;
      String found = missing(routeId);
      if (found == null) {
        wholeAt = now;
      }
      tell(found, destination, now);
      missing = found;
    }
    return missing == null;
  }

  /** While a node starts, its files are loaded one after the other. */
  private void tell(String found, String destination, Instant now) {
    if (found == null && told) {
      LOG.info("Destination {} goes on: all that its route leads to is there", destination);
      told = false;
    } else if (found != null && !told && wholeAt.plus(TOLD_AFTER).isBefore(now)) {
      LOG.warn(
          "Destination {} waits: its route leads to {}, which no file that runs has; mend the file"
              + " that is broken, or set the kind of system that there is",
          destination,
          found);
      told = true;
    }
  }

  /** The part that a route leads to and no running route takes; null when all are there. */
  String missing(String routeId) {
    return missing(routeId, new HashSet<>());
  }

  private String missing(String routeId, Set<String> seen) {
    RouteDefinition definition = ((ModelCamelContext) camel).getRouteDefinition(routeId);
    if (definition == null || !seen.add(routeId)) {
      return null;
    }
    for (String part : Calls.of(definition, camel)) {
      Route route = route(part);
      boolean chosenLater = part.equals(Calls.ANYWHERE);
      String missingThere =
          chosenLater ? null : route == null ? part : missing(route.getRouteId(), seen);
      if (missingThere != null) {
        return missingThere;
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
