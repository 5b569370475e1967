package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.outbox.DeliveryStatus;

/** An event that is old enough for its retention to be looked at. */
record OldEvent(UUID id, boolean quarantined, Instant receivedAt) {

  /** Whether it may go, with these of its deliveries still open. */
  boolean isDone(Set<DeliveryStatus> open, Instant limit) {
    boolean unfinished = quarantined || open.contains(DeliveryStatus.DEAD);
    return !open.contains(DeliveryStatus.PENDING) && (!unfinished || receivedAt.isBefore(limit));
  }
}
