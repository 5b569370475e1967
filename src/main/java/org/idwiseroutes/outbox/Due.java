package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * Which due deliveries a claim is for.
 *
 * @param urgentOnly whether for urgent ones alone
 * @param probe whether for the one attempt that a held destination is granted; all others find
 *     nothing while it is held, or paused
 * @param from which became due then or later
 */
record Due(String destination, boolean urgentOnly, boolean probe, Instant from) {}
