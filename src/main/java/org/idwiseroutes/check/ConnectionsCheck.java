package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/**
 * What is sent somewhere is taken there, by one route whose precondition holds; and no {@code
 * direct:} route waits for nobody. Whether rules send to a destination, which may depend on a
 * setting, {@link RulesCheck} and {@link AlertsCheck} tell.
 */
@Component
class ConnectionsCheck implements RouteCheck {

  /** Called by the doctor, not by routes. */
  private static final String DOCTOR = "direct:doctor-";

  private static final String LEDGER = "direct:ledger-";

  private final ActiveRoutes routes;

  ConnectionsCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    if (folder.problems().stream().anyMatch(Problem::isError)) {
      return List.of();
    }
    Set<String> taken = routes.taken(folder);
    Set<String> rules = new HashSet<>(Stage.files(Stage.DECIDE, folder.routeTexts()));
    rules.addAll(Stage.files(Stage.ALERT, folder.routeTexts()));
    Map<String, List<Problem>> senders = routes.senders(folder);
    List<Problem> problems = new ArrayList<>();
    senders.forEach(
        (uri, all) -> {
          if (!taken.contains(uri)) {
            all.stream()
                .filter(one -> !uri.startsWith("outbox:") || !rules.contains(one.file()))
                .forEach(problems::add);
          }
        });
    Map<String, ActiveRoutes.ActiveRoute> takers = new HashMap<>();
    for (ActiveRoutes.ActiveRoute route : routes.of(folder)) {
      String uri = route.from();
      ActiveRoutes.ActiveRoute first = takers.putIfAbsent(uri, route);
      if (first != null && uri.matches("(outbox|direct):.*")) {
        problems.add(
            route
                .file()
                .problem(
                    route.pointer() + "/from/uri",
                    "another route takes from \"%s\" already, in %s"
                        .formatted(uri, first.file().name())));
      }
      if (first == null && uri.startsWith("direct:") && !route.json().has("precondition")) {
        others(folder, uri)
            .ifPresent(
                other ->
                    problems.add(
                        route
                            .file()
                            .problem(
                                route.pointer() + "/from/uri",
                                "it takes from \"%s\" under all settings, and so does %s under some; give it a precondition as well"
                                    .formatted(uri, other))
                            .asWarning()));
      }
      if (uri.startsWith("outbox:") && route.json().path("autoStartup").asText().equals("false")) {
        problems.add(
            route
                .file()
                .problem(
                    route.pointer() + "/autoStartup",
                    "the route does not start: what is sent to \"%s\" waits, and no health tells it; pause the destination instead"
                        .formatted(uri)));
      }
      boolean inner =
          Set.of("outbox:decide", "outbox:alert").contains(uri)
              || uri.startsWith(ForgetCheck.TAKES);
      if (uri.startsWith("outbox:") && !inner && !senders.containsKey(uri)) {
        problems.add(
            route
                .file()
                .problem(
                    route.pointer() + "/from/uri",
                    "no rule sends to \"%s\": what comes there was sent before".formatted(uri))
                .asWarning());
      }
      if (uri.startsWith("direct:")
          && !uri.startsWith(DOCTOR)
          && !uri.startsWith(LEDGER)
          && !senders.containsKey(uri)) {
        problems.add(
            route
                .file()
                .problem(route.pointer() + "/from/uri", "nobody sends to \"%s\"".formatted(uri)));
      }
    }
    return problems;
  }

  /** A file with a route that takes from there when its precondition holds. */
  private static Optional<String> others(Folder folder, String uri) {
    return folder.routes().stream()
        .filter(
            file ->
                StreamSupport.stream(file.json().spliterator(), false)
                    .map(one -> one.path("route"))
                    .anyMatch(
                        route ->
                            route.at("/from/uri").asText().equals(uri)
                                && route.has("precondition")))
        .map(YamlFile::name)
        .findFirst();
  }
}
