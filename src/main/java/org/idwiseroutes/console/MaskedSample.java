package org.idwiseroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.idwiseroutes.privacy.MaskedJson;
import org.springframework.stereotype.Component;

/** An event's payload that can be shown to anybody: what names a person or a case is masked. */
@Component
class MaskedSample {

  private final ObjectMapper json;

  MaskedSample(ObjectMapper json) {
    this.json = json;
  }

  /** Null for what is not a JSON object. */
  String of(String payload) {
    try {
      JsonNode node = payload == null || payload.isBlank() ? null : json.readTree(payload);
      return node instanceof ObjectNode object
          ? json.writerWithDefaultPrettyPrinter().writeValueAsString(MaskedJson.of(object))
          : null;
    } catch (JsonProcessingException unreadable) {
      return null;
    }
  }
}
