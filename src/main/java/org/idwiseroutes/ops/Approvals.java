package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.inbox.ErasureRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The second person: approves what somebody else has proposed, and it is done; or refuses it. What
 * cannot be decided is a {@link ResponseStatusException}: 404 for what there is not, 403 for
 * whoever has proposed it or lacks the role for it, 409 for what waits no longer.
 */
@Component
public class Approvals {

  private final Proposals proposals;
  private final Operations operations;
  private final Audit audit;

  Approvals(Proposals proposals, Operations operations, Audit audit) {
    this.proposals = proposals;
    this.operations = operations;
    this.audit = audit;
  }

  /** The proposal of this id. */
  public Proposal find(UUID id) {
    return proposals
        .find(id)
        .filter(this::isSeen)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no proposal of this id"));
  }

  /** The latest that whoever asks may see, the newest first. */
  public List<Proposal> last(int limit) {
    return proposals.last(limit).stream().filter(this::isSeen).toList();
  }

  private boolean isSeen(Proposal proposal) {
    return VisibleSources.see(
        proposal.isErasure()
            ? proposals.request(proposal, ErasureRequest.class).source()
            : proposals.request(proposal, DeliverySelection.class).source());
  }

  /** Approves and does it; when it cannot be done, the proposal waits as before. */
  public Proposal approve(UUID id, HttpServletRequest request) {
    Proposal proposal = decide(id, "approved", request);
    try {
      perform(proposal, request.getRemoteUser());
    } catch (RuntimeException e) {
      proposals.waitAgain(proposal);
      throw e;
    }
    return find(id);
  }

  /** Refuses it; 400 without a reason. */
  public Proposal refuse(UUID id, HttpServletRequest request) {
    Actor.of(request).requireReason("Nothing was refused: give a reason");
    decide(id, "refused", request);
    return find(id);
  }

  private Proposal decide(UUID id, String state, HttpServletRequest request) {
    Proposal proposal = find(id);
    if (!request.isUserInRole(proposal.role().name())) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN,
          "Only who has the role %s may decide about this".formatted(proposal.role()));
    }
    if (state.equals("approved") && proposal.operator().equals(request.getRemoteUser())) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "Somebody else than who has proposed it has to approve it");
    }
    Actor actor = Actor.of(request);
    if (!proposal.state().equals(Proposals.WAITING) || !proposals.decide(proposal, state, actor)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "Only what waits can be decided; this one is " + find(id).state());
    }
    String act = state.equals("approved") ? "approve proposal" : "refuse proposal";
    audit.record(
        actor,
        act,
        id.toString(),
        "%s, proposed by %s".formatted(proposal.act(), proposal.operator()));
    return proposal;
  }

  private void perform(Proposal proposal, String approver) {
    String why = proposal.reason() == null ? "" : proposal.reason() + "; ";
    Actor actor = new Actor(proposal.operator(), null, why + "approved by " + approver);
    if (proposal.isErasure()) {
      operations.eraseNow(proposals.request(proposal, ErasureRequest.class), actor);
    } else {
      operations.beginNow(
          BulkAct.of(proposal.act()), proposals.request(proposal, DeliverySelection.class), actor);
    }
  }
}
