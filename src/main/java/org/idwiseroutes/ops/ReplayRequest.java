package org.idwiseroutes.ops;

import java.util.UUID;
import org.idwiseroutes.privacy.Masks;

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
    boolean dryRun) {

  /** The same for the audit, which outlives the person's data. */
  ReplayRequest masked() {
    return new ReplayRequest(
        destination,
        status,
        eventId,
        source,
        event,
        journeyId,
        referenceNo == null ? null : Masks.of(referenceNo),
        dryRun);
  }
}
