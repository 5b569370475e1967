package org.idwiseroutes.wiring;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.WhenDefinition;

/** What is written into the boxes of a diagram. */
final class Labels {

  private static final int LETTERS = 33;

  /** What a label has in brackets. */
  private static final Pattern INNER = Pattern.compile("\\w*\\[(.*)]", Pattern.DOTALL);

  private Labels() {}

  /** The step's description, or else what it does. */
  static String of(OptionalIdentifiedDefinition<?> step) {
    if (step.getDescriptionText() != null) {
      return step.getDescriptionText();
    }
    if (step instanceof WhenDefinition when) {
      return when.getExpression().getExpression();
    }
    Matcher label = INNER.matcher(step.getLabel());
    return step instanceof ChoiceDefinition || !label.matches()
        ? step.getShortName()
        : step.getShortName() + " " + label.group(1);
  }

  /** At most two lines, broken between words where there are any. */
  static List<String> lines(String text) {
    if (text.length() <= LETTERS) {
      return List.of(text);
    }
    int space = text.lastIndexOf(' ', LETTERS);
    int end = space > LETTERS / 2 ? space : LETTERS;
    String rest = text.substring(end).strip();
    return List.of(
        text.substring(0, end),
        rest.length() <= LETTERS ? rest : rest.substring(0, LETTERS - 1) + "…");
  }
}
