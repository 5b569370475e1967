package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.inbox.ErasureReport;
import org.idwiseroutes.inbox.ErasureRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code DELETE /api/journeys/{source}} and {@code DELETE /api/persons/{source}}. Ids and
 * references are parameters, since they may hold any character.
 */
@RestController
class ErasuresApi {

  private final Operations operations;

  ErasuresApi(Operations operations) {
    this.operations = operations;
  }

  /** Erases a journey, and the checks of its person when it is the person's only journey. */
  @DeleteMapping("/api/journeys/{source}")
  ResponseEntity<Object> eraseJourney(
      @PathVariable String source,
      @RequestParam String journeyId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    ErasureRequest asked = ErasureRequest.journey(source, journeyId);
    return answer(asked, dryRun, request);
  }

  /**
   * Erases a person with all journeys and checks.
   *
   * @param unknown whether other systems are asked also when nothing is known here
   */
  @DeleteMapping("/api/persons/{source}")
  ResponseEntity<Object> erasePerson(
      @PathVariable String source,
      @RequestParam String reference,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam(defaultValue = "false") boolean unknown,
      HttpServletRequest request) {
    ErasureRequest asked = ErasureRequest.person(source, reference);
    return answer(unknown ? asked.alsoUnknown() : asked, dryRun, request);
  }

  /**
   * What would go or has gone, or 202 with the proposal that waits for a second person; 400 without
   * a reason or for what is no id, 404 when nothing is known.
   */
  private ResponseEntity<Object> answer(
      ErasureRequest asked, boolean dryRun, HttpServletRequest request) {
    if (dryRun) {
      return ResponseEntity.ok(operations.previewErasure(asked));
    }
    DoneOrProposed<ErasureReport> erased = operations.erase(asked, Actor.of(request));
    return erased.waits()
        ? ResponseEntity.accepted().body(erased.proposal())
        : ResponseEntity.ok(erased.done());
  }
}
