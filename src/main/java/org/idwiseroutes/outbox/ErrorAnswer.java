package org.idwiseroutes.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * The words in a destination's error answer. Read are the forms of HubSpot ({@code message}), Jira
 * ({@code errorMessages}, {@code errors}), Salesforce (a list with {@code errorCode} and {@code
 * message}), Zendesk ({@code error}, {@code description}, {@code details}), ServiceNow ({@code
 * error.message}, {@code error.detail}), OAuth ({@code error}, {@code error_description}) and
 * problem details (RFC 9457).
 */
final class ErrorAnswer {

  private static final ObjectMapper JSON = new ObjectMapper();

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

  private ErrorAnswer() {}

  /** One line; the answer as it is when it is not in a form that is known. */
  static String words(String answer) {
    try {
      JsonNode json = JSON.readTree(answer);
      List<String> words = new ArrayList<>();
      if (json != null) {
        collect(json, words);
      }
      return words.isEmpty() ? answer : String.join("; ", words);
    } catch (JsonProcessingException notJson) {
      return answer;
    }
  }

  private static void collect(JsonNode json, List<String> words) {
    if (json.isArray()) {
      json.forEach(one -> say(null, one, words));
    } else if (json.isObject()) {
      TELLING.forEach(field -> say(field, json.get(field), words));
    }
  }

  private static void say(String field, JsonNode value, List<String> words) {
    if (value == null || value.isNull()) {
      return;
    }
    if (value.isTextual()) {
      add(value.asText(), words);
    } else if ("errors".equals(field) && value.isObject() || "details".equals(field)) {
      value.properties().forEach(one -> sayOf(one.getKey(), one.getValue(), words));
    } else {
      collect(value, words);
    }
  }

  /** What is wrong with one field. */
  private static void sayOf(String field, JsonNode value, List<String> words) {
    List<String> own = new ArrayList<>();
    say(null, value, own);
    if (!own.isEmpty()) {
      add(field + ": " + String.join(", ", own), words);
    }
  }

  private static void add(String text, List<String> words) {
    if (!text.isBlank() && !words.contains(text)) {
      words.add(text);
    }
  }
}
