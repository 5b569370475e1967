package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.inbox.ErasureReport;
import org.idwiseroutes.inbox.ErasureRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.DoneOrProposed;
import org.idwiseroutes.ops.Operations;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /console/erase}: shows what would go of a journey or of a person, and erases it once an
 * operator has said why.
 */
@Controller
class ErasePage {

  private final Operations operations;

  ErasePage(Operations operations) {
    this.operations = operations;
  }

  @GetMapping("/console/erase")
  String preview(
      @RequestParam String source,
      @RequestParam(required = false) String journeyId,
      @RequestParam(required = false) String reference,
      @RequestParam(defaultValue = "false") boolean unknown,
      HttpServletRequest request,
      Model model) {
    if (!request.isUserInRole("ERASER")) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "Only who has the role eraser may erase");
    }
    ErasureRequest asked = asked(source, journeyId, reference, unknown);
    model.addAttribute("asked", asked);
    model.addAttribute("report", operations.previewErasure(asked));
    return "console/erase";
  }

  @PostMapping("/console/erase")
  String erase(
      @RequestParam String source,
      @RequestParam(required = false) String journeyId,
      @RequestParam(required = false) String reference,
      @RequestParam(defaultValue = "false") boolean unknown,
      HttpServletRequest request,
      Model model) {
    DoneOrProposed<ErasureReport> erased =
        operations.erase(asked(source, journeyId, reference, unknown), Actor.of(request));
    if (erased.waits()) {
      return "redirect:/console/proposals/" + erased.proposal().id();
    }
    model.addAttribute("asked", null);
    model.addAttribute("report", erased.done());
    return "console/erase";
  }

  private static ErasureRequest asked(
      String source, String journeyId, String reference, boolean unknown) {
    if ((journeyId == null) == (reference == null)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Name either a journey or a reference");
    }
    return new ErasureRequest(source, journeyId, reference, unknown);
  }
}
