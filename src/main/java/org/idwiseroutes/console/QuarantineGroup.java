package org.idwiseroutes.console;

import java.time.Instant;
import java.util.UUID;

/**
 * Events in quarantine of one name and for one reason.
 *
 * @param event null for those that could not be read
 * @param sample the latest of them
 */
public record QuarantineGroup(
    String event, String problem, int count, Instant firstAt, Instant lastAt, UUID sample) {}
