package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.rules.Changeover;
import org.idwiseroutes.rules.RulesHistory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /console/rules}: which rules ran since when, in what they differ, and the way back. */
@Controller
class RulesPage {

  private static final int ROWS = 50;

  private final RulesHistory history;
  private final Changeover changeover;
  private final HeavyWork heavy;

  RulesPage(RulesHistory history, Changeover changeover, HeavyWork heavy) {
    this.history = history;
    this.changeover = changeover;
    this.heavy = heavy;
  }

  @GetMapping("/console/rules")
  String list(Model model) {
    model.addAttribute("entries", history.last(ROWS));
    model.addAttribute("running", history.running());
    model.addAttribute("run", heavy.last(Changeover.WORK));
    return "console/rules";
  }

  @GetMapping("/console/rules/{version}")
  String show(
      @PathVariable int version, @RequestParam(required = false) Integer since, Model model) {
    int running = history.running();
    int other = since == null ? running : since;
    model.addAttribute("rules", history.view(version));
    model.addAttribute("running", running);
    model.addAttribute("since", other);
    model.addAttribute("changes", history.changes(other, version));
    return "console/rules-version";
  }

  @PostMapping("/console/rules/{version}/go-back")
  String goBack(@PathVariable int version, HttpServletRequest request) {
    changeover.goBack(version, Actor.of(request));
    return "redirect:/console/rules";
  }
}
