package org.idwiseroutes.outbox;

import java.time.Instant;

/**
 * What is asked about later events of a journey or a person at a destination.
 *
 * @param journey null for none; likewise the reference
 * @param seq the place of the event that they follow
 * @param addedAfter deliveries count that were added after this moment
 * @param receivedFrom so do all of events that were received then or later
 */
public record Later(
    String destination,
    String source,
    String journey,
    String reference,
    long seq,
    Instant addedAfter,
    Instant receivedFrom) {}
