package org.idwiseroutes.console;

import java.util.List;
import org.idwiseroutes.ops.BulkReplays;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /console/failures}: what failed, and the replays that were begun. */
@Controller
class FailuresPage {

  private static final int REPLAYS_SHOWN = 10;

  private final FailureQueries failures;
  private final BulkReplays replays;

  FailuresPage(FailureQueries failures, BulkReplays replays) {
    this.failures = failures;
    this.replays = replays;
  }

  @GetMapping("/console/failures")
  String show(Model model) {
    List<FailureGroup> groups = failures.groups();
    model.addAttribute("groups", groups);
    model.addAttribute("replays", replays.last(REPLAYS_SHOWN));
    return "console/failures";
  }
}
