package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.UUID;

/**
 * What an operator did.
 *
 * @param address from where
 * @param reason what the operator said why; null when nothing
 */
public record AuditEntry(
    UUID id,
    Instant at,
    String operator,
    String address,
    String action,
    String subject,
    String detail,
    String reason) {}
