package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Request;
import org.idwiseroutes.wiring.Sent;

/** What a step of a scenario expects. */
final class Expectation {

  private static final String NOWHERE = "nowhere";
  private static final String QUARANTINE = "quarantine";

  private final JsonNode json;
  private final DestinationStage destinations;

  Expectation(JsonNode json, DestinationStage destinations) {
    this.json = json;
    this.destinations = destinations;
  }

  static boolean isWord(JsonNode expect) {
    return Set.of(NOWHERE, QUARANTINE).contains(expect.asText());
  }

  /** What went otherwise, in words. */
  List<String> differences(Course course) throws Exception {
    if (course.error() != null) {
      return List.of("the rules failed: " + course.error());
    }
    Set<String> expected = new TreeSet<>();
    json.fieldNames().forEachRemaining(expected::add);
    if (json.asText().equals(QUARANTINE)) {
      expected.add(QUARANTINE);
    }
    Set<String> actual =
        course.sent().stream()
            .map(Sent::destination)
            .collect(Collectors.toCollection(TreeSet::new));
    if (course.quarantined()) {
      actual.add(QUARANTINE);
    }
    if (!expected.equals(actual)) {
      return List.of(
          "expected to go to %s, but goes to %s".formatted(words(expected), words(actual)));
    }
    List<String> differences = new ArrayList<>();
    for (Sent sent : course.sent()) {
      JsonNode fields = json.path(sent.destination());
      fields(sent, fields, differences);
      if (fields.has(ScenarioShape.REQUESTS)) {
        requests(sent, fields.path(ScenarioShape.REQUESTS), differences);
      }
    }
    return differences.stream().distinct().toList();
  }

  private static void fields(Sent sent, JsonNode fields, List<String> differences) {
    fields
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(ScenarioShape.REQUESTS)) {
                Object value = sent.travelling().get(field.getKey());
                if (!field.getValue().asText().equals(String.valueOf(value))) {
                  differences.add(
                      otherwise(sent.destination(), field.getKey(), field.getValue(), value));
                }
              }
            });
  }

  private void requests(Sent sent, JsonNode expected, List<String> differences) throws Exception {
    Optional<Delivered> delivered = destinations.of(sent);
    if (delivered.isEmpty()) {
      differences.add(sent.destination() + ": no route takes from it");
      return;
    }
    List<Request> asked = delivered.get().requests();
    String error = delivered.get().error();
    if (error != null) {
      differences.add("%s: its route fails: %s".formatted(sent.destination(), error));
    }
    if (asked.size() != expected.size()) {
      differences.add(
          "%s: expected %d requests, but there are %d: %s"
              .formatted(
                  sent.destination(),
                  expected.size(),
                  asked.size(),
                  asked.stream()
                      .map(one -> one.method() + " " + one.to())
                      .collect(Collectors.joining(", "))));
      return;
    }
    for (int i = 0; i < asked.size(); i++) {
      request(
          "%s, request %d".formatted(sent.destination(), i + 1),
          expected.get(i),
          asked.get(i),
          differences);
    }
  }

  private static void request(
      String where, JsonNode expected, Request asked, List<String> differences) {
    JsonNode method = expected.path("method");
    if (method.isTextual() && !method.asText().equals(asked.method())) {
      differences.add(otherwise(where, "method", method, asked.method()));
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
                differences.add(otherwise(where, header.getKey(), header.getValue(), value));
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
  }

  private static String otherwise(String where, String field, JsonNode expected, Object value) {
    return "%s: %s should be %s, but is %s"
        .formatted(where, field, expected.asText(), value == null ? "not set" : value);
  }

  private static String words(Set<String> destinations) {
    return destinations.isEmpty() ? NOWHERE : String.join(", ", destinations);
  }
}
