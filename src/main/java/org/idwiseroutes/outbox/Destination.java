package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * The state of a destination, shared by all nodes.
 *
 * @param pausedAt since when an operator has paused it; null when not paused
 * @param failures failures in a row
 * @param heldSince since when it is held: only one probe at a time goes out; null when not held
 * @param heldReason the failure that held it
 * @param nextProbeAt when one attempt may go out while it is held; null when not held
 */
public record Destination(
    String name,
    Instant pausedAt,
    int failures,
    Instant heldSince,
    String heldReason,
    Instant nextProbeAt) {

  /** One that nothing is known of yet. */
  public static Destination named(String name) {
    return new Destination(name, null, 0, null, null, null);
  }

  public boolean isPaused() {
    return pausedAt != null;
  }

  public boolean isHeld() {
    return heldSince != null;
  }
}
