package org.idwiseroutes.rules;

import java.time.Instant;
import java.util.Map;

/**
 * A version with all that stood in it.
 *
 * @param runs whether this node runs it now
 * @param incomplete whether a secret stood in a file, so that nobody can go back to it here
 * @param files the text of each file, by name, with asterisks in the place of all that is a secret
 *     here
 * @param settings those that the files name; null in the place of a secret
 */
public record RulesView(
    int id,
    String hash,
    String product,
    Instant firstAt,
    Instant lastAt,
    boolean runs,
    boolean incomplete,
    Map<String, String> files,
    Map<String, String> settings) {}
