package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Sent;
import org.idwiseroutes.wiring.Stage;

/**
 * Events in an order, and where each has to go. A scenario is
 *
 * <pre>
 * - scenario: what it shows
 *   source: live             # if it matters
 *   steps:
 *     - event: Finished Journey
 *       body: {journeyId: j1, referenceNo: r1, systemDecision: Refer}
 *       expect:
 *         crm: {outcome: review}
 *         ticketing: {ticket: review}
 * </pre>
 *
 * {@code expect} names all destinations, with any of the fields that travel with a delivery; or it
 * is {@code nowhere} or {@code quarantine}.
 */
final class Scenario {

  private static final String NOWHERE = "nowhere";
  private static final String QUARANTINE = "quarantine";
  private static final Instant RECEIVED = Instant.parse("2026-01-01T10:00:00Z");
  private static final Set<String> STEP_KEYS = Set.of("event", "body", "expect");
  private static final Set<String> KEYS = Set.of("scenario", "source", "steps");

  private final YamlFile file;
  private final String pointer;
  private final JsonNode json;

  Scenario(YamlFile file, int number) {
    this.file = file;
    this.pointer = "/" + number;
    this.json = file.json().get(number);
  }

  String name() {
    return json.path("scenario").asText();
  }

  String fileName() {
    return file.name();
  }

  /** Runs it; empty when all went as expected. */
  List<Problem> run(Stage stage) throws Exception {
    List<Problem> problems = new ArrayList<>(shape());
    if (!problems.isEmpty()) {
      return problems;
    }
    DryDecide decide = new DryDecide();
    String source = json.path("source").asText("live");
    for (int i = 0; i < json.path("steps").size(); i++) {
      JsonNode step = json.path("steps").get(i);
      ObjectNode envelope = JsonNodeFactory.instance.objectNode();
      envelope.set("event", step.get("event"));
      envelope.set("body", step.get("body"));
      Map<String, Object> variables =
          new LinkedHashMap<>(DryDecide.variables(decide.decide(source, envelope, RECEIVED)));
      variables.put("eventId", variables.get("id"));
      String where = pointer + "/steps/" + i;
      for (String difference : differences(step.get("expect"), stage.of(variables), variables)) {
        problems.add(
            file.problem(
                where,
                "\"%s\", step %d (%s): %s"
                    .formatted(name(), i + 1, step.path("event").asText(), difference)));
      }
    }
    return problems;
  }

  private List<Problem> shape() {
    List<Problem> problems = new ArrayList<>();
    unknown(json, KEYS, pointer, problems);
    if (name().isBlank() || !json.path("steps").isArray() || json.path("steps").isEmpty()) {
      problems.add(file.problem(pointer, "a scenario has a name (\"scenario\") and \"steps\""));
    }
    for (int i = 0; i < json.path("steps").size(); i++) {
      JsonNode step = json.path("steps").get(i);
      String where = pointer + "/steps/" + i;
      unknown(step, STEP_KEYS, where, problems);
      JsonNode expect = step.path("expect");
      boolean word = Set.of(NOWHERE, QUARANTINE).contains(expect.asText());
      if (!step.path("event").isTextual() || !step.path("body").isObject()) {
        problems.add(file.problem(where, "a step has an \"event\" and a \"body\" of fields"));
      } else if (!word && (!expect.isObject() || expect.isEmpty())) {
        problems.add(
            file.problem(
                where, "\"expect\" names destinations with fields, or is nowhere or quarantine"));
      }
    }
    return problems;
  }

  private void unknown(JsonNode node, Set<String> known, String where, List<Problem> problems) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problems.add(
                    file.problem(
                        where + "/" + key,
                        "a scenario has no \"%s\"%s".formatted(key, Similar.words(key, known))));
              }
            });
  }

  private static List<String> differences(
      JsonNode expect, Course course, Map<String, Object> variables) {
    if (course.error() != null) {
      return List.of("the rules failed: " + course.error());
    }
    Set<String> expected = new TreeSet<>();
    expect.fieldNames().forEachRemaining(expected::add);
    if (expect.asText().equals(QUARANTINE)) {
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
    Set<String> differences = new LinkedHashSet<>();
    for (Sent sent : course.sent()) {
      expect
          .path(sent.destination())
          .properties()
          .forEach(
              field -> {
                Object value =
                    sent.variables().getOrDefault(field.getKey(), text(variables, field.getKey()));
                if (!field.getValue().asText().equals(String.valueOf(value))) {
                  differences.add(
                      "%s: %s should be %s, but is %s"
                          .formatted(
                              sent.destination(),
                              field.getKey(),
                              field.getValue().asText(),
                              value == null ? "not set" : value));
                }
              });
    }
    return List.copyOf(differences);
  }

  private static String text(Map<String, Object> variables, String name) {
    Object value = variables.get(name);
    return value == null ? null : value.toString();
  }

  private static String words(Set<String> destinations) {
    return destinations.isEmpty() ? NOWHERE : String.join(", ", destinations);
  }
}
