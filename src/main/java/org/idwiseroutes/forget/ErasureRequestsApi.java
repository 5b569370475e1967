package org.idwiseroutes.forget;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/erasures}: what other systems have answered. */
@RestController
class ErasureRequestsApi {

  private final SystemErasures erasures;

  ErasureRequestsApi(SystemErasures erasures) {
    this.erasures = erasures;
  }

  /** The latest first. */
  @GetMapping("/api/erasures")
  Page<ErasureView> list(
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(required = false) Integer limit) {
    return new Page<>(erasures.last(open, Filter.limit(limit)), null);
  }

  @GetMapping("/api/erasures/{id}")
  ErasureView get(@PathVariable UUID id) {
    return erasures.find(id);
  }

  /** Somebody has seen to it by hand. */
  @PostMapping("/api/erasures/{id}/systems/{system}/done")
  ErasureView done(@PathVariable UUID id, @PathVariable String system, HttpServletRequest request) {
    return erasures.done(id, system, Actor.of(request));
  }
}
