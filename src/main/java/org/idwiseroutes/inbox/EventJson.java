package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Parses what IDWise sends, within limits and without losing a digit. */
public final class EventJson {

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 400;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Numbers keep all their digits, and a key that comes twice is an error, not a choice. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final ObjectReader READER = JSON.reader();
  private static final ObjectWriter CANONICAL = JSON.writer();

  private EventJson() {}

  /**
   * The JSON object in a body.
   *
   * @return null for an empty body
   * @throws UnreadableBodyException when it is not UTF-8, not JSON, or no object
   */
  public static ObjectNode parse(byte[] body) throws UnreadableBodyException {
    String text = text(body);
    if (text.isBlank()) {
      return null;
    }
    try {
      JsonNode node = READER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new UnreadableBodyException(
          "The body is JSON of type %s; an event is an object".formatted(node.getNodeType()));
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
    }
  }

  /** The text as it came, without a byte order mark. */
  static String text(byte[] body) throws UnreadableBodyException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableBodyException("The body is not UTF-8");
    }
  }

  /** The same for two bodies that differ in nothing but white space and the order of keys. */
  static String canonical(ObjectNode json) throws UnreadableBodyException {
    try {
      return CANONICAL.writeValueAsString(JSON.treeToValue(json, Object.class));
    } catch (JsonProcessingException e) {
      throw new UnreadableBodyException("The body cannot be compared: " + e.getOriginalMessage());
    }
  }
}
