package org.idwiseroutes.rules;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.HeavyWork.Run;
import org.idwiseroutes.ops.Page;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/rules}. */
@RestController
@RequestMapping("/api/rules")
class RulesApi {

  private final RulesHistory history;
  private final RulesVersions versions;
  private final Changeover changeover;

  RulesApi(RulesHistory history, RulesVersions versions, Changeover changeover) {
    this.history = history;
    this.versions = versions;
    this.changeover = changeover;
  }

  /** When nodes began to run which version, the newest first. */
  @GetMapping
  Page<RulesRun> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(versions.runs(Filter.limit(limit)), null);
  }

  @GetMapping("/{version}")
  RulesView get(@PathVariable int version) {
    return history.view(version);
  }

  /**
   * In what it differs from another version, which is the older one for {@code +} and {@code -}.
   */
  @GetMapping("/{version}/changes")
  List<RulesChange> changes(@PathVariable int version, @RequestParam int since) {
    return history.changes(since, version);
  }

  /** Puts its files into the folder of this node; 409 when the check finds an error in them. */
  @PostMapping("/{version}/go-back")
  Changeover.Result goBack(@PathVariable int version, HttpServletRequest request) {
    Run<Changeover.Result> run = changeover.goBack(version, Actor.of(request)).join();
    if (run.error() != null) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "The folder is as it was: " + run.error());
    }
    return run.result();
  }
}
