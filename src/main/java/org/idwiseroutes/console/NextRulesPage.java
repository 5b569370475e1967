package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.shadow.Shadow;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** {@code /console/next-rules}: what the next rules would do with the events that come. */
@Controller
class NextRulesPage {

  private final Shadow shadow;

  NextRulesPage(Shadow shadow) {
    this.shadow = shadow;
  }

  @GetMapping("/console/next-rules")
  String show(Model model) {
    VisibleSources.requireAll();
    model.addAttribute("next", shadow.now().orElse(null));
    return "console/next-rules";
  }

  @PostMapping("/console/next-rules/take")
  String take(HttpServletRequest request) {
    VisibleSources.requireAll();
    shadow.take(Actor.of(request));
    return "redirect:/console/rules";
  }
}
