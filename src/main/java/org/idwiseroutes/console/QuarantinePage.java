package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.inbox.Quarantine;
import org.idwiseroutes.ops.Audit;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** {@code /console/quarantine}: events that no rule handles, and what could not be read. */
@Controller
class QuarantinePage {

  private final QuarantineQueries queries;
  private final Quarantine quarantine;
  private final Audit audit;

  QuarantinePage(QuarantineQueries queries, Quarantine quarantine, Audit audit) {
    this.queries = queries;
    this.quarantine = quarantine;
    this.audit = audit;
  }

  @GetMapping("/console/quarantine")
  String show(Model model) {
    model.addAttribute("groups", queries.groups());
    return "console/quarantine";
  }

  /** Takes all that could not be read for one reason out of quarantine. */
  @PostMapping("/console/quarantine/dismiss")
  @Transactional
  public String dismiss(
      @RequestParam String problem,
      @RequestParam String reason,
      HttpServletRequest request,
      RedirectAttributes said) {
    if (reason.isBlank()) {
      said.addFlashAttribute("said", "Nothing was dismissed: give a reason");
      return "redirect:/console/quarantine";
    }
    long dismissed =
        queries.unreadable(problem).stream()
            .filter(id -> quarantine.dismiss(id, reason.strip()))
            .count();
    audit.record(request, "dismiss unreadable", problem, dismissed + " events");
    said.addFlashAttribute("said", dismissed + " unreadable events were dismissed");
    return "redirect:/console/quarantine";
  }

  /** Decides all of one name again, with the rules of now. */
  @PostMapping("/console/quarantine/route")
  @Transactional
  public String route(
      @RequestParam String event, HttpServletRequest request, RedirectAttributes said) {
    List<UUID> ids = queries.ids(event);
    long released = ids.stream().filter(id -> quarantine.release(id).isEmpty()).count();
    audit.record(request, "route quarantined", event, released + " events");
    said.addFlashAttribute("said", released + " events of this name are being decided again");
    return "redirect:/console/quarantine";
  }
}
