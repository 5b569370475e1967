package org.idwiseroutes.console;

import java.io.IOException;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Report;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * {@code /console/check}: the folder of routes as it is now on disk, checked, with its scenarios.
 */
@Controller
class CheckPage {

  private final Checker checker;
  private final RouteFiles files;

  CheckPage(Checker checker, RouteFiles files) {
    this.checker = checker;
    this.files = files;
  }

  @GetMapping("/console/check")
  String show(Model model) throws IOException {
    Report report = checker.check(files.directory());
    model.addAttribute("problems", report.problems());
    model.addAttribute("scenarios", report.scenarios());
    return "console/check";
  }
}
