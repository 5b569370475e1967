package org.idwiseroutes.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Exchange variables as they are stored with a delivery: a JSON object. */
@Component
class Variables {

  private static final TypeReference<Map<String, Object>> TYPE = new TypeReference<>() {};

  private final ObjectMapper json;

  Variables(ObjectMapper json) {
    this.json = json;
  }

  String write(Map<String, Object> variables) {
    try {
      return json.writeValueAsString(variables);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("These variables cannot be stored as JSON", e);
    }
  }

  Map<String, Object> read(String text) {
    try {
      return json.readValue(text, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored variables are not JSON", e);
    }
  }
}
