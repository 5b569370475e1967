package org.idwiseroutes.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;

/** One attempt as operators see it. */
public record AttemptView(
    @JsonIgnore UUID deliveryId,
    int series,
    int number,
    String outcome,
    String error,
    String node,
    Instant startedAt,
    long durationMs) {}
