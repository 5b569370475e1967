package org.idwiseroutes.ops;

import java.util.UUID;

/**
 * Which deliveries to replay; what is null restricts nothing.
 *
 * @param status {@code dead} unless told otherwise; {@code delivered} sends again what had arrived
 * @param dryRun only count them
 */
record ReplayRequest(
    String destination,
    String status,
    UUID eventId,
    String source,
    String event,
    String journeyId,
    String referenceNo,
    boolean dryRun) {}
