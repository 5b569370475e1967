package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;
import org.springframework.stereotype.Component;

/**
 * An alert of every kind and state goes where a route takes it and makes its message: nobody would
 * see before the night in which it is needed that it does not.
 */
@Component
class AlertsCheck implements RouteCheck {

  private static final String FILE = "alert.camel.yaml";

  private final ActiveRoutes routes;

  AlertsCheck(ActiveRoutes routes) {
    this.routes = routes;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    if (!routes.taken(folder).contains("outbox:" + Stage.ALERT)) {
      return List.of(
          new Problem(
              FILE,
              0,
              "no route takes from outbox:alert: nobody would hear of what fails; take the shipped %s and alert-mail.camel.yaml"
                  .formatted(FILE)));
    }
    Set<Problem> problems = new LinkedHashSet<>();
    try (Stage stage = stages.alerts()) {
      DestinationStage destinations = stages.destinations(Map.of());
      for (Given alert : PossibleAlerts.all()) {
        look(folder, stages, stage.of(alert.variables(), alert.document()), destinations, problems);
      }
    } catch (Exception toldByStages) {
      return List.of();
    }
    return new ArrayList<>(problems);
  }

  private static void look(
      Folder folder,
      Stages stages,
      Course course,
      DestinationStage destinations,
      Set<Problem> problems)
      throws Exception {
    if (course.error() != null) {
      problems.add(at(folder, course.failedAt(), "an alert fails here: " + course.error()));
      return;
    }
    for (Sent sent : course.sent()) {
      Optional<Delivered> delivered = destinations.of(sent);
      if (delivered.isEmpty()) {
        problems.add(
            at(
                folder,
                sent.step(),
                "no route takes from \"outbox:%s\"".formatted(sent.destination())));
      }
      delivered.ifPresent(one -> one.inputs().forEach(stages.looked()::add));
      delivered
          .filter(one -> one.error() != null)
          .ifPresent(
              one ->
                  problems.add(
                      at(
                          folder,
                          one.failedAt(),
                          "an alert fails here: " + Wording.plain(one.error()))));
    }
  }

  private static Problem at(Folder folder, String step, String text) {
    return folder.problemOf(step, text).orElse(new Problem(FILE, 0, text));
  }
}
