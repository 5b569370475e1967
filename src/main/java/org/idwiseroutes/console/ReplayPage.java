package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.Operations;
import org.idwiseroutes.ops.ReplayView;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Replay in three steps: plan, try one, all the rest. What had been delivered is in no group; it is
 * sent again only one by one, by who says so.
 */
@Controller
class ReplayPage {

  private final DeliveryQueries deliveries;
  private final Operations operations;

  ReplayPage(DeliveryQueries deliveries, Operations operations) {
    this.deliveries = deliveries;
    this.operations = operations;
  }

  @GetMapping("/console/replay")
  String plan(@RequestParam String destination, @RequestParam String error, Model model) {
    model.addAttribute("destination", destination);
    model.addAttribute("error", error);
    model.addAttribute("superseded", deliveries.superseded(destination, error));
    model.addAttribute(
        "group",
        deliveries.failureGroups().stream()
            .filter(group -> group.status().equals("dead"))
            .filter(group -> group.destination().equals(destination))
            .filter(group -> group.error().equals(error))
            .findFirst()
            .orElse(null));
    return "console/replay";
  }

  /** Puts the oldest back. */
  @PostMapping("/console/replay/one")
  String one(
      @RequestParam String destination,
      @RequestParam String error,
      HttpServletRequest request,
      RedirectAttributes said) {
    deliveries
        .oldestDead(destination, error)
        .ifPresent(
            id -> {
              said.addFlashAttribute("tried", operations.replay(id, Actor.of(request)));
            });
    said.addAttribute("destination", destination);
    said.addAttribute("error", error);
    return "redirect:/console/replay";
  }

  /** Begins to put all back. */
  @PostMapping("/console/replay/all")
  String all(
      @RequestParam String destination, @RequestParam String error, HttpServletRequest request) {
    ReplayView begun = operations.replayGroup(destination, error, Actor.of(request));
    return "redirect:/console/replays/" + begun.id();
  }

  /**
   * How far a replay is. What a browser refreshes while it runs leaves out the form, in which
   * somebody may be writing; once it has ended, the browser is told to load the page as a whole.
   */
  @GetMapping("/console/replays/{id}")
  String show(
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", defaultValue = "false") boolean refresh,
      HttpServletResponse response,
      Model model) {
    ReplayView replay = operations.replay(id);
    if (refresh && !replay.state().equals("running")) {
      response.setHeader("HX-Refresh", "true");
    }
    model.addAttribute("replay", replay);
    return "console/replay-run";
  }

  @PostMapping("/console/replays/{id}/cancel")
  String cancel(@PathVariable UUID id, HttpServletRequest request) {
    operations.cancelReplay(id, Actor.of(request));
    return "redirect:/console/replays/" + id;
  }

  @GetMapping("/console/deliveries/{id}/replay")
  String planOne(@PathVariable UUID id, Model model) {
    model.addAttribute("delivery", operations.delivery(id));
    return "console/replay-one";
  }

  @PostMapping("/console/deliveries/{id}/replay")
  String replayOne(@PathVariable UUID id, HttpServletRequest request) {
    UUID event = operations.replay(id, Actor.of(request)).eventId();
    return event == null ? "redirect:/console/failures" : "redirect:/console/events/" + event;
  }
}
