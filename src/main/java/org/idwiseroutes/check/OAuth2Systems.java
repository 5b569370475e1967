package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** What a route that fetches tokens ({@code oauth2: NAME}) needs of settings is set. */
@Component
class OAuth2Systems implements RouteCheck {

  private static final List<String> NEEDED = List.of("token-url", "client-id", "client-secret");

  private final ConfigurableEnvironment settings;
  private final ActiveRoutes routes;

  OAuth2Systems(ConfigurableEnvironment settings, ActiveRoutes routes) {
    this.settings = settings;
    this.routes = routes;
  }

  /** The names that routes of a folder give such systems. */
  static Set<String> of(Folder folder) {
    Set<String> systems = new TreeSet<>();
    for (YamlFile file : folder.routes()) {
      file.visit(
          "",
          (pointer, node) -> {
            String system = name(node);
            if (!system.isEmpty()) {
              systems.add(system);
            }
          });
    }
    return systems;
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    for (ActiveRoutes.ActiveRoute route : routes.of(folder)) {
      route
          .file()
          .visit(
              route.pointer(),
              (pointer, node) -> {
                String system = name(node);
                NEEDED.stream()
                    .filter(one -> !system.isEmpty())
                    .map(one -> system + "." + one)
                    .filter(one -> settings.getProperty(one) == null)
                    .findFirst()
                    .ifPresent(
                        missing ->
                            problems.add(
                                route
                                    .file()
                                    .problem(
                                        pointer + "/parameters/oauth2",
                                        "%s is not set: tokens of \"%s\" need .token-url, .client-id and .client-secret"
                                            .formatted(missing, system))));
              });
    }
    return problems;
  }

  private static String name(JsonNode step) {
    String system = step.path("parameters").path("oauth2").asText();
    return step.path("uri").asText().startsWith("json-http") && !system.contains("{{")
        ? system
        : "";
  }
}
