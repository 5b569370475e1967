package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Events of the past with what they meant then, wherever they are read from. */
public interface PastEvents {

  /**
   * Shows what the rules read of every event that was decided, or quarantined for want of a rule,
   * since then, in the order in which they came.
   */
  void each(Instant since, Consumer<ObjectNode> consumer);

  /**
   * What the rules read of one event; empty when there is none of this id, it has not been decided,
   * or it was never JSON.
   */
  Optional<ObjectNode> find(UUID id);
}
