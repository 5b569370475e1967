package org.idwiseroutes.console;

import java.util.List;
import java.util.stream.Collectors;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.FailureGroup;
import org.idwiseroutes.ops.History;
import org.idwiseroutes.ops.Replays;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /console/failures}: what failed, and the replays that were begun. */
@Controller
class FailuresPage {

  private static final int REPLAYS_SHOWN = 10;

  private final DeliveryQueries deliveries;
  private final DestinationQueries destinations;
  private final Replays replays;
  private final History history;

  FailuresPage(
      DeliveryQueries deliveries,
      DestinationQueries destinations,
      Replays replays,
      History history) {
    this.destinations = destinations;
    this.deliveries = deliveries;
    this.replays = replays;
    this.history = history;
  }

  @GetMapping("/console/failures")
  String show(Model model) {
    List<FailureGroup> groups = deliveries.failureGroups();
    model.addAttribute("groups", groups);
    model.addAttribute(
        "waiting",
        destinations.all().stream()
            .filter(one -> one.pending() > 0)
            .collect(Collectors.toMap(DestinationView::name, DestinationView::pending)));
    model.addAttribute("history", history);
    model.addAttribute("replays", replays.last(REPLAYS_SHOWN));
    return "console/failures";
  }
}
