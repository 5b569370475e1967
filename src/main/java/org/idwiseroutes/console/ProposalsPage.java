package org.idwiseroutes.console;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.idwiseroutes.inbox.ErasureRequest;
import org.idwiseroutes.ops.Approvals;
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

  private final Proposals proposals;
  private final Approvals approvals;

  ProposalsPage(Proposals proposals, Approvals approvals) {
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
    model.addAttribute("link", link(proposal));
    model.addAttribute("own", proposal.operator().equals(request.getRemoteUser()));
    return "console/proposal";
  }

  /** Where the console shows what it would do now. */
  private String link(Proposal proposal) {
    if (proposal.isErasure()) {
      ErasureRequest asked = proposals.request(proposal, ErasureRequest.class);
      return UriComponentsBuilder.fromPath("/console/erase")
          .queryParam("source", "{source}")
          .queryParam(asked.journeyId() == null ? "reference" : "journeyId", "{id}")
          .encode()
          .buildAndExpand(
              asked.source(), asked.journeyId() == null ? asked.reference() : asked.journeyId())
          .toUriString();
    }
    DeliverySelection chosen = proposals.request(proposal, DeliverySelection.class);
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("act", proposal.act());
    parameters.put("destination", chosen.destination());
    parameters.put("status", chosen.status());
    parameters.put("event", chosen.event());
    parameters.put("reference", chosen.referenceNo());
    parameters.put("journey", chosen.journeyId());
    parameters.put("failure", chosen.failure());
    parameters.values().removeIf(Objects::isNull);
    UriComponentsBuilder plan = UriComponentsBuilder.fromPath("/console/deliveries/plan");
    parameters.keySet().forEach(name -> plan.queryParam(name, "{" + name + "}"));
    return plan.encode().buildAndExpand(parameters).toUriString();
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
