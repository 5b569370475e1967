package org.idwiseroutes.outbox;

/**
 * Which due deliveries a claim is for.
 *
 * @param urgentOnly whether for urgent ones alone
 * @param probe whether for the one attempt that a held destination is granted; all others find
 *     nothing while it is held, or paused
 */
record Due(String destination, boolean urgentOnly, boolean probe) {}
