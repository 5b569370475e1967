package org.idwiseroutes.backfill;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Proposal;
import org.idwiseroutes.ops.Proposals;
import org.idwiseroutes.ops.ProposedAct;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Putting right what a comparison has found. */
@Component
public class ProposedBackfill implements ProposedAct {

  private final Proposals proposals;
  private final Comparisons comparisons;

  ProposedBackfill(Proposals proposals, Comparisons comparisons) {
    this.proposals = proposals;
    this.comparisons = comparisons;
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
  @Transactional
  public void carryOut(Proposal proposal, Actor actor, Runnable decided) {
    decided.run();
    comparisons.run(comparison(proposal), actor);
  }

  private Comparisons.Request request(Proposal proposal) {
    return proposals.request(proposal, Comparisons.Request.class);
  }
}
