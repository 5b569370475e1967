package org.idwiseroutes.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON in which what names a person or a case is masked. */
public final class MaskedJson {

  /** A number of so many digits counts something; a longer one may be a phone's or an id's. */
  private static final int SHORT_NUMBER = 4;

  private MaskedJson() {}

  /** The same JSON, changed where a field names somebody. */
  public static JsonNode of(JsonNode json) {
    return masked("", json);
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
    boolean text = node.isTextual() || node.isNumber() && node.asText().length() > SHORT_NUMBER;
    boolean telling = text && Vocabulary.isTelling(field);
    return telling ? TextNode.valueOf(Masks.of(node.asText())) : node;
  }
}
