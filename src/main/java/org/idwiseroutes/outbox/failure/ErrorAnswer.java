package org.idwiseroutes.outbox.failure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The words in a destination's error answer. Read are the forms of HubSpot ({@code message}), Jira
 * ({@code errorMessages}, {@code errors}), Salesforce (a list with {@code errorCode} and {@code
 * message}), Zendesk ({@code error}, {@code description}, {@code details}), ServiceNow ({@code
 * error.message}, {@code error.detail}), OAuth ({@code error}, {@code error_description}) and
 * problem details (RFC 9457).
 *
 * <p>The answer is read once, from its beginning, as a stream: up to {@value #LONGEST_READ}
 * characters, {@value #DEEPEST} levels and {@value #MOST_WORDS} texts. What lies beyond, or behind
 * a place that is no JSON, is left out.
 */
final class ErrorAnswer {

  private static final int LONGEST_READ = 16_384;
  private static final int DEEPEST = 12;
  private static final int MOST_WORDS = 50;
  private static final int LONGEST_WORDS = 1_000;

  private static final JsonFactory JSON = new JsonFactory();

  /** In the order in which they are said. */
  private static final List<String> TELLING =
      List.of(
          "errorCode",
          "title",
          "error",
          "message",
          "detail",
          "description",
          "error_description",
          "errorMessages",
          "errors",
          "details");

  /** Their fields are names of what is wrong. */
  private static final Set<String> OF_FIELDS = Set.of("errors", "details");

  private ErrorAnswer() {}

  /** The answer as it is when it is not in a form that is known. */
  static String words(String answer) {
    String beginning = answer.substring(0, Math.min(answer.length(), LONGEST_READ));
    Reading reading = new Reading();
    try (JsonParser json = JSON.createParser(beginning)) {
      reading.read(json);
    } catch (IOException | RuntimeException noMoreJson) {
      // what has been read says something
    }
    String words = reading.words();
    return words.isEmpty() ? beginning : words;
  }

  /** Keeps, per object, what its telling fields say, so that the order is ours. */
  private static final class Reading {

    private final Deque<Level> open = new ArrayDeque<>();
    private final Level all = new Level(null, true, false, "; ");
    private int words;

    void read(JsonParser json) throws IOException {
      open.push(all);
      String field = null;
      for (JsonToken token = json.nextToken();
          token != null && words < MOST_WORDS;
          token = json.nextToken()) {
        switch (token) {
          case FIELD_NAME -> field = json.currentName();
          case START_OBJECT, START_ARRAY -> {
            if (open.size() > DEEPEST || !open.peek().isTelling(field)) {
              json.skipChildren();
            } else {
              open.push(open.peek().child(field, token == JsonToken.START_ARRAY));
            }
            field = null;
          }
          case END_OBJECT, END_ARRAY -> {
            close();
            field = null;
          }
          case VALUE_STRING -> {
            if (open.peek().isTelling(field) && !json.getText().isBlank()) {
              open.peek().say(field, json.getText());
              words++;
            }
            field = null;
          }
          default -> field = null;
        }
      }
    }

    private void close() {
      if (open.size() > 1) {
        Level closed = open.pop();
        open.peek().say(closed.name, closed.words());
      }
    }

    /** Also of what the answer never closed. */
    String words() {
      while (open.size() > 1) {
        close();
      }
      String words = all.words();
      return words.substring(0, Math.min(words.length(), LONGEST_WORDS));
    }
  }

  /** An object or a list that is being read, under its name in the one around it. */
  private static final class Level {

    private final String name;
    private final boolean isList;
    private final boolean isOfFields;
    private final String separator;
    private final Map<Integer, Set<String>> said = new TreeMap<>();

    Level(String name, boolean isList, boolean isOfFields, String separator) {
      this.name = name;
      this.isList = isList;
      this.isOfFields = isOfFields;
      this.separator = separator;
    }

    boolean isTelling(String field) {
      return isList || isOfFields || TELLING.contains(field);
    }

    Level child(String field, boolean list) {
      return new Level(
          field,
          list,
          !list && OF_FIELDS.contains(field == null ? "" : field),
          isOfFields ? ", " : "; ");
    }

    void say(String field, String words) {
      if (!words.isEmpty()) {
        int place = isList || isOfFields ? 0 : TELLING.indexOf(field);
        said.computeIfAbsent(place, any -> new LinkedHashSet<>())
            .add(isOfFields ? field + ": " + words : words);
      }
    }

    String words() {
      return said.values().stream()
          .flatMap(Set::stream)
          .distinct()
          .collect(Collectors.joining(separator));
    }
  }
}
