package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.UUID;
import org.idwiseroutes.backfill.ComparisonView;
import org.idwiseroutes.backfill.Comparisons;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.KnownParameters;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.rules.RulesHistory;
import org.idwiseroutes.webhook.SourceStatus;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * {@code /console/comparisons}: what events would do by the rules of now, and putting it right; of
 * one event {@code /console/events/ID/redecide}.
 */
@Controller
class ComparisonsPage {

  private static final int ROWS = 50;

  private final Comparisons comparisons;
  private final RulesHistory rules;
  private final SourceStatuses sources;
  private final Clock clock;

  ComparisonsPage(
      Comparisons comparisons, RulesHistory rules, SourceStatuses sources, Clock clock) {
    this.comparisons = comparisons;
    this.rules = rules;
    this.sources = sources;
    this.clock = clock;
  }

  @GetMapping("/console/comparisons")
  String list(Model model) {
    model.addAttribute("comparisons", comparisons.last(ROWS));
    model.addAttribute(
        "sources",
        sources.all().stream().map(SourceStatus::name).filter(VisibleSources::see).toList());
    return "console/comparisons";
  }

  @PostMapping("/console/comparisons")
  String begin(
      @RequestParam(name = "for") String length,
      @RequestParam(required = false) String source,
      HttpServletRequest request) {
    ComparisonView begun =
        comparisons.begin(
            source,
            clock.instant().minus(KnownParameters.duration("for", length)),
            null,
            Actor.of(request));
    return "redirect:/console/comparisons/" + begun.id();
  }

  @GetMapping("/console/comparisons/{id}")
  String show(@PathVariable UUID id, Model model) {
    model.addAttribute("comparison", comparisons.find(id));
    model.addAttribute("people", comparisons.people(id));
    model.addAttribute("differences", comparisons.differences(id));
    model.addAttribute("results", comparisons.results(id));
    model.addAttribute("running", rules.running());
    return "console/comparison";
  }

  @PostMapping("/console/comparisons/{id}/propose")
  String propose(@PathVariable UUID id, HttpServletRequest request) {
    return "redirect:/console/proposals/" + comparisons.propose(id, Actor.of(request)).id();
  }

  @PostMapping("/console/comparisons/{id}/cancel")
  String cancel(@PathVariable UUID id, HttpServletRequest request) {
    comparisons.cancel(id, Actor.of(request));
    return "redirect:/console/comparisons/" + id;
  }

  /** What deciding one event again would do; asks the rules only on a click. */
  @PostMapping("/console/events/{id}/redecide-plan")
  String plan(@PathVariable UUID id, HttpServletRequest request, Model model) {
    model.addAttribute("event", id);
    model.addAttribute("differences", comparisons.redecide(id, true, Actor.of(request)));
    return "console/redecide";
  }

  @PostMapping("/console/events/{id}/redecide")
  String redecide(@PathVariable UUID id, HttpServletRequest request) {
    comparisons.redecide(id, false, Actor.of(request));
    return "redirect:/console/events/" + id;
  }
}
