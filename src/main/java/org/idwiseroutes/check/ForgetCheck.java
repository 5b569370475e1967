package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Sent;
import org.springframework.stereotype.Component;

/**
 * Who is erased is asked of each system that a route {@code outbox:forget-…} is for: nobody would
 * see before the first erasure that it fails.
 */
@Component
class ForgetCheck implements RouteCheck {

  static final String TAKES = "outbox:forget-";
  private static final String ERASURE = "00000000-0000-0000-0000-000000000000";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ActiveRoutes routes;

  ForgetCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    Set<Problem> problems = new LinkedHashSet<>();
    try {
      DestinationStage destinations = stages.destinations(Map.of());
      for (ActiveRoutes.ActiveRoute route : routes.of(folder)) {
        if (route.from().startsWith(TAKES)) {
          look(folder, stages, route, destinations, problems);
        }
      }
    } catch (Exception toldByStages) {
      return List.of();
    }
    return new ArrayList<>(problems);
  }

  private static void look(
      Folder folder,
      Stages stages,
      ActiveRoutes.ActiveRoute route,
      DestinationStage destinations,
      Set<Problem> problems)
      throws Exception {
    String destination = route.from().substring("outbox:".length());
    Optional<Delivered> delivered = destinations.of(asked(destination));
    delivered.ifPresent(one -> one.inputs().forEach(stages.looked()::add));
    delivered
        .filter(one -> one.error() != null)
        .ifPresent(
            one -> {
              String text = "an erasure fails here: " + Wording.plain(one.error());
              problems.add(
                  folder
                      .problemOf(one.failedAt(), text)
                      .orElse(route.file().problem(route.pointer(), text)));
            });
  }

  private static Sent asked(String destination) {
    Map<String, Object> variables =
        Map.of(
            "source",
            "live",
            "erasure",
            ERASURE,
            "system",
            destination.substring("forget-".length()));
    return new Sent(destination, "", null, false, "", Map.of(), variables, person().toString());
  }

  /** A person with a journey and a check, as the outbox has them. */
  static ObjectNode person() {
    ObjectNode person =
        JSON.createObjectNode()
            .put("erasure", ERASURE)
            .put("source", "live")
            .put("what", "person")
            .put("deadline", "2026-01-31T10:00:00Z");
    person.putArray("customers").add("example");
    person.putArray("tickets").add("T-1");
    person.putArray("references").add("example");
    person.putArray("journeys").add("j1");
    person.putArray("checks").add("c1");
    return person;
  }
}
