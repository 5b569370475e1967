package org.idwiseroutes.ledger;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.backfill.ComparisonView;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/ledger}; what a look has found is read as a comparison. */
@RestController
class LedgerApi {

  private final Ledger ledger;

  LedgerApi(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The latest looks first. */
  @GetMapping("/api/ledger")
  Page<ComparisonView> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(ledger.last(Filter.limit(limit)), null);
  }

  /** Begins a look on this node. */
  @PostMapping("/api/ledger")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ComparisonView begin(HttpServletRequest request) {
    return ledger.begin(Actor.of(request));
  }
}
