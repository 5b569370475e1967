package org.idwiseroutes.ops;

import java.time.Instant;

/**
 * A destination as operators see it.
 *
 * @param state {@code delivering}, {@code held}, {@code paused}, or {@code stopped}: this node has
 *     no route that runs and takes its deliveries
 * @param nextProbeAt when the next attempt may go out of one that is held; null of others
 * @param failures in a row
 * @param oldestPendingAt when the longest waiting delivery was added; null when none waits
 * @param running whether this node has a route that can run and takes its deliveries: without one
 *     they wait, whatever the state
 */
public record DestinationView(
    String name,
    String state,
    Instant pausedAt,
    Instant heldSince,
    String heldReason,
    Instant nextProbeAt,
    int failures,
    int pending,
    int dead,
    Instant oldestPendingAt,
    boolean running) {}
