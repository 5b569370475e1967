package org.idwiseroutes.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.idwiseroutes.privacy.Secrets;
import org.idwiseroutes.routes.CredentialSettings;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/** Finds all that is wrong in a folder of routes at once, without running it. */
@Component
public class Checker {

  private final List<RouteCheck> checks;
  private final Scenarios scenarios;
  private final CredentialSettings credentials;
  private final Secrets secrets;
  private final ApplicationContext application;

  Checker(
      List<RouteCheck> checks,
      Scenarios scenarios,
      CredentialSettings credentials,
      Secrets secrets,
      ApplicationContext application) {
    this.checks = checks;
    this.scenarios = scenarios;
    this.credentials = credentials;
    this.secrets = secrets;
    this.application = application;
  }

  /**
   * Checks a folder and runs its scenarios.
   *
   * @throws IOException when the folder cannot be read
   */
  public Report check(Path folder) throws IOException {
    Folder files = Folder.read(folder);
    return files.routes().isEmpty() && files.problems().isEmpty()
        ? new Report(
            List.of(new Problem(folder.toString(), 0, "there is no *.camel.yaml in it")), List.of())
        : check(files);
  }

  /** The same of a folder that has been read. No problem's text holds a secret. */
  public Report check(Folder files) {
    credentials.learn(files.routeYaml());
    try (Stages stages = new Stages(files, application)) {
      return check(files, stages);
    }
  }

  private Report check(Folder files, Stages stages) {
    List<Problem> found =
        Stream.concat(
                files.problems().stream(),
                checks.stream().flatMap(check -> check.check(files, stages).stream()))
            .toList();
    List<ScenarioOutcome> outcomes = scenarios.run(files, stages);
    List<Problem> problems =
        Stream.concat(
                found.stream(),
                outcomes.stream()
                    .filter(outcome -> outcome.wasRun() || found.isEmpty())
                    .flatMap(outcome -> outcome.problems().stream()))
            .map(
                problem ->
                    new Problem(problem.file(), problem.line(), secrets.hide(problem.text())))
            .distinct()
            .sorted()
            .toList();
    return new Report(problems, outcomes);
  }
}
