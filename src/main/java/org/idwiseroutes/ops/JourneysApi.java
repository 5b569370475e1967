package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.inbox.ErasureReport;
import org.idwiseroutes.inbox.Erasures;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/journeys}. */
@RestController
@RequestMapping("/api/journeys")
class JourneysApi {

  private final Erasures erasures;
  private final Audit audit;

  JourneysApi(Erasures erasures, Audit audit) {
    this.erasures = erasures;
    this.audit = audit;
  }

  /** Erases all that is stored of a journey; 400 without a reason, 404 when nothing is known. */
  @DeleteMapping("/{source}/{journeyId}")
  ErasureReport erase(
      @PathVariable String source, @PathVariable String journeyId, HttpServletRequest request) {
    if (Audit.reason(request) == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Erasing needs a reason: add ?reason=…");
    }
    ErasureReport report = erasures.erase(source, journeyId);
    audit.record(request, "erase journey", source + "/" + journeyId, report.toString());
    if (report.isEmpty()) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "Nothing is known of this journey");
    }
    return report;
  }
}
