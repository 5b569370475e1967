package org.idwiseroutes.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.database.StoredText;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/**
 * The second person: approves what somebody else has proposed, and it is done; or refuses it. What
 * cannot be decided is a {@link ResponseStatusException}: 404 for what there is not, 403 for
 * whoever has proposed it or lacks the role for it, 409 for what waits no longer.
 */
@Component
public class Approvals {

  private final Proposals proposals;
  private final Map<String, ProposedAct> acts = new HashMap<>();
  private final Audit audit;
  private final TransactionTemplate transaction;

  Approvals(
      Proposals proposals,
      List<ProposedAct> acts,
      Audit audit,
      PlatformTransactionManager transactions) {
    this.transaction = new TransactionTemplate(transactions);
    this.proposals = proposals;
    acts.forEach(act -> act.names().forEach(name -> this.acts.put(name, act)));
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
    ProposedAct act = acts.get(proposal.act());
    return act != null && VisibleSources.see(act.source(proposal));
  }

  /** Approves and does it, or neither. */
  public Proposal approve(UUID id, HttpServletRequest request) {
    Proposal proposal = decidable(id, request);
    if (request.getUserPrincipal() instanceof JwtAuthenticationToken) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "A person approves, with a password or a login, and no token");
    }
    if (proposal.operator().equals(request.getRemoteUser())) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "Somebody else than who has proposed it has to approve it");
    }
    Actor approver = Actor.of(request);
    Actor actor = new Actor(proposal.operator(), null, reason(proposal, approver.name()));
    acts.get(proposal.act())
        .carryOut(proposal, actor, () -> decide(proposal, "approved", approver));
    return find(id);
  }

  /** Refuses it; 400 without a reason. */
  public Proposal refuse(UUID id, HttpServletRequest request) {
    Actor actor = Actor.of(request);
    actor.requireReason("Nothing was refused: give a reason");
    Proposal proposal = decidable(id, request);
    transaction.executeWithoutResult(status -> decide(proposal, "refused", actor));
    return find(id);
  }

  private Proposal decidable(UUID id, HttpServletRequest request) {
    Proposal proposal = find(id);
    if (!request.isUserInRole(proposal.role().name())) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN,
          "Only who has the role %s may decide about this".formatted(proposal.role()));
    }
    if (!proposal.state().equals(Proposals.WAITING)) {
      throw noLonger(proposal.state());
    }
    return proposal;
  }

  /** In the surrounding transaction. */
  private void decide(Proposal proposal, String state, Actor actor) {
    if (!proposals.decide(proposal, state, actor)) {
      throw noLonger("decided meanwhile");
    }
    audit.record(
        actor,
        state.equals("approved") ? "approve proposal" : "refuse proposal",
        proposal.id().toString(),
        "%s, proposed by %s".formatted(proposal.act(), proposal.operator()));
  }

  private static ResponseStatusException noLonger(String state) {
    return new ResponseStatusException(
        HttpStatus.CONFLICT, "Only what waits can be decided; this one is " + state);
  }

  /** The proposer's own, and who has approved it, as long as a reason may be. */
  private static String reason(Proposal proposal, String approver) {
    String approved = "approved by " + approver;
    String own = proposal.reason() == null ? "" : proposal.reason() + "; ";
    return StoredText.of(own, Actor.LONGEST_REASON - approved.length()) + approved;
  }
}
