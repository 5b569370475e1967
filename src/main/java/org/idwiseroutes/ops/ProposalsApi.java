package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/proposals}. */
@RestController
@RequestMapping("/api/proposals")
class ProposalsApi {

  private final Approvals approvals;

  ProposalsApi(Approvals approvals) {
    this.approvals = approvals;
  }

  /** The latest first. */
  @GetMapping
  Page<Proposal> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(approvals.last(Filter.limit(limit)), null);
  }

  @GetMapping("/{id}")
  Proposal get(@PathVariable UUID id) {
    return approvals.find(id);
  }

  /** Does what somebody else has proposed. */
  @PostMapping("/{id}/approve")
  Proposal approve(@PathVariable UUID id, HttpServletRequest request) {
    return approvals.approve(id, request);
  }

  /** It is not done. */
  @PostMapping("/{id}/refuse")
  Proposal refuse(@PathVariable UUID id, HttpServletRequest request) {
    return approvals.refuse(id, request);
  }
}
