package org.idwiseroutes.ops;

import java.time.Instant;

/**
 * The answer to pausing or resuming a destination. How much waits there is not counted: that takes
 * time when it is much.
 *
 * @param state {@code delivering}, {@code held} or {@code paused}
 * @param failures deliveries that failed by the destination's own fault since one went through
 */
public record DestinationState(
    String name,
    String state,
    Instant pausedAt,
    Instant heldSince,
    String heldReason,
    int failures) {}
