package org.idwiseroutes.backfill;

import java.time.Instant;
import java.util.UUID;

/**
 * What events would do by the rules of now, and how far it is put right.
 *
 * @param source of which events; null for all
 * @param from when they were received, {@code until} not included
 * @param rules the version that it was compared with
 * @param operator who has asked for it, and why
 * @param state {@code comparing}, {@code compared}, {@code proposed}, {@code running}, {@code
 *     finished}, {@code cancelled}, or {@code failed}
 * @param problem why it failed; null when it did not
 * @param events how many were looked at
 * @param different for how many of them something differs
 * @param total how many differences are to be put right
 * @param done how many of these are; delivered, or tried for good
 * @param proposal the proposal of its backfill; null before one
 * @param ledger whether it is a look of the ledger: then {@code events} and {@code different} count
 *     people
 */
public record ComparisonView(
    UUID id,
    String source,
    Instant from,
    Instant until,
    int rules,
    String operator,
    String reason,
    String state,
    String problem,
    int events,
    int different,
    int total,
    int done,
    Instant createdAt,
    Instant finishedAt,
    UUID proposal,
    boolean ledger) {}
