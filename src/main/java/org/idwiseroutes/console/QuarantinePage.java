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

  /** Decides all of one name anew, with the rules of now. */
  @PostMapping("/console/quarantine/route")
  @Transactional
  public String route(
      @RequestParam String event, HttpServletRequest request, RedirectAttributes said) {
    List<UUID> ids = queries.ids(event);
    long released = ids.stream().filter(quarantine::release).count();
    audit.record(request, "route quarantined", event, released + " events");
    said.addFlashAttribute("said", released + " events of this name are being decided anew");
    return "redirect:/console/quarantine";
  }
}
