package org.idwiseroutes.log;

import java.time.Instant;

/**
 * A record as it is read from the log.
 *
 * @param place {@code topic-partition-offset}, of no other record
 * @param late whether its writer said that it comes after records that are younger
 */
public record LogRecord(String place, Instant writtenAt, byte[] value, boolean late) {}
