package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;

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
    List<String> old = List.of(before.strip().split("\n"));
    List<String> changed = List.of(after.strip().split("\n"));
    int alike = 0;
    while (alike < Math.min(old.size(), changed.size())
        && old.get(alike).strip().equals(changed.get(alike).strip())) {
      alike++;
    }
    int end = 0;
    while (end < Math.min(old.size(), changed.size()) - alike
        && old.get(old.size() - 1 - end)
            .strip()
            .equals(changed.get(changed.size() - 1 - end).strip())) {
      end++;
    }
    List<String> lines = new ArrayList<>(List.of("%s:%d: %s".formatted(file, line, what)));
    old.subList(alike, old.size() - end).forEach(one -> lines.add("  - " + one.strip()));
    changed.subList(alike, changed.size() - end).forEach(one -> lines.add("  + " + one.strip()));
    return String.join("\n", lines);
  }
}
