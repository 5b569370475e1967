package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A delivery as operators see it.
 *
 * @param attempts of the present series
 * @param nextAttemptAt null when it is being tried now, or ended
 * @param rules the version of the rules by which it was tried last; null before that
 * @param history all attempts of all series, oldest first; null in lists
 */
public record DeliveryView(
    UUID id,
    String destination,
    UUID eventId,
    String source,
    String event,
    String journeyId,
    String referenceNo,
    String status,
    int series,
    int attempts,
    Instant nextAttemptAt,
    Instant leasedUntil,
    String lastError,
    Instant createdAt,
    Instant finishedAt,
    Integer rules,
    List<AttemptView> history) {

  DeliveryView with(List<AttemptView> attemptsMade) {
    return new DeliveryView(
        id,
        destination,
        eventId,
        source,
        event,
        journeyId,
        referenceNo,
        status,
        series,
        attempts,
        nextAttemptAt,
        leasedUntil,
        lastError,
        createdAt,
        finishedAt,
        rules,
        attemptsMade);
  }
}
