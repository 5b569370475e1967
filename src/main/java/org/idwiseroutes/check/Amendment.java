package org.idwiseroutes.check;

import java.util.stream.Collectors;

/**
 * What a step of a scenario would have to expect to go as it does.
 *
 * @param file of the scenario, in the folder
 * @param line at which the step begins
 * @param what the scenario and its step, in words
 * @param before what it expects, as it is written
 * @param after what it would have to expect
 */
public record Amendment(String file, int line, String what, String before, String after) {

  /** The place, and the lines that would go and come, with {@code -} and {@code +} before them. */
  public String diff() {
    return "%s:%d: %s".formatted(file, line, what)
        + LineDiff.of(before.stripIndent().strip(), after.stripIndent().strip()).stream()
            .map(changed -> "\n  " + changed)
            .collect(Collectors.joining());
  }
}
