package org.idwiseroutes.ops;

import java.util.Collection;
import java.util.List;
import org.idwiseroutes.inbox.ErasureRequest;
import org.springframework.stereotype.Component;

/** Erasing a journey or a person. */
@Component
class ProposedErasure implements ProposedAct {

  private final Proposals proposals;
  private final Operations operations;

  ProposedErasure(Proposals proposals, Operations operations) {
    this.proposals = proposals;
    this.operations = operations;
  }

  @Override
  public Collection<String> names() {
    return List.of(Proposal.ERASE);
  }

  @Override
  public String source(Proposal proposal) {
    return request(proposal).source();
  }

  @Override
  public void carryOut(Proposal proposal, Actor actor, Runnable decided) {
    operations.eraseNow(request(proposal), actor, decided);
  }

  private ErasureRequest request(Proposal proposal) {
    return proposals.request(proposal, ErasureRequest.class);
  }
}
