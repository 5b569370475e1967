package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.wiring.Request;

/** What a scenario expects of one request; what it does not name may be anything. */
final class RequestExpectation {

  private RequestExpectation() {}

  /** What of the request is otherwise, in words that begin with {@code where}. */
  static List<String> differences(String where, JsonNode expected, Request asked) {
    List<String> differences = new ArrayList<>();
    JsonNode method = expected.path("method");
    if (method.isTextual() && !method.asText().equals(asked.method())) {
      differences.add(Expectation.otherwise(where, "method", method, asked.method()));
    }
    JsonNode to = expected.path("to");
    if (to.isTextual() && !asked.to().endsWith(to.asText())) {
      differences.add(
          "%s: to should end with %s, but is %s".formatted(where, to.asText(), asked.to()));
    }
    expected
        .path("headers")
        .properties()
        .forEach(
            header -> {
              String value = header(asked, header.getKey());
              if (header.getValue().isNull() && value != null) {
                differences.add(
                    "%s: %s should not be set, but is %s".formatted(where, header.getKey(), value));
              } else if (!header.getValue().isNull() && !header.getValue().asText().equals(value)) {
                differences.add(
                    Expectation.otherwise(where, header.getKey(), header.getValue(), value));
              }
            });
    JsonNode body = expected.path("body");
    if (body.isTextual() && !String.valueOf(asked.body()).contains(body.asText())) {
      differences.add(
          "%s: the body should contain %s, but is %s".formatted(where, body, asked.body()));
    } else if (body.isContainerNode()) {
      Fields.different(body, Fields.read(asked.body()))
          .forEach(
              (name, values) ->
                  differences.add(
                      "%s: body.%s should be %s, but is %s"
                          .formatted(where, name, values.before(), values.after())));
    }
    return differences;
  }

  /**
   * What a scenario would have to expect for the request to go as it does.
   *
   * @param expected what it expects now, which says how much is to be named; empty for all
   */
  static ObjectNode accepted(JsonNode expected, Request asked) {
    boolean all = expected.isEmpty();
    if (!all && differences("", expected, asked).isEmpty()) {
      return (ObjectNode) expected;
    }
    ObjectNode accepted = JsonNodeFactory.instance.objectNode();
    if (all || expected.has("method")) {
      accepted.put("method", asked.method());
    }
    String to = expected.path("to").asText();
    if (!to.isEmpty() && asked.to().endsWith(to)) {
      accepted.set("to", expected.path("to"));
    } else if (expected.has("to") || all && !path(asked.to()).isEmpty()) {
      accepted.put("to", path(asked.to()));
    }
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    expected
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> {
              String value = header(asked, name);
              if (value != null || expected.path("headers").path(name).isNull()) {
                headers.put(name, value);
              }
            });
    if (!headers.isEmpty()) {
      accepted.set("headers", headers);
    }
    JsonNode body = expected.path("body");
    boolean holds =
        body.isTextual()
            ? String.valueOf(asked.body()).contains(body.asText())
            : Fields.different(body, Fields.read(asked.body())).isEmpty();
    if (asked.body() != null && (all || !body.isMissingNode())) {
      accepted.set("body", holds ? body : Fields.read(asked.body()));
    }
    return accepted;
  }

  private static String header(Request asked, String name) {
    return asked.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Without the host, which differs from system to system. */
  private static String path(String to) {
    return to.replaceFirst("^[a-z]+://[^/]+", "");
  }
}
