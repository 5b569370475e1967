package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.inbox.ErasureReport;
import org.idwiseroutes.inbox.ErasureRequest;
import org.idwiseroutes.inbox.Erasures;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code DELETE /api/journeys/{source}} and {@code DELETE /api/persons/{source}}. Ids and
 * references are parameters, since they may hold any character.
 */
@RestController
public class ErasuresApi {

  private static final int LONGEST_ID = 256;

  private final Erasures erasures;
  private final Audit audit;

  ErasuresApi(Erasures erasures, Audit audit) {
    this.erasures = erasures;
    this.audit = audit;
  }

  /** Erases a journey, and the checks of its person when it is the person's only journey. */
  @DeleteMapping("/api/journeys/{source}")
  ErasureReport eraseJourney(
      @PathVariable String source,
      @RequestParam String journeyId,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    ErasureRequest asked = ErasureRequest.journey(source, journeyId);
    return dryRun ? preview(asked) : erase(asked, request);
  }

  /** Erases a person with all journeys and checks. */
  @DeleteMapping("/api/persons/{source}")
  ErasureReport erasePerson(
      @PathVariable String source,
      @RequestParam String reference,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    ErasureRequest asked = ErasureRequest.person(source, reference);
    return dryRun ? preview(asked) : erase(asked, request);
  }

  /** What would go; 404 when nothing is known, 400 for what is no id. */
  public ErasureReport preview(ErasureRequest asked) {
    check(asked);
    try {
      return known(erasures.preview(asked), asked);
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    }
  }

  /**
   * Erases and writes down the act, both or neither; 400 without a reason or for what is no id, 404
   * when nothing is known.
   */
  public ErasureReport erase(ErasureRequest asked, HttpServletRequest request) {
    check(asked);
    String reason = Audit.reason(request);
    if (reason == null) {
      throw bad("Erasing needs a reason: add reason=… as a parameter");
    }
    if (reason.indexOf('\0') >= 0) {
      throw bad("The reason has a NUL character in it");
    }
    boolean journey = asked.journeyId() != null;
    try {
      return known(
          erasures.erase(
              asked,
              report ->
                  audit.record(
                      request,
                      journey ? "erase journey" : "erase person",
                      asked.source() + "/" + report.mark(),
                      report.counts())),
          asked);
    } catch (IllegalArgumentException e) {
      throw bad(e.getMessage());
    } catch (ConcurrencyFailureException e) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Nothing was erased: other work held these rows for too long; try again",
          e);
    }
  }

  private static ErasureReport known(ErasureReport report, ErasureRequest asked) {
    if (report.isEmpty()) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND,
          "The source has nothing of this "
              + (asked.journeyId() == null ? "reference" : "journey"));
    }
    return report;
  }

  private static void check(ErasureRequest asked) {
    boolean journey = asked.journeyId() != null;
    String name = journey ? "journeyId" : "reference";
    String id = journey ? asked.journeyId() : asked.reference();
    if (id.isBlank()) {
      throw bad("The parameter %s is empty".formatted(name));
    }
    if (id.length() > LONGEST_ID) {
      throw bad(
          "The parameter %s is longer than %d characters; no id here is"
              .formatted(name, LONGEST_ID));
    }
    if (id.indexOf('\0') >= 0 || asked.source().indexOf('\0') >= 0) {
      throw bad("The parameter %s has a NUL character in it".formatted(name));
    }
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
