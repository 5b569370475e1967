package org.idwiseroutes.shadow;

import java.time.Instant;
import org.idwiseroutes.check.Comparison;

/**
 * What the next rules would do.
 *
 * @param folder where they stand
 * @param since from when on events were run by them as well
 * @param node which does that
 * @param found what differs from the rules that run; null before the first look
 * @param problem why they cannot be run, in words; null when they can
 */
public record NextRules(
    String folder, Instant since, String node, Comparison found, String problem) {}
