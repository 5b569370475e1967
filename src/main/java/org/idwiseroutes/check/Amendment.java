package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.diff.CommandVisitor;
import org.apache.commons.text.diff.StringsComparator;

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
    List<String> known = new ArrayList<>();
    StringBuilder diff = new StringBuilder("%s:%d: %s".formatted(file, line, what));
    StringBuilder added = new StringBuilder();
    new StringsComparator(letters(before, known), letters(after, known))
        .getScript()
        .visit(
            new CommandVisitor<>() {
              @Override
              public void visitInsertCommand(Character line) {
                added.append("\n  + ").append(known.get(line));
              }

              @Override
              public void visitKeepCommand(Character line) {
                diff.append(added);
                added.setLength(0);
              }

              @Override
              public void visitDeleteCommand(Character line) {
                diff.append("\n  - ").append(known.get(line));
              }
            });
    return diff.append(added).toString();
  }

  /** A text with a letter for each different line. */
  private static String letters(String text, List<String> known) {
    StringBuilder letters = new StringBuilder();
    for (String one : text.stripIndent().strip().split("\\R")) {
      if (!known.contains(one)) {
        known.add(one);
      }
      letters.append((char) known.indexOf(one));
    }
    return letters.toString();
  }
}
