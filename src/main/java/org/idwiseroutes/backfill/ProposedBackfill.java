package org.idwiseroutes.backfill;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Proposal;
import org.idwiseroutes.ops.Proposals;
import org.idwiseroutes.ops.ProposedAct;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Putting right what a comparison has found. */
@Component
public class ProposedBackfill implements ProposedAct {

  private final Proposals proposals;
  private final Comparisons comparisons;
  private final TransactionTemplate transaction;

  ProposedBackfill(
      Proposals proposals, Comparisons comparisons, PlatformTransactionManager transactions) {
    this.proposals = proposals;
    this.comparisons = comparisons;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public Collection<String> names() {
    return List.of(Comparisons.BACKFILL);
  }

  @Override
  public String source(Proposal proposal) {
    return request(proposal).source();
  }

  /** The comparison that a proposal is about. */
  public UUID comparison(Proposal proposal) {
    return request(proposal).comparison();
  }

  @Override
  public void carryOut(Proposal proposal, Actor actor, Runnable decided) {
    transaction.executeWithoutResult(
        status -> {
          decided.run();
          comparisons.run(comparison(proposal), actor);
        });
  }

  private Comparisons.Request request(Proposal proposal) {
    return proposals.request(proposal, Comparisons.Request.class);
  }
}
