package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
              String value = asked.headers().get(header.getKey());
              if (!header.getValue().asText().equals(value)) {
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
}
