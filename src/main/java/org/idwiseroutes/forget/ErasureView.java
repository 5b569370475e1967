package org.idwiseroutes.forget;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An erasure and what other systems have answered.
 *
 * @param mark what stands for the person or journey in the audit as well
 * @param what {@code person} or {@code journey}
 * @param deadline until when all systems have to have answered
 * @param complete whether they have
 */
public record ErasureView(
    UUID id,
    String source,
    String mark,
    String what,
    Instant erasedAt,
    Instant deadline,
    boolean complete,
    List<SystemAnswer> systems) {}
