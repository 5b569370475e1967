package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.outbox.Replays;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * {@code /console/failures}: what failed, and replay in three steps: plan, try one, all the rest.
 */
@Controller
class FailuresPage {

  private final FailureQueries failures;
  private final Replays replays;
  private final Audit audit;

  FailuresPage(FailureQueries failures, Replays replays, Audit audit) {
    this.failures = failures;
    this.replays = replays;
    this.audit = audit;
  }

  @GetMapping("/console/failures")
  String show(Model model) {
    model.addAttribute("groups", failures.groups());
    return "console/failures";
  }

  @GetMapping("/console/replay")
  String plan(@RequestParam String destination, @RequestParam String error, Model model) {
    List<UUID> ids = failures.dead(destination, error);
    model.addAttribute("destination", destination);
    model.addAttribute("error", error);
    model.addAttribute("count", ids.size());
    model.addAttribute("superseded", failures.superseded(ids));
    model.addAttribute(
        "group",
        failures.groups().stream()
            .filter(group -> group.status().equals("dead"))
            .filter(group -> group.destination().equals(destination))
            .filter(group -> group.error().equals(error))
            .findFirst()
            .orElse(null));
    return "console/replay";
  }

  /**
   * Replays the oldest, or all; what had been delivered is in no group and never sent again. The
   * audit does not keep the reason of the failure, which may be about a person.
   */
  @PostMapping("/console/replay")
  @Transactional
  public String replay(
      @RequestParam String destination,
      @RequestParam String error,
      @RequestParam boolean all,
      HttpServletRequest request,
      RedirectAttributes said) {
    List<UUID> ids = failures.dead(destination, error);
    int count = replays.replay(all || ids.isEmpty() ? ids : ids.subList(0, 1));
    audit.record(request, "replay deliveries", destination, count + " deliveries");
    said.addFlashAttribute("said", count + " put back to be delivered");
    said.addAttribute("destination", destination);
    said.addAttribute("error", error);
    return "redirect:/console/replay";
  }
}
