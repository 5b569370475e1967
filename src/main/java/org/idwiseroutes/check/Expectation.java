package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.idwiseroutes.wiring.Circumstances;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Delivered;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Request;
import org.idwiseroutes.wiring.Rule;
import org.idwiseroutes.wiring.Sent;

/** What a step of a scenario expects. */
final class Expectation {

  private static final String NOWHERE = "nowhere";
  private static final String QUARANTINE = "quarantine";

  private final JsonNode json;
  private final Circumstances circumstances;
  private final DestinationStage destinations;
  private final Looked looked = new Looked();

  /** That of a step; without destinations when it expects nothing of their routes. */
  Expectation(JsonNode step, DestinationStage destinations) {
    this.json = step.get("expect");
    this.circumstances = circumstances(step);
    this.destinations = destinations;
  }

  private static Circumstances circumstances(JsonNode step) {
    Map<String, JsonNode> answers = new TreeMap<>();
    step.path(ScenarioShape.ANSWERS)
        .properties()
        .forEach(one -> answers.put(one.getKey(), one.getValue()));
    Map<String, Integer> statuses = new TreeMap<>();
    step.path(ScenarioShape.STATUSES)
        .properties()
        .forEach(one -> statuses.put(one.getKey(), one.getValue().asInt()));
    return new Circumstances(
        step.has(ScenarioShape.TICKETS) ? texts(step.path(ScenarioShape.TICKETS)) : null,
        answers,
        statuses,
        step.path(ScenarioShape.REPLAYED).asBoolean());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** Whether it says what the route of a destination does. */
  private static boolean readsRoute(JsonNode destination) {
    return ScenarioShape.OF_THE_ROUTE.stream().anyMatch(destination::has);
  }

  static boolean isWord(JsonNode expect) {
    return Set.of(NOWHERE, QUARANTINE).contains(expect.asText());
  }

  /** What has been looked at so far. */
  Looked looked() {
    return looked;
  }

  /** What went otherwise, in words. */
  List<String> differences(Course course) throws Exception {
    if (course.error() != null) {
      return List.of("the rules failed: " + Wording.plain(course.error()));
    }
    looked.steps().addAll(course.visited());
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
          "expected to go to %s, but goes to %s%s"
              .formatted(words(expected), words(actual), by(course)));
    }
    List<String> differences = new ArrayList<>();
    for (String destination : sentBy(course).keySet()) {
      deliveries(destination, sentBy(course).get(destination), differences);
    }
    return differences;
  }

  /** What the event adds, by destination. */
  private static Map<String, List<Sent>> sentBy(Course course) {
    return course.sent().stream()
        .collect(Collectors.groupingBy(Sent::destination, LinkedHashMap::new, Collectors.toList()));
  }

  /** What is expected of each delivery to a destination, in order. */
  private List<JsonNode> expectedOf(String destination) {
    JsonNode expected = json.path(destination);
    return expected.isArray()
        ? StreamSupport.stream(expected.spliterator(), false).toList()
        : List.of(expected);
  }

  private void deliveries(String destination, List<Sent> sent, List<String> differences)
      throws Exception {
    List<JsonNode> expected = expectedOf(destination);
    if (sent.size() != expected.size()) {
      differences.add(
          "%s: expected %d deliveries, but there are %d: %s"
              .formatted(
                  destination,
                  expected.size(),
                  sent.size(),
                  sent.stream().map(Sent::toString).collect(Collectors.joining(", "))));
      return;
    }
    for (int i = 0; i < sent.size(); i++) {
      fields(sent.get(i), expected.get(i), differences);
      if (readsRoute(expected.get(i))) {
        route(sent.get(i), expected.get(i), differences);
      }
    }
  }

  /**
   * What the step would have to expect for the event to go as it does: all destinations, each with
   * the fields that are named now, or those that the rules set. Missing when a route fails, which
   * nobody should expect.
   */
  JsonNode accepted(Course course) throws Exception {
    for (Sent sent : course.sent()) {
      boolean asks = expectedOf(sent.destination()).stream().anyMatch(Expectation::readsRoute);
      if (asks && destinations.of(sent, circumstances).map(Delivered::error).isPresent()) {
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
    for (var sent : sentBy(course).entrySet()) {
      accepted.set(sent.getKey(), accepted(sent.getValue(), expectedOf(sent.getKey())));
    }
    return accepted;
  }

  private JsonNode accepted(List<Sent> sent, List<JsonNode> expected) throws Exception {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < sent.size(); i++) {
      all.add(
          accepted(sent.get(i), i < expected.size() ? expected.get(i) : MissingNode.getInstance()));
    }
    return all.size() == 1 ? all.get(0) : all;
  }

  private JsonNode accepted(Sent sent, JsonNode expected) throws Exception {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    List<String> named = new ArrayList<>(names(expected));
    if (expected.isMissingNode()) {
      named.addAll(sent.variables().keySet());
    }
    for (String name : named) {
      Object value = sent.travelling().get(name);
      if (ScenarioShape.OF_THE_ROUTE.contains(name)) {
        JsonNode done = acceptedOfRoute(sent, name, expected.path(name));
        if (!done.isMissingNode()) {
          fields.set(name, done);
        }
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

  private JsonNode acceptedOfRoute(Sent sent, String name, JsonNode expected) throws Exception {
    Optional<Delivered> delivered = destinations.of(sent, circumstances);
    if (name.equals(ScenarioShape.NOTHING_TO_DO)) {
      String reason = delivered.map(Delivered::nothingToDo).orElse(null);
      return reason == null ? MissingNode.getInstance() : TextNode.valueOf(reason);
    }
    ArrayNode accepted = JsonNodeFactory.instance.arrayNode();
    if (name.equals(ScenarioShape.TICKETS)) {
      delivered.map(Delivered::tickets).orElse(List.of()).forEach(accepted::add);
      return accepted;
    }
    List<Request> asked = delivered.map(Delivered::requests).orElse(List.of());
    for (int i = 0; i < asked.size(); i++) {
      JsonNode before =
          asked.size() == expected.size() ? expected.get(i) : MissingNode.getInstance();
      accepted.add(RequestExpectation.accepted(before, asked.get(i)));
    }
    return accepted;
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
              if (!ScenarioShape.OF_THE_ROUTE.contains(field.getKey())) {
                Object value = sent.travelling().get(field.getKey());
                if (!field.getValue().asText().equals(String.valueOf(value))) {
                  differences.add(
                      otherwise(sent.destination(), field.getKey(), field.getValue(), value));
                }
              }
            });
  }

  private void route(Sent sent, JsonNode expected, List<String> differences) throws Exception {
    Optional<Delivered> delivered = destinations.of(sent, circumstances);
    if (delivered.isEmpty()) {
      differences.add(sent.destination() + ": no route takes from it");
      return;
    }
    looked.steps().addAll(delivered.get().visited());
    delivered.get().inputs().forEach(looked::add);
    String error = delivered.get().error();
    if (error != null) {
      differences.add(
          "%s: its route fails: %s".formatted(sent.destination(), Wording.plain(error)));
    }
    JsonNode reason = expected.path(ScenarioShape.NOTHING_TO_DO);
    String told = delivered.get().nothingToDo();
    if (reason.isNull() && told != null || reason.isTextual() && !reason.asText().equals(told)) {
      differences.add(otherwise(sent.destination(), ScenarioShape.NOTHING_TO_DO, reason, told));
    }
    List<String> tickets = texts(expected.path(ScenarioShape.TICKETS));
    if (expected.has(ScenarioShape.TICKETS)
        && !Set.copyOf(tickets).equals(Set.copyOf(delivered.get().tickets()))) {
      differences.add(
          "%s: open afterwards should be %s, but is %s"
              .formatted(sent.destination(), tickets, delivered.get().tickets()));
    }
    if (expected.has(ScenarioShape.REQUESTS)) {
      requests(
          sent.destination(),
          expected.path(ScenarioShape.REQUESTS),
          delivered.get().requests(),
          differences);
    }
  }

  private static void requests(
      String destination, JsonNode expected, List<Request> asked, List<String> differences) {
    if (asked.size() != expected.size()) {
      differences.add(
          "%s: expected %d requests, but there are %d: %s"
              .formatted(
                  destination,
                  expected.size(),
                  asked.size(),
                  asked.stream()
                      .map(one -> one.method() + " " + one.to())
                      .collect(Collectors.joining(", "))));
      return;
    }
    for (int i = 0; i < asked.size(); i++) {
      String where = "%s, request %d".formatted(destination, i + 1);
      differences.addAll(RequestExpectation.differences(where, expected.get(i), asked.get(i)));
    }
  }

  /** One field that is not as it should be. */
  static String otherwise(String where, String field, JsonNode expected, Object value) {
    return "%s: %s should be %s, but is %s"
        .formatted(where, field, expected.asText(), value == null ? "not set" : value);
  }

  /** By which rules. */
  private static String by(Course course) {
    List<String> rules =
        course.rules().stream()
            .filter(Rule::matched)
            .map(rule -> "\"%s\" of %s".formatted(rule.description(), rule.route()))
            .toList();
    return rules.isEmpty() ? "" : ", by " + String.join(", ", rules);
  }

  private static String words(Set<String> destinations) {
    return destinations.isEmpty() ? NOWHERE : String.join(", ", destinations);
  }
}
