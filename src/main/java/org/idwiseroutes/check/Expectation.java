package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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

  /**
   * What the step would have to expect for the event to go as it does: all destinations, each with
   * the fields that are named now, or those that the rules set. Missing when a route fails, which
   * nobody should expect.
   */
  JsonNode accepted(Course course) throws Exception {
    for (Sent sent : course.sent()) {
      boolean asks = json.path(sent.destination()).has(ScenarioShape.REQUESTS);
      if (asks && destinations.of(sent).map(Delivered::error).isPresent()) {
        return MissingNode.getInstance();
      }
    }
    if (course.sent().isEmpty()) {
      return TextNode.valueOf(course.quarantined() ? QUARANTINE : NOWHERE);
    }
    ObjectNode accepted = JsonNodeFactory.instance.objectNode();
    for (String known : names(json)) {
      if (course.sent().stream().anyMatch(sent -> sent.destination().equals(known))) {
        accepted.putNull(known);
      }
    }
    for (Sent sent : course.sent()) {
      accepted.set(sent.destination(), accepted(sent, json.path(sent.destination())));
    }
    return accepted;
  }

  private JsonNode accepted(Sent sent, JsonNode expected) throws Exception {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    List<String> named = new ArrayList<>(names(expected));
    if (!json.has(sent.destination())) {
      named.addAll(sent.variables().keySet());
    }
    for (String name : named) {
      Object value = sent.travelling().get(name);
      if (name.equals(ScenarioShape.REQUESTS)) {
        fields.set(name, acceptedRequests(sent, expected.path(name)));
      } else if (value != null) {
        fields.set(
            name,
            value.toString().equals(expected.path(name).asText())
                ? expected.path(name)
                : TextNode.valueOf(value.toString()));
      }
    }
    return fields.isEmpty() ? NullNode.instance : fields;
  }

  private JsonNode acceptedRequests(Sent sent, JsonNode expected) throws Exception {
    ArrayNode requests = JsonNodeFactory.instance.arrayNode();
    List<Request> asked = destinations.of(sent).map(Delivered::requests).orElse(List.of());
    for (int i = 0; i < asked.size(); i++) {
      JsonNode before =
          asked.size() == expected.size() ? expected.get(i) : MissingNode.getInstance();
      requests.add(RequestExpectation.accepted(before, asked.get(i)));
    }
    return requests;
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
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
