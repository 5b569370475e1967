package org.idwiseroutes.log;

import java.time.Instant;
import java.util.Map;

/**
 * A record as it is read from the log.
 *
 * @param place {@code topic-partition-offset}
 * @param headers as they were appended
 */
public record LogRecord(
    String place, Instant writtenAt, byte[] value, Map<String, String> headers) {}
