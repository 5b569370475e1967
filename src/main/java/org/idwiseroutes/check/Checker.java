package org.idwiseroutes.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds all that is wrong in a folder of routes at once, without running it. */
@Component
public class Checker {

  private final List<RouteCheck> checks;
  private final ScenariosCheck scenarios;

  Checker(List<RouteCheck> checks, ScenariosCheck scenarios) {
    this.checks = checks;
    this.scenarios = scenarios;
  }

  /**
   * Checks a folder.
   *
   * @return by file and line; empty when nothing was found
   * @throws IOException when the folder cannot be read
   */
  public List<Problem> check(Path folder) throws IOException {
    Folder files = new Folder(folder);
    if (files.routes().isEmpty() && files.problems().isEmpty()) {
      return List.of(new Problem(folder.toString(), 0, "there is no *.camel.yaml in it"));
    }
    return Stream.concat(
            files.problems().stream(),
            checks.stream().flatMap(check -> check.check(files).stream()))
        .distinct()
        .sorted()
        .toList();
  }

  /** Runs the folder's scenarios. */
  public List<ScenarioOutcome> scenarios(Path folder) throws IOException {
    return scenarios.run(new Folder(folder));
  }
}
