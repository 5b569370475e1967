package org.idwiseroutes.doctor;

import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The route files could be loaded. */
@Component
@Order(3)
class RouteFilesCheck implements Check {

  private static final String SYSTEM = "routes";

  private final RouteFiles files;

  RouteFilesCheck(RouteFiles files) {
    this.files = files;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    if (files.problem() != null) {
      findings.add(
          Finding.bad(SYSTEM, "are found", files.problem(), "set idwise.routes.directory"));
    }
    files.all().stream()
        .filter(RouteFile::isBroken)
        .map(
            file ->
                Finding.bad(SYSTEM, file.name() + " is loaded", file.problem(), "mend this file"))
        .forEach(findings::add);
    if (findings.isEmpty()) {
      findings.add(
          Finding.good(
              SYSTEM,
              "%d files %s are loaded".formatted(files.all().size(), files.pattern()),
              null));
    }
    return findings;
  }
}
