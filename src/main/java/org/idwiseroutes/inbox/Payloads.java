package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads stored payloads, with every number as it was sent. */
final class Payloads {

  private static final ObjectMapper EXACT =
      new ObjectMapper(
              JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  private Payloads() {}

  /** IDWise's {@code body}; missing when there is none, or when the payload cannot be read. */
  static JsonNode body(String payload) {
    try (JsonParser json = new HoldableNumbers(EXACT.createParser(payload))) {
      JsonNode event = EXACT.readTree(json);
      return event == null ? MissingNode.getInstance() : event.path("body");
    } catch (JsonProcessingException unreadable) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory can be read", e);
    }
  }
}
