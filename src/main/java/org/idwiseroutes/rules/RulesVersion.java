package org.idwiseroutes.rules;

import java.time.Instant;
import java.util.Map;

/**
 * A state of the folder of routes that a node has run.
 *
 * @param product the version of the program
 * @param hash of the content and the product, 64 hexadecimal digits of SHA-256
 * @param lastAt when a node was seen to run it, within an hour
 * @param files the hash of each file's text, by name
 * @param settings those that the files name; null in the place of a secret
 */
public record RulesVersion(
    int id,
    String hash,
    String product,
    Instant firstAt,
    Instant lastAt,
    Map<String, String> files,
    Map<String, String> settings) {}
