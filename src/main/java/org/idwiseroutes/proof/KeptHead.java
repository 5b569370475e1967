package org.idwiseroutes.proof;

import java.time.Instant;

/**
 * A head that was written out when its seal was made.
 *
 * @param at when that was
 */
public record KeptHead(Instant at, String head) {}
