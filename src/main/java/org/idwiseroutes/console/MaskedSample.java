package org.idwiseroutes.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.privacy.Vocabulary;
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
          ? json.writerWithDefaultPrettyPrinter().writeValueAsString(masked("", object))
          : null;
    } catch (JsonProcessingException unreadable) {
      return null;
    }
  }

  private static JsonNode masked(String field, JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(one -> one.setValue(masked(one.getKey(), one.getValue())));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, masked(field, array.get(i)));
      }
      return array;
    }
    boolean telling = node.isTextual() && Vocabulary.isTelling(field);
    return telling ? TextNode.valueOf(Masks.of(node.asText())) : node;
  }
}
