package org.idwiseroutes.outbox;

import java.util.UUID;

/** A delivery that has ended, and how. */
public record Ended(UUID id, DeliveryStatus status) {}
