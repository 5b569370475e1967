package org.idwiseroutes.ops;

import java.util.Arrays;
import java.util.Collection;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A replay or discard of many deliveries. */
@Component
class ProposedBulkAct implements ProposedAct {

  private final Proposals proposals;
  private final Operations operations;

  ProposedBulkAct(Proposals proposals, Operations operations) {
    this.proposals = proposals;
    this.operations = operations;
  }

  @Override
  public Collection<String> names() {
    return Arrays.stream(BulkAct.values()).map(BulkAct::toString).toList();
  }

  @Override
  public String source(Proposal proposal) {
    return selection(proposal).source();
  }

  @Override
  @Transactional
  public void carryOut(Proposal proposal, Actor actor, Runnable decided) {
    decided.run();
    operations.beginNow(BulkAct.of(proposal.act()), selection(proposal), actor);
  }

  private DeliverySelection selection(Proposal proposal) {
    return proposals.request(proposal, DeliverySelection.class);
  }
}
