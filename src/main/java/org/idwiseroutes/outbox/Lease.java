package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * For how long a claim of this node holds.
 *
 * @param end when it ends at the latest
 * @param era see {@link Heartbeat#era}: in another one the claim may have passed to another node
 */
record Lease(Instant end, long era) {}
