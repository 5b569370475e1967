package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A body of the quarantine, or of a test call, that belongs to no journey: is it about a person?
 * Only whole values count, never a part of one: a stranger's reference may contain this one.
 */
final class UnreadableBody {

  /** IDWise's fields for ids; their values count however short they are. */
  private static final Set<String> ID_FIELDS =
      Set.of("journeyId", "spotCheckJourneyId", "ongoingCheckId", "referenceNo");

  /** A shorter value may be anything, such as a count or a version. */
  private static final int SHORTEST_TELLING = 6;

  private static final int MOST_VALUES = 100;
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern WORDS = Pattern.compile("[\\s\"'<>{}\\[\\]():;,=&?/\\\\|]+");

  private record Value(String field, String text) {}

  private final String text;
  private final List<Value> values = new ArrayList<>();
  private boolean json;

  private UnreadableBody(String text) {
    this.text = text;
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (token.isScalarValue() || token == JsonToken.FIELD_NAME) {
          boolean name = token == JsonToken.FIELD_NAME;
          values.add(new Value(name ? null : parser.currentName(), parser.getText()));
        }
        token = parser.nextToken();
      }
      json = true;
    } catch (IOException notJson) {
      json = false;
    }
  }

  static UnreadableBody of(String text) {
    return new UnreadableBody(text);
  }

  /**
   * Whole values that may be ids, at most a hundred: those of JSON, and of the rest of a text that
   * is no JSON its words.
   */
  Set<String> values() {
    Set<String> telling = new LinkedHashSet<>();
    Stream.concat(
            values.stream()
                .filter(value -> isTelling(value.text(), value.field()))
                .map(Value::text),
            json ? Stream.empty() : WORDS.splitAsStream(text).filter(word -> isTelling(word, null)))
        .limit(MOST_VALUES)
        .forEach(telling::add);
    return telling;
  }

  /** Why the body is about this person, in words without the person's ids; empty when it is not. */
  Optional<String> about(Names names) {
    return names.journeys().stream()
        .map(id -> about(id, "the journey's id"))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                names.references().stream()
                    .map(reference -> about(reference, "the reference"))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  /** Whether an id is long enough to be looked for outside of IDWise's own fields. */
  static boolean isTelling(String id) {
    return id.length() >= SHORTEST_TELLING;
  }

  private Optional<String> about(String id, String what) {
    Optional<String> field =
        values.stream()
            .filter(value -> value.text().equals(id) && isTelling(id, value.field()))
            .map(
                value ->
                    value.field() == null
                        ? "a whole value of its JSON is " + what
                        : "its field \"%s\" is %s".formatted(value.field(), what))
            .findFirst();
    return field.or(
        () ->
            !json && isTelling(id) && Names.wholeWord(id).matcher(text).find()
                ? Optional.of("it is no JSON and has %s in it as a whole word".formatted(what))
                : Optional.empty());
  }

  private static boolean isTelling(String id, String field) {
    return isTelling(id) || field != null && ID_FIELDS.contains(field);
  }
}
