package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.UUID;

/**
 * A replay, or a discard, of many deliveries as operators see it.
 *
 * @param act {@code replay} or {@code discard}
 * @param what which deliveries, in words
 * @param state {@code running}, {@code finished} or {@code cancelled}
 * @param total deliveries that were chosen
 * @param delivered of these, those that have arrived since, or for which there was nothing to do;
 *     of a discard, those that are not sent
 * @param failed of these, those that are dead again, superseded or gone; of a discard, those that
 *     had ended before
 */
public record ReplayView(
    UUID id,
    String act,
    String what,
    String operator,
    String reason,
    String state,
    int total,
    int delivered,
    int failed,
    Instant createdAt,
    Instant finishedAt) {

  /** How many have ended, well or not. */
  public int done() {
    return delivered + failed;
  }
}
