package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * {@code /console/check}: the folder of routes as it was on disk when an operator last had it
 * checked, with its scenarios.
 */
@Controller
class CheckPage {

  private final Checker checker;
  private final RouteFiles files;
  private final HeavyWork heavy;

  CheckPage(Checker checker, RouteFiles files, HeavyWork heavy) {
    this.checker = checker;
    this.files = files;
    this.heavy = heavy;
  }

  @GetMapping("/console/check")
  String show(Model model) {
    model.addAttribute("run", heavy.last(HeavyWork.CHECK));
    return "console/check";
  }

  @PostMapping("/console/check")
  String begin(HttpServletRequest request) {
    heavy.begin(HeavyWork.CHECK, request.getRemoteUser(), () -> checker.check(files.directory()));
    return "redirect:/console/check";
  }
}
