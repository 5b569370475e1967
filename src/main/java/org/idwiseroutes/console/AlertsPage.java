package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.idwiseroutes.alert.Alert;
import org.idwiseroutes.alert.Alerts;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.KnownParameters;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** {@code /console/alerts}: what needs somebody, and who sees to it. */
@Controller
class AlertsPage {

  private static final List<String> SNOOZES = List.of("1h", "4h", "12h", "1d", "7d");

  private final Alerts alerts;

  AlertsPage(Alerts alerts) {
    this.alerts = alerts;
  }

  @GetMapping("/console/alerts")
  String show(Model model) {
    List<Alert> all = alerts.all();
    model.addAttribute("alerts", all);
    model.addAttribute(
        "lists", all.stream().collect(Collectors.toMap(Alert::id, AlertsPage::list)));
    return "console/alerts";
  }

  /** A page of its own, so that what is typed there is not lost by a refresh. */
  @GetMapping("/console/alerts/{id}")
  String plan(@PathVariable UUID id, Model model) {
    model.addAttribute("alert", alerts.find(id));
    model.addAttribute("snoozes", snoozes());
    return "console/alert";
  }

  private static Map<String, Duration> snoozes() {
    return SNOOZES.stream()
        .collect(
            Collectors.toMap(
                text -> text,
                text -> KnownParameters.duration("for", text),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  @PostMapping("/console/alerts/{id}/acknowledge")
  String acknowledge(@PathVariable UUID id, HttpServletRequest request) {
    alerts.acknowledge(id, Actor.of(request));
    return "redirect:/console/alerts";
  }

  @PostMapping("/console/alerts/{id}/snooze")
  String snooze(
      @PathVariable UUID id,
      @RequestParam(name = "for") String length,
      HttpServletRequest request) {
    alerts.snooze(id, KnownParameters.duration("for", length), Actor.of(request));
    return "redirect:/console/alerts";
  }

  @PostMapping("/console/alerts/{id}/reopen")
  String reopen(@PathVariable UUID id, HttpServletRequest request) {
    alerts.reopen(id, Actor.of(request));
    return "redirect:/console/alerts";
  }

  /** Where the console shows what it is about. */
  private static String list(Alert alert) {
    return switch (alert.kind()) {
      case FAILURES -> "/console/failures";
      case HELD -> deliveries(alert.subject(), "pending");
      case REFUSED -> deliveries(alert.subject(), "delivered");
      case ROUTES -> "/console/wiring";
      case SILENCE, DEADLINE -> "/console";
      case QUARANTINE -> "/console/quarantine";
      case PROPOSAL -> "/console/proposals";
      case LEDGER -> "/console/ledger";
      case ERASURE -> "/console/erasures?open=true";
    };
  }

  private static String deliveries(String destination, String status) {
    return UriComponentsBuilder.fromPath("/console/deliveries")
        .queryParam("destination", destination)
        .queryParam("status", status)
        .encode()
        .toUriString();
  }
}
