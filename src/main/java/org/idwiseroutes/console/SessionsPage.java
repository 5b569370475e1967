package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.ConsoleSessions;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /console/sessions}: who is logged in to the console of this node. An operator sees and
 * ends all sessions, a viewer those of their own name.
 */
@Controller
class SessionsPage {

  private final ConsoleSessions sessions;
  private final Audit audit;

  SessionsPage(ConsoleSessions sessions, Audit audit) {
    this.sessions = sessions;
    this.audit = audit;
  }

  @GetMapping("/console/sessions")
  String show(Authentication person, HttpServletRequest request, Model model) {
    model.addAttribute("sessions", sessions.of(person, isOperator(request)));
    model.addAttribute("current", sessions.current(request));
    return "console/sessions";
  }

  @PostMapping("/console/sessions/{id}/end")
  String end(@PathVariable UUID id, Authentication person, HttpServletRequest request) {
    ConsoleSessions.View ended =
        sessions
            .end(id, person, isOperator(request))
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "There is no session of this id; it may have ended"));
    audit.record(Actor.of(request), "end session", ended.person(), "from " + ended.address());
    return "redirect:/console/sessions";
  }

  private static boolean isOperator(HttpServletRequest request) {
    return request.isUserInRole("OPERATOR");
  }
}
