package org.idwiseroutes.ops;

import java.util.Arrays;
import java.util.Collection;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A replay or discard of many deliveries. */
@Component
class ProposedBulkAct implements ProposedAct {

  private final Proposals proposals;
  private final Operations operations;
  private final TransactionTemplate transaction;

  ProposedBulkAct(
      Proposals proposals, Operations operations, PlatformTransactionManager transactions) {
    this.proposals = proposals;
    this.operations = operations;
    this.transaction = new TransactionTemplate(transactions);
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
  public void carryOut(Proposal proposal, Actor actor, Runnable decided) {
    transaction.executeWithoutResult(
        status -> {
          decided.run();
          operations.beginNow(BulkAct.of(proposal.act()), selection(proposal), actor);
        });
  }

  private DeliverySelection selection(Proposal proposal) {
    return proposals.request(proposal, DeliverySelection.class);
  }
}
