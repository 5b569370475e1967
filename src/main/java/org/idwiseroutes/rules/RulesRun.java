package org.idwiseroutes.rules;

import java.time.Instant;
import java.util.UUID;

/**
 * A node began to run a version of the rules.
 *
 * @param origin where it had them from: a commit of git, whoever owns the files, or the operator
 *     who has gone back to them
 */
public record RulesRun(UUID id, int version, Instant at, String node, String origin) {}
