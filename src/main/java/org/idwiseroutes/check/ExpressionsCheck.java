package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Language;
import org.springframework.stereotype.Component;

/** Expressions can be read, and what depends on a condition has one. */
@Component
class ExpressionsCheck implements RouteCheck {

  private static final Pattern CONDITIONAL =
      Pattern.compile(".*/(when/\\d+|filter|validate|loopDoWhile)");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]+}}");

  /** What a step with a condition has beside it. */
  private static final Set<String> NO_CONDITION =
      Set.of("id", "description", "note", "disabled", "steps", "statusPropertyName");

  private static final String SIMPLE = "simple";

  private final Language simple;
  private final BeansCheck beans;

  ExpressionsCheck(CamelContext camel, BeansCheck beans) {
    this.beans = beans;
    this.simple = camel.resolveLanguage(SIMPLE);
  }

  @Override
  public List<Problem> check(Folder folder, Stages stages) {
    List<Problem> problems = new ArrayList<>();
    for (YamlFile file : folder.routes()) {
      file.visit("", (pointer, node) -> check(file, pointer, node, problems));
    }
    return problems;
  }

  private void check(YamlFile file, String pointer, JsonNode node, List<Problem> problems) {
    if (pointer.matches("/\\d+/route") && node.path("precondition").isTextual()) {
      read(file, pointer + "/precondition", node.path("precondition").asText(), true, problems);
    }
    boolean conditional = CONDITIONAL.matcher(pointer).matches();
    if (conditional && isWithoutCondition(node)) {
      problems.add(
          file.problem(
              pointer,
              "\"%s\" has no condition; write expression: simple: expression: …"
                  .formatted(node.path("id").asText())));
    }
    JsonNode written = node.path(SIMPLE);
    String at = pointer + "/" + SIMPLE;
    if (written.isObject()) {
      written = written.path("expression");
      at += "/expression";
    }
    if (written.isTextual()) {
      boolean predicate =
          conditional || CONDITIONAL.matcher(pointer.replaceFirst("/expression$", "")).matches();
      read(file, at, written.asText(), predicate, problems);
    }
    if (pointer.endsWith("/log") && node.path("message").isTextual()) {
      read(file, pointer + "/message", node.path("message").asText(), false, problems);
    }
  }

  private static boolean isWithoutCondition(JsonNode node) {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    names.removeAll(NO_CONDITION);
    return names.isEmpty() || node.has("expression") && node.path("expression").isEmpty();
  }

  /** {@link BeansCheck} tells it, and what was meant. */
  private static boolean isBeansMethod(RuntimeException e) {
    return String.valueOf(e.getMessage()).startsWith("Method with name:");
  }

  /** What other languages write otherwise. */
  private static String meant(String text) {
    if (text.matches("(?s).*} *(=|===) *\\S.*")) {
      return "; probably meant: ==";
    }
    return text.matches("(?is).* (and|or) \\$.*") ? "; probably meant: && or ||" : "";
  }

  private void read(
      YamlFile file, String pointer, String text, boolean predicate, List<Problem> problems) {
    if (text.startsWith("resource:")) {
      return;
    }
    String plain = PLACEHOLDER.matcher(text).replaceAll("1");
    try {
      if (predicate) {
        simple.createPredicate(plain);
      } else {
        simple.createExpression(plain);
      }
    } catch (RuntimeException e) {
      if (isBeansMethod(e) && beans.judges(text)) {
        return;
      }
      problems.add(
          file.problem(
              pointer,
              "the expression %s cannot be read: %s"
                  .formatted(text, Wording.plain(e.getMessage()) + meant(text))));
    }
  }
}
