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
      String where = "%s, request %d".formatted(sent.destination(), i + 1);
      differences.addAll(RequestExpectation.differences(where, expected.get(i), asked.get(i)));
    }
  }

  /** One field that is not as it should be. */
  static String otherwise(String where, String field, JsonNode expected, Object value) {
    return "%s: %s should be %s, but is %s"
        .formatted(where, field, expected.asText(), value == null ? "not set" : value);
  }

  private static String words(Set<String> destinations) {
    return destinations.isEmpty() ? NOWHERE : String.join(", ", destinations);
  }
}
