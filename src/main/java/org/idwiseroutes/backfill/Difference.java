package org.idwiseroutes.backfill;

import java.util.List;
import org.idwiseroutes.check.Comparison.Example;

/**
 * Events with the same difference at one destination.
 *
 * @param act what is done about it: {@code add}, {@code correct}, {@code close}, {@code withdraw},
 *     or nothing ({@code overtaken}, {@code kept})
 * @param count how many there are
 * @param waiting of these, how many nothing has been done about so far
 * @param examples the first of them, masked
 */
public record Difference(
    String destination, String act, String words, int count, int waiting, List<Example> examples) {}
