package org.idwiseroutes.outbox;

import java.util.List;
import java.util.UUID;

/** Reads at once what the routes of one transaction will each ask for. */
public interface Preparation {

  /**
   * Called inside the transaction before its routes run. What it keeps must not outlive the
   * transaction.
   *
   * @param eventIds what the deliveries about to be routed are about
   */
  void prepare(List<UUID> eventIds);
}
