package org.idwiseroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** How Kaoto writes a text: on several lines when it is long, in quotes only when it must be. */
final class KaotoText {

  /** Of a key's value, quotes included; however deep it stands. */
  static final int LONGEST_VALUE = 75;

  /** Of an item of a list with what stands before it. */
  static final int LONGEST_LINE = 81;

  /** Texts that need no quotes whatever stands around them. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/$][\\w/.$-]*(:[\\w/.$-]+)*");

  private static final Pattern WORD = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n|~");

  private KaotoText() {}

  /** What Kaoto would write otherwise, in words. */
  static List<String> problems(ScalarNode text, int longest) {
    List<String> problems = new ArrayList<>();
    if (isBreakable(text) && width(text) > longest) {
      problems.add("Kaoto breaks this text, it is longer than " + longest);
    }
    String value = text.getValue();
    if (isQuoted(text) && PLAIN.matcher(value).matches() && !WORD.matcher(value).matches()) {
      problems.add("Kaoto writes %s without quotes".formatted(value));
    }
    return problems;
  }

  private static boolean isBreakable(ScalarNode text) {
    return text.getStartMark().getLine() == text.getEndMark().getLine()
        && (text.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
            || text.getValue().strip().contains(" "));
  }

  private static int width(ScalarNode text) {
    return text.getEndMark().getColumn() - text.getStartMark().getColumn();
  }

  private static boolean isQuoted(ScalarNode text) {
    return text.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
        || text.getScalarStyle() == ScalarStyle.SINGLE_QUOTED;
  }
}
