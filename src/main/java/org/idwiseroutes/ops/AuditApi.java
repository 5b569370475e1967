package org.idwiseroutes.ops;

import java.time.Instant;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/audit}. */
@RestController
@RequestMapping("/api/audit")
class AuditApi {

  private final Audit audit;

  AuditApi(Audit audit) {
    this.audit = audit;
  }

  @GetMapping
  Page<AuditEntry> list(
      @RequestParam(required = false) String operator,
      @RequestParam(required = false) String action,
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant until,
      @RequestParam(defaultValue = "false") boolean total,
      @RequestParam(required = false) String before,
      @RequestParam(required = false) Integer limit) {
    VisibleSources.requireAll();
    Filter filter =
        new Filter()
            .equal("operator", operator)
            .equal("action", action)
            .from("at", from)
            .until("at", until);
    long all = total ? audit.count(filter) : 0;
    Page<AuditEntry> page =
        audit.page(filter.beforeRow("audit", "at", before), Filter.limit(limit));
    return total ? page.of(all) : page;
  }
}
