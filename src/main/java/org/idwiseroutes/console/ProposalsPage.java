package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.idwiseroutes.backfill.ProposedBackfill;
import org.idwiseroutes.inbox.ErasureRequest;
import org.idwiseroutes.ops.Approvals;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.DeliverySelection;
import org.idwiseroutes.ops.Proposal;
import org.idwiseroutes.ops.Proposals;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** {@code /console/proposals}: what waits for a second person, and what was decided of it. */
@Controller
class ProposalsPage {

  private static final int ROWS = 50;
  private static final int SAMPLES = 5;

  private final Proposals proposals;
  private final Approvals approvals;
  private final DeliveryQueries deliveries;
  private final ProposedBackfill backfills;

  ProposalsPage(
      Proposals proposals,
      Approvals approvals,
      DeliveryQueries deliveries,
      ProposedBackfill backfills) {
    this.backfills = backfills;
    this.deliveries = deliveries;
    this.proposals = proposals;
    this.approvals = approvals;
  }

  @GetMapping("/console/proposals")
  String list(Model model) {
    model.addAttribute("proposals", approvals.last(ROWS));
    return "console/proposals";
  }

  @GetMapping("/console/proposals/{id}")
  String show(@PathVariable UUID id, HttpServletRequest request, Model model) {
    Proposal proposal = approvals.find(id);
    model.addAttribute("proposal", proposal);
    model.addAttribute("mayDecide", request.isUserInRole(proposal.role().name()));
    boolean waits = proposal.state().equals("waiting");
    if (waits && proposal.isErasure()) {
      model.addAttribute("link", erasure(proposals.request(proposal, ErasureRequest.class), id));
    } else if (waits && backfills.names().contains(proposal.act())) {
      model.addAttribute("link", "/console/comparisons/" + backfills.comparison(proposal));
    } else if (waits) {
      addPlan(proposals.request(proposal, DeliverySelection.class), model);
    }
    model.addAttribute("own", proposal.operator().equals(request.getRemoteUser()));
    return "console/proposal";
  }

  /** What a bulk act would concern now. */
  private void addPlan(DeliverySelection chosen, Model model) {
    model.addAttribute("count", deliveries.count(chosen.filter()));
    model.addAttribute("people", deliveries.people(chosen));
    model.addAttribute("samples", deliveries.page(chosen.filter(), SAMPLES).items());
  }

  private static String erasure(ErasureRequest asked, UUID proposal) {
    return UriComponentsBuilder.fromPath("/console/erase")
        .queryParam("source", "{source}")
        .queryParam(asked.journeyId() == null ? "reference" : "journeyId", "{id}")
        .queryParam("unknown", asked.unknown())
        .queryParam("proposal", proposal)
        .encode()
        .buildAndExpand(
            asked.source(), asked.journeyId() == null ? asked.reference() : asked.journeyId())
        .toUriString();
  }

  @PostMapping("/console/proposals/{id}/approve")
  String approve(@PathVariable UUID id, HttpServletRequest request) {
    approvals.approve(id, request);
    return "redirect:/console/proposals/" + id;
  }

  @PostMapping("/console/proposals/{id}/refuse")
  String refuse(@PathVariable UUID id, HttpServletRequest request) {
    approvals.refuse(id, request);
    return "redirect:/console/proposals/" + id;
  }
}
