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
import com.fasterxml.uuid.NoArgGenerator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import org.idwiseroutes.journey.EventName;
import org.springframework.stereotype.Component;

/** Reads a request's body. */
@Component
public class EventReader {

  /** As much of a body that is not JSON as is kept. */
  private static final int LONGEST_GARBAGE = 64 * 1024;

  private static final int LONGEST_COLUMN = 256;
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

  private final NoArgGenerator ids;
  private final Clock clock;

  EventReader(NoArgGenerator ids, Clock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The JSON object in a body.
   *
   * @return null for an empty body
   * @throws UnreadableBodyException when it is not UTF-8, not JSON, or no object
   */
  public ObjectNode parse(byte[] body) throws UnreadableBodyException {
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

  /** The event that a readable body announces. */
  public Event read(String source, ObjectNode json, byte[] body) throws UnreadableBodyException {
    JsonNode inner = json.path("body");
    String eventId = scalar(inner.get("eventId"));
    String journeyId = column(scalar(inner.get("journeyId")));
    String checkId = column(scalar(inner.get("spotCheckJourneyId")));
    return new Event(
        ids.generate(),
        source,
        eventId == null ? "sha256:" + hash(canonical(json)) : key(eventId),
        eventId == null,
        column(name(json.get("event"))),
        journeyId,
        journeyId == null ? checkId : journeyId,
        column(scalar(inner.get("referenceNo"))),
        text(body),
        Event.ACCEPTED,
        null,
        clock.instant());
  }

  /** What is kept of a body that cannot be read. */
  public Event garbage(String source, byte[] body, String problem) {
    String text = new String(body, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    return new Event(
        ids.generate(),
        source,
        "sha256:" + hash(body),
        true,
        null,
        null,
        null,
        null,
        text.length() > LONGEST_GARBAGE ? text.substring(0, LONGEST_GARBAGE) : text,
        Event.QUARANTINED,
        problem,
        clock.instant());
  }

  private static String text(byte[] body) throws UnreadableBodyException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableBodyException("The body is not UTF-8");
    }
  }

  private static String name(JsonNode event) {
    if (event == null || event.isNull()) {
      return null;
    }
    String text = event.isValueNode() ? event.asText().strip() : event.toString();
    return EventName.of(text).map(EventName::text).orElse(text);
  }

  /** Ids may come as numbers; null, absent, blank and structures are none. */
  private static String scalar(JsonNode node) {
    boolean none = node == null || node.isNull() || !node.isValueNode() || node.asText().isBlank();
    return none ? null : node.asText();
  }

  /** No key may be longer than an index takes; a hash of it is as good. */
  private static String key(String eventId) {
    String column = column(eventId);
    return column.equals(eventId) ? eventId : "sha256:" + hash(eventId);
  }

  /** A text that every database takes into an index: no NUL, no half character, not endless. */
  private static String column(String text) {
    if (text == null) {
      return null;
    }
    String whole =
        new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE)
            .replace('\0', '\uFFFD');
    if (whole.length() <= LONGEST_COLUMN) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(LONGEST_COLUMN - 1)) ? 1 : 0;
    return whole.substring(0, LONGEST_COLUMN - end);
  }

  private static String canonical(ObjectNode json) throws UnreadableBodyException {
    try {
      return CANONICAL.writeValueAsString(JSON.treeToValue(json, Object.class));
    } catch (JsonProcessingException e) {
      throw new UnreadableBodyException("The body cannot be compared: " + e.getOriginalMessage());
    }
  }

  private static String hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
