package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.forget.SystemErasures;
import org.idwiseroutes.ops.Actor;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /console/erasures}: what other systems have answered, and what people still have to do.
 */
@Controller
class ErasuresPage {

  private static final int ROWS = 200;

  private final SystemErasures erasures;

  ErasuresPage(SystemErasures erasures) {
    this.erasures = erasures;
  }

  @GetMapping("/console/erasures")
  String list(
      @RequestParam(defaultValue = "false") boolean open, HttpServletRequest request, Model model) {
    model.addAttribute("erasures", erasures.last(open, ROWS));
    model.addAttribute("openOnly", open);
    model.addAttribute("mayErase", request.isUserInRole("ERASER"));
    return "console/erasures";
  }

  @PostMapping("/console/erasures/{id}/{system}/done")
  String done(@PathVariable UUID id, @PathVariable String system, HttpServletRequest request) {
    erasures.done(id, system, Actor.of(request));
    return "redirect:/console/erasures#erasure-" + id;
  }
}
