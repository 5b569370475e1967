package org.idwiseroutes.ops;

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
  Page<AuditEntry> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(audit.last(Filter.limit(limit)), null);
  }
}
