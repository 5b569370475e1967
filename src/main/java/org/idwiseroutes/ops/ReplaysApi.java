package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/replays}. */
@RestController
@RequestMapping("/api/replays")
class ReplaysApi {

  private final Replays replays;
  private final Operations operations;

  ReplaysApi(Replays replays, Operations operations) {
    this.replays = replays;
    this.operations = operations;
  }

  @GetMapping
  Page<ReplayView> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(replays.last(Filter.limit(limit)), null);
  }

  @GetMapping("/{id}")
  ReplayView get(@PathVariable UUID id) {
    return operations.replay(id);
  }

  /** Puts no further delivery back; 409 when it is not running. */
  @PostMapping("/{id}/cancel")
  ReplayView cancel(@PathVariable UUID id, HttpServletRequest request) {
    return operations.cancelReplay(id, Actor.of(request));
  }
}
