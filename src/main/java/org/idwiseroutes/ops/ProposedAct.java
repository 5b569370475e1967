package org.idwiseroutes.ops;

import java.util.Collection;

/** What can be proposed, and is done once a second person has approved it. */
public interface ProposedAct {

  /** The acts that it stands for, as {@link Proposal#act()} has them. */
  Collection<String> names();

  /** The source that a proposal concerns; null for all. */
  String source(Proposal proposal);

  /**
   * Does it.
   *
   * @param actor who has proposed it
   * @param decided writes the approval down; both happen, or neither
   * @throws org.springframework.web.server.ResponseStatusException when it cannot be done
   */
  void carryOut(Proposal proposal, Actor actor, Runnable decided);
}
