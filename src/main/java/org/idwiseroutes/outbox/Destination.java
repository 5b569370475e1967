package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * The state of a destination, shared by all nodes.
 *
 * @param pausedAt since when an operator has paused it; null when not paused
 * @param failures failures in a row
 * @param heldSince since when it is held: only one probe at a time goes out; null when not held
 * @param heldReason the failure that held it
 */
public record Destination(
    String name, Instant pausedAt, int failures, Instant heldSince, String heldReason) {

  public boolean isPaused() {
    return pausedAt != null;
  }

  public boolean isHeld() {
    return heldSince != null;
  }
}
