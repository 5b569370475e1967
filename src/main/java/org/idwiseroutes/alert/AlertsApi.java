package org.idwiseroutes.alert;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.KnownParameters;
import org.idwiseroutes.ops.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/alerts}. */
@RestController
@RequestMapping("/api/alerts")
class AlertsApi {

  private final Alerts alerts;

  AlertsApi(Alerts alerts) {
    this.alerts = alerts;
  }

  /** Those that stand, the oldest first. */
  @GetMapping
  Page<Alert> list() {
    return new Page<>(alerts.all(), null);
  }

  @GetMapping("/{id}")
  Alert get(@PathVariable UUID id) {
    return alerts.find(id);
  }

  /** Somebody sees to it. */
  @PostMapping("/{id}/acknowledge")
  Alert acknowledge(@PathVariable UUID id, HttpServletRequest request) {
    return alerts.acknowledge(id, Actor.of(request));
  }

  /** It is not told again before then. */
  @PostMapping("/{id}/snooze")
  Alert snooze(
      @PathVariable UUID id,
      @RequestParam(name = "for") String length,
      HttpServletRequest request) {
    return alerts.snooze(id, KnownParameters.duration("for", length), Actor.of(request));
  }

  /** Takes either back. */
  @PostMapping("/{id}/reopen")
  Alert reopen(@PathVariable UUID id, HttpServletRequest request) {
    return alerts.reopen(id, Actor.of(request));
  }
}
