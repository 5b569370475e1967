package org.idwiseroutes.backfill;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Filter;
import org.idwiseroutes.ops.Page;
import org.idwiseroutes.ops.Proposal;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/comparisons}, and {@code /api/events/ID/redecide}. */
@RestController
class ComparisonsApi {

  private final Comparisons comparisons;

  ComparisonsApi(Comparisons comparisons) {
    this.comparisons = comparisons;
  }

  /**
   * A comparison with what it has found.
   *
   * @param people how many people something is done about
   * @param results what came of what is to be put right: how many, by state or by why not
   */
  record Found(
      ComparisonView comparison,
      int people,
      List<Difference> differences,
      Map<String, Integer> results) {}

  /** The latest first. */
  @GetMapping("/api/comparisons")
  Page<ComparisonView> list(@RequestParam(required = false) Integer limit) {
    return new Page<>(comparisons.last(Filter.limit(limit)), null);
  }

  @GetMapping("/api/comparisons/{id}")
  Found get(@PathVariable UUID id) {
    return new Found(
        comparisons.find(id),
        comparisons.people(id),
        comparisons.differences(id),
        comparisons.results(id));
  }

  /** Begins one on this node. */
  @PostMapping("/api/comparisons")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ComparisonView begin(
      @RequestParam Instant from,
      @RequestParam(required = false) Instant until,
      @RequestParam(required = false) String source,
      HttpServletRequest request) {
    return comparisons.begin(source, from, until, Actor.of(request));
  }

  /** Proposes that the difference goes out. */
  @PostMapping("/api/comparisons/{id}/propose")
  Proposal propose(@PathVariable UUID id, HttpServletRequest request) {
    return comparisons.propose(id, Actor.of(request));
  }

  /** Puts nothing further right. */
  @PostMapping("/api/comparisons/{id}/cancel")
  ComparisonView cancel(@PathVariable UUID id, HttpServletRequest request) {
    return comparisons.cancel(id, Actor.of(request));
  }

  /** Decides one event again by the rules of now, and sends the difference. */
  @PostMapping("/api/events/{id}/redecide")
  List<Comparisons.Redecided> redecide(
      @PathVariable UUID id,
      @RequestParam(defaultValue = "false") boolean dryRun,
      HttpServletRequest request) {
    return comparisons.redecide(id, dryRun, Actor.of(request));
  }
}
