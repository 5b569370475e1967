package org.idwiseroutes.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A delivery of an event, as it was added.
 *
 * @param key what makes it this delivery at its destination
 * @param lane null for none
 * @param createdAt when it was added
 * @param underWay whether a node is trying it now
 * @param withdrawn whether it was not sent since the rules of later would not have sent it
 * @param rules the version of the rules by which it was tried last; null when that is not known
 */
public record Told(
    UUID id,
    UUID eventId,
    String destination,
    String key,
    String lane,
    String body,
    Map<String, Object> variables,
    DeliveryStatus status,
    Instant createdAt,
    boolean underWay,
    boolean withdrawn,
    Integer rules) {}
