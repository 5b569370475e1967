package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.locks.ReentrantLock;
import org.idwiseroutes.result.ReconcileReport;
import org.idwiseroutes.result.Reconciler;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/reconcile}. */
@RestController
class ReconcileApi {

  private final Reconciler reconciler;
  private final Audit audit;
  private final ReentrantLock turn = new ReentrantLock();

  ReconcileApi(Reconciler reconciler, Audit audit) {
    this.reconciler = reconciler;
    this.audit = audit;
  }

  /**
   * Asks IDWise about the named journeys, or about all that are overdue, and answers when all were
   * asked; 400 for too many, for names without a source, or when the API is not set up; 409 while
   * this node asks for somebody else.
   */
  @PostMapping("/api/reconcile")
  ReconcileReport reconcile(
      @RequestBody(required = false) ReconcileRequest wanted, HttpServletRequest request)
      throws InterruptedException {
    boolean named = wanted != null && wanted.journeys() != null;
    if (named) {
      check(wanted);
    } else {
      VisibleSources.requireAll();
      if (!reconciler.isOn()) {
        throw bad("IDWise's API is off: set idwise.api.key and secret");
      }
    }
    if (!turn.tryLock()) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "This node asks IDWise for somebody else: try again when it has ended");
    }
    try {
      return ask(named ? wanted : null, request);
    } finally {
      turn.unlock();
    }
  }

  private ReconcileReport ask(ReconcileRequest named, HttpServletRequest request)
      throws InterruptedException {
    audit.record(
        Actor.of(request),
        "reconcile",
        named == null ? "overdue journeys" : named.source(),
        named == null ? null : named.journeys().size() + " journeys");
    return named == null
        ? reconciler.reconcileOverdue()
        : reconciler.reconcile(named.source(), named.journeys());
  }

  private void check(ReconcileRequest wanted) {
    if (wanted.source() == null || wanted.journeys().contains(null)) {
      throw bad("Name the \"source\" of the journeys, and no journey null");
    }
    RequestTexts.checkId("The source", wanted.source());
    if (!VisibleSources.see(wanted.source())) {
      throw bad("You do not see the source " + wanted.source());
    }
    wanted.journeys().forEach(journey -> RequestTexts.checkId("A journey", journey));
    if (wanted.journeys().size() > reconciler.most()) {
      throw bad("At most %d journeys in one call".formatted(reconciler.most()));
    }
    if (!reconciler.isOn(wanted.source())) {
      throw bad(
          "IDWise's API is off for the source %s: set idwise.api.key and secret"
              .formatted(wanted.source()));
    }
  }

  private static ResponseStatusException bad(String detail) {
    return new ResponseStatusException(HttpStatus.BAD_REQUEST, detail);
  }
}
