package org.idwiseroutes.wiring;

import java.util.Map;
import org.idwiseroutes.routes.NamedTexts;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Starts the routes of a file in a context of their own, in which nothing has an effect. */
@Component
public class Trial {

  private final ApplicationContext application;

  Trial(ApplicationContext application) {
    this.application = application;
  }

  /**
   * Builds and starts a file with what it names, and ends it again.
   *
   * @throws Exception when it cannot be built or started
   */
  public void run(String name, RoutesSnapshot snapshot) throws Exception {
    try (DryContext context =
        new DryContext(
            "trial",
            application,
            new ReplacedSettings(application.getEnvironment(), Map.of()),
            Map.copyOf(snapshot.others()),
            (endpoint, exchange) -> {})) {
      String text = snapshot.routes().get(name);
      context.run(Map.of(name, NamedTexts.replace(text, "ref:"::concat)));
    }
  }
}
