package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.diff.CommandVisitor;
import org.apache.commons.text.diff.StringsComparator;

/** The lines in which two texts differ. */
public final class LineDiff {

  private LineDiff() {}

  /** Those that go, with {@code - } before them, and those that come, with {@code + }, in order. */
  public static List<String> of(String before, String after) {
    List<String> known = new ArrayList<>();
    List<String> diff = new ArrayList<>();
    List<String> added = new ArrayList<>();
    new StringsComparator(letters(before, known), letters(after, known))
        .getScript()
        .visit(
            new CommandVisitor<>() {
              @Override
              public void visitInsertCommand(Character line) {
                added.add("+ " + known.get(line));
              }

              @Override
              public void visitKeepCommand(Character line) {
                diff.addAll(added);
                added.clear();
              }

              @Override
              public void visitDeleteCommand(Character line) {
                diff.add("- " + known.get(line));
              }
            });
    diff.addAll(added);
    return diff;
  }

  /** A text with a letter for each different line. */
  private static String letters(String text, List<String> known) {
    StringBuilder letters = new StringBuilder();
    text.lines()
        .forEach(
            one -> {
              if (!known.contains(one)) {
                known.add(one);
              }
              letters.append((char) known.indexOf(one));
            });
    return letters.toString();
  }
}
