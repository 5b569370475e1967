package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what IDWise sends as a stream of tokens, within limits: no tree of it is built, so a body
 * takes about its own size of memory whatever it is made of.
 */
final class EventJson {

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 400;

  /**
   * IDWise's events have some dozens. Whoever reads a stored event as a tree needs some 100 bytes
   * for each.
   */
  private static final int MOST_VALUES = 10_000;

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  static final String EVENT = "event";
  static final String BODY = "body";
  private static final Set<String> BODY_FIELDS =
      Set.of("eventId", "journeyId", "spotCheckJourneyId", "referenceNo");

  /**
   * A key that comes twice is an error, not a choice. Keys are not kept for the next body: a sender
   * could choose them such that they cost the others.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private EventJson() {}

  /**
   * What the inbox needs of an event.
   *
   * @param text the body as it came, without a byte order mark
   * @param test whether it has neither {@code event} nor {@code body}
   * @param name the value of {@code event}; null when it is missing, blank or a structure
   * @param ids the texts of {@code eventId}, {@code journeyId}, {@code spotCheckJourneyId} and
   *     {@code referenceNo} in {@code body}; null or absent when missing, blank or a structure
   */
  record Read(String text, boolean test, String name, Map<String, String> ids) {

    String id(String field) {
      return ids.get(field);
    }
  }

  /**
   * Reads a body to its end.
   *
   * @return null for an empty body and for an object without a field
   * @throws UnreadableBodyException when it is not UTF-8, not JSON, no object, or beyond a limit
   */
  static Read read(byte[] body) throws UnreadableBodyException {
    String text = text(body);
    if (text.isBlank()) {
      return null;
    }
    return parsed(
        text,
        json -> {
          Map<String, String> ids = new HashMap<>();
          String name = null;
          boolean test = true;
          boolean empty = true;
          Values values = new Values();
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            String field = json.currentName();
            values.add(json.nextToken());
            if (field.equals(EVENT)) {
              test = false;
              name = json.currentToken().isScalarValue() ? scalar(json) : null;
              values.skip(json);
            } else if (field.equals(BODY)) {
              test = false;
              ids(json, values, ids);
            } else {
              values.skip(json);
            }
          }
          return empty ? null : new Read(text, test, name, ids);
        });
  }

  /** The same for two bodies that differ in nothing but white space and the order of keys. */
  static String canonical(String text) throws UnreadableBodyException {
    return parsed(
        text,
        json -> {
          StringBuilder canonical = new StringBuilder(text.length());
          canonical(json, canonical);
          return canonical.toString();
        });
  }

  /** Reads the object that a text is to its end. */
  static <T> T parsed(String text, Reading<T> reading) throws UnreadableBodyException {
    try (JsonParser json = JSON.createParser(text)) {
      JsonToken first = json.nextToken();
      if (first != JsonToken.START_OBJECT) {
        while (json.nextToken() != null) {
          json.skipChildren();
        }
        throw new UnreadableBodyException(
            "The body is JSON of type %s; an event is an object".formatted(type(first)));
      }
      T result = reading.of(json);
      if (json.nextToken() != null) {
        throw new UnreadableBodyException("The body is JSON, and more comes after it");
      }
      return result;
    } catch (StreamConstraintsException e) {
      throw new UnreadableBodyException(
          "The body is nested deeper than %d or has a number longer than %d digits"
              .formatted(DEEPEST, LONGEST_NUMBER));
    } catch (JsonProcessingException e) {
      boolean twice = e.getOriginalMessage().startsWith("Duplicate field");
      throw new UnreadableBodyException(
          "The body is not JSON: %s at line %d, column %d"
              .formatted(
                  twice ? "a key that comes twice ends" : "the error is",
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory can be read", e);
    }
  }

  private static void ids(JsonParser json, Values values, Map<String, String> ids)
      throws IOException, UnreadableBodyException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      values.skip(json);
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      values.add(value);
      if (BODY_FIELDS.contains(field) && value.isScalarValue()) {
        ids.put(field, scalar(json));
      }
      values.skip(json);
    }
  }

  /** The text of a text, number or boolean; null for null and for a blank text. */
  private static String scalar(JsonParser json) throws IOException {
    boolean none = json.currentToken() == JsonToken.VALUE_NULL || json.getText().isBlank();
    return none ? null : json.getText();
  }

  /** Writes the value that the parser is at, and leaves the parser at its end. */
  private static void canonical(JsonParser json, StringBuilder out) throws IOException {
    switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, String> members = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          StringBuilder member = new StringBuilder();
          canonical(json, member);
          members.put(field, member.toString());
        }
        out.append('{');
        for (Iterator<Map.Entry<String, String>> all = members.entrySet().iterator();
            all.hasNext(); ) {
          Map.Entry<String, String> member = all.next();
          quote(member.getKey(), out);
          out.append(':').append(member.getValue()).append(all.hasNext() ? "," : "");
        }
        out.append('}');
      }
      case START_ARRAY -> {
        out.append('[');
        String separator = "";
        while (json.nextToken() != JsonToken.END_ARRAY) {
          out.append(separator);
          canonical(json, out);
          separator = ",";
        }
        out.append(']');
      }
      case VALUE_STRING -> quote(json.getText(), out);
      case VALUE_NUMBER_INT -> out.append(json.getText().equals("-0") ? "0" : json.getText());
      case VALUE_NUMBER_FLOAT -> out.append(decimal(json.getText()));
      default -> out.append(json.getText());
    }
  }

  /** Its digits as they are; of one that no number of Java's can hold, the text. */
  private static String decimal(String text) {
    try {
      return new BigDecimal(text).toString();
    } catch (ArithmeticException | NumberFormatException beyond) {
      return text;
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  /** The text as it came, without a byte order mark. */
  private static String text(byte[] body) throws UnreadableBodyException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableBodyException("The body is not UTF-8");
    }
  }

  private static String type(JsonToken first) {
    return switch (first) {
      case START_ARRAY -> "ARRAY";
      case VALUE_STRING -> "STRING";
      case VALUE_NULL -> "NULL";
      case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN";
      default -> "NUMBER";
    };
  }

  /** Something that is read of the object that a parser is at. */
  interface Reading<T> {
    T of(JsonParser json) throws IOException, UnreadableBodyException;
  }

  /** Counts the values of a body. */
  private static final class Values {

    private int count;

    private void add(JsonToken token) throws UnreadableBodyException {
      if ((token.isScalarValue() || token.isStructStart()) && ++count > MOST_VALUES) {
        throw new UnreadableBodyException(
            "The body has more than %d values".formatted(MOST_VALUES));
      }
    }

    /** Passes over the rest of the value that the parser is at. */
    private void skip(JsonParser json) throws IOException, UnreadableBodyException {
      int depth = json.currentToken().isStructStart() ? 1 : 0;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        add(token);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
  }
}
