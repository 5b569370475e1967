package org.idwiseroutes.shadow;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.HeavyWork.Run;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.rules.Changeover;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/next-rules}. */
@RestController
class ShadowApi {

  private final Shadow shadow;

  ShadowApi(Shadow shadow) {
    this.shadow = shadow;
  }

  /** What they would do; 404 when there are none. */
  @GetMapping("/api/next-rules")
  NextRules get() {
    VisibleSources.requireAll();
    return shadow
        .now()
        .orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There are no next rules"));
  }

  /** Makes them the rules; 409 when the check finds an error in them. */
  @PostMapping("/api/next-rules/take")
  Changeover.Result take(HttpServletRequest request) {
    VisibleSources.requireAll();
    Run<Changeover.Result> run = shadow.take(Actor.of(request)).join();
    if (run.error() != null) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "The folder is as it was: " + run.error());
    }
    return run.result();
  }
}
