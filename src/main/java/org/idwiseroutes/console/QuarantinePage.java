package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Operations;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /console/quarantine}: events that no rule handles, and what could not be read. */
@Controller
class QuarantinePage {

  private final QuarantineQueries queries;
  private final Operations operations;

  QuarantinePage(QuarantineQueries queries, Operations operations) {
    this.queries = queries;
    this.operations = operations;
  }

  @GetMapping("/console/quarantine")
  String show(Model model) {
    model.addAttribute("groups", queries.groups());
    return "console/quarantine";
  }

  /** Takes all that could not be read for one reason out of quarantine. */
  @PostMapping("/console/quarantine/dismiss")
  public String dismiss(
      @RequestParam String problem,
      @RequestParam String reason,
      HttpServletRequest request,
      RedirectAttributes said) {
    if (reason.isBlank()) {
      said.addFlashAttribute("said", "Nothing was dismissed: give a reason");
      return "redirect:/console/quarantine";
    }
    long dismissed = operations.dismissAll(problem, queries.unreadable(problem), Actor.of(request));
    said.addFlashAttribute("said", dismissed + " unreadable events were dismissed");
    return "redirect:/console/quarantine";
  }

  /** Decides all of one name again, with the rules of now. */
  @PostMapping("/console/quarantine/route")
  public String route(
      @RequestParam String event, HttpServletRequest request, RedirectAttributes said) {
    long released = operations.decideAll(event, queries.ids(event), Actor.of(request));
    said.addFlashAttribute("said", released + " events of this name are being decided again");
    return "redirect:/console/quarantine";
  }
}
