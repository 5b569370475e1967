package org.idwiseroutes.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a condition of Camel's simple language compares with. An event that has just those values is
 * one that the condition may fit, be it documented or not.
 *
 * @param alternatives for each side of an "or", the values of variables ({@code variable.event})
 *     and fields of the body ({@code body[body][amount]}); null for what is to be absent
 * @param compared each value of a variable that is asked for
 */
record Condition(List<Map<String, Object>> alternatives, List<Compared> compared) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\$(?:simple)?\\{(variable\\.[\\w-]+|body(?:\\[[\\w' -]+]|\\.\\w+)+)}"
              + "\\s*(==|=~|!=|>=|<=|>|<|contains|~~|in|range|starts ?[wW]ith|ends ?[wW]ith)\\s*(.+)");

  private static final String VARIABLE = "variable.";
  private static final String MORE = "1";

  /** Each is tried with all events that are known. */
  private static final int MOST_ALTERNATIVES = 12;

  private static final String ANY = "example";

  /**
   * A variable, and a value that it is asked for.
   *
   * @param hasBlanks whether blanks stand around it, which Camel compares as well
   */
  record Compared(String variable, String value, boolean hasBlanks) {}

  /** Reads one; what it cannot read is as if it were not there. */
  static Condition of(String simple) {
    List<Map<String, Object>> alternatives = new ArrayList<>();
    List<Compared> compared = new ArrayList<>();
    for (String alternative : simple.split("\\|\\|")) {
      List<Map<String, Object>> fitting = List.of(Map.of());
      for (String part : alternative.split("&&")) {
        Matcher comparison = COMPARISON.matcher(part.strip());
        if (comparison.matches() && !isEmptyPath(comparison.group(1))) {
          String operator = comparison.group(2).replace(" ", "");
          String literal = comparison.group(3).strip();
          fitting = each(fitting, comparison.group(1), values(operator, literal));
          compared.addAll(compared(comparison.group(1), operator, literal));
        }
      }
      fitting.stream().filter(values -> !values.isEmpty()).forEach(alternatives::add);
    }
    return new Condition(alternatives, compared);
  }

  private static boolean isEmptyPath(String name) {
    return !name.startsWith(VARIABLE) && path(name).isEmpty();
  }

  /** Each of the alternatives with each of the values; a value may be null. */
  private static List<Map<String, Object>> each(
      List<Map<String, Object>> alternatives, String name, List<Object> values) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map<String, Object> one : alternatives) {
      for (Object value : values) {
        Map<String, Object> with = new LinkedHashMap<>(one);
        with.put(name, value);
        if (all.size() < MOST_ALTERNATIVES) {
          all.add(with);
        }
      }
    }
    return all;
  }

  private static List<Object> values(String operator, String literal) {
    return operator.equals("in")
        ? Stream.of(unquoted(literal).split(",")).map(value -> (Object) value.strip()).toList()
        : Collections.singletonList(fitting(operator, literal));
  }

  private static List<Compared> compared(String name, String operator, String literal) {
    boolean named = Set.of("==", "in").contains(operator);
    boolean fixed = !literal.contains("${") && !literal.contains("{{");
    if (!named || !fixed || !name.startsWith(VARIABLE) || literal.equals("null")) {
      return List.of();
    }
    String text = unquoted(literal);
    return Stream.of(operator.equals("in") ? text.split(",") : new String[] {text})
        .filter(value -> !value.isBlank())
        .map(
            value ->
                new Compared(
                    name.substring(VARIABLE.length()),
                    value.strip(),
                    operator.equals("in") && !value.equals(value.strip())))
        .toList();
  }

  private static String unquoted(String literal) {
    return isQuoted(literal) ? literal.substring(1, literal.length() - 1) : literal;
  }

  private static boolean isQuoted(String literal) {
    return literal.matches("(?s)'.*'|\".*\"");
  }

  /** Both: what fits this one and the other. */
  Condition and(Condition other) {
    List<Compared> all = new ArrayList<>(compared);
    all.addAll(other.compared);
    if (alternatives.isEmpty() || other.alternatives.isEmpty()) {
      return new Condition(alternatives.isEmpty() ? other.alternatives : alternatives, all);
    }
    List<Map<String, Object>> both = new ArrayList<>();
    for (Map<String, Object> one : alternatives) {
      for (Map<String, Object> another : other.alternatives) {
        Map<String, Object> values = new LinkedHashMap<>(another);
        values.putAll(one);
        if (both.size() < MOST_ALTERNATIVES) {
          both.add(values);
        }
      }
    }
    return new Condition(both, all);
  }

  /** The event with these values in the place of its own. */
  static Given with(Map<String, Object> values, Given event) {
    Map<String, Object> variables = new LinkedHashMap<>(event.variables());
    ObjectNode document = read(event.document());
    values.forEach(
        (name, value) -> {
          if (name.startsWith(VARIABLE)) {
            String variable = name.substring(VARIABLE.length());
            set(variables, variable, value);
            document.set(variable, JSON.valueToTree(value));
          } else {
            set(document, path(name), value);
          }
        });
    return new Given(variables, document.toString());
  }

  /** "event = Case Closed, source = live-uk". */
  static String words(Map<String, Object> values) {
    List<String> words = new ArrayList<>();
    values.forEach(
        (name, value) ->
            words.add(
                "%s = %s"
                    .formatted(
                        name.replaceFirst("^variable\\.", ""), value == null ? "none" : value)));
    return String.join(", ", words);
  }

  private static Object fitting(String operator, String literal) {
    boolean quoted = isQuoted(literal);
    String text = unquoted(literal);
    if (!quoted && text.equals("null")) {
      return operator.equals("!=") ? ANY : null;
    }
    return switch (operator) {
      case "!=" -> isBoolean(text) ? !Boolean.parseBoolean(text) : text + MORE;
      case ">", ">=" -> number(text, 1);
      case "<", "<=" -> number(text, -1);
      case "range" -> text.split("\\.\\.")[0];
      case "startswith", "startsWith" -> text + MORE;
      case "endswith", "endsWith" -> MORE + text;
      default -> isBoolean(text) && !quoted ? (Object) Boolean.valueOf(text) : text;
    };
  }

  private static boolean isBoolean(String text) {
    return text.equals("true") || text.equals("false");
  }

  private static Object number(String text, int more) {
    try {
      return new BigDecimal(text).add(BigDecimal.valueOf(more));
    } catch (NumberFormatException noNumber) {
      return text;
    }
  }

  private static void set(Map<String, Object> variables, String name, Object value) {
    if (value == null) {
      variables.remove(name);
    } else {
      variables.put(name, value);
    }
  }

  private static void set(ObjectNode document, List<String> path, Object value) {
    ObjectNode node = document;
    for (String name : path.subList(0, path.size() - 1)) {
      node = node.path(name) instanceof ObjectNode inner ? inner : node.putObject(name);
    }
    node.set(path.get(path.size() - 1), JSON.valueToTree(value));
  }

  /** Of {@code body[body][amount]} or {@code body.body.amount}. */
  private static List<String> path(String name) {
    return List.of(name.substring("body".length()).split("[\\[\\].']+")).stream()
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static ObjectNode read(String document) {
    try {
      return (ObjectNode) JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What has been written as JSON is none", e);
    }
  }
}
