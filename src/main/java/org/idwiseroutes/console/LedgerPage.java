package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import org.idwiseroutes.backfill.ComparisonView;
import org.idwiseroutes.backfill.Comparisons;
import org.idwiseroutes.ledger.Ledger;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.VisibleSources;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** {@code /console/ledger}: what other systems hold, and how that has gone over the looks. */
@Controller
class LedgerPage {

  private static final int ROWS = 60;

  private final Ledger ledger;
  private final Comparisons comparisons;

  LedgerPage(Ledger ledger, Comparisons comparisons) {
    this.ledger = ledger;
    this.comparisons = comparisons;
  }

  @GetMapping("/console/ledger")
  String show(Model model) {
    ComparisonView latest =
        ledger
            .drift()
            .filter(one -> VisibleSources.see(null))
            .map(Comparisons.Drift::id)
            .map(comparisons::find)
            .orElse(null);
    model.addAttribute("systems", ledger.systems());
    model.addAttribute("looks", ledger.last(ROWS));
    model.addAttribute("latest", latest);
    model.addAttribute("differences", latest == null ? null : comparisons.differences(latest.id()));
    return "console/ledger";
  }

  @PostMapping("/console/ledger")
  String begin(HttpServletRequest request) {
    return "redirect:/console/comparisons/" + ledger.begin(Actor.of(request)).id();
  }
}
