package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.idwiseroutes.wiring.Request;
import org.springframework.boot.convert.DurationStyle;

/** Whether a scenario is written as one. */
final class ScenarioShape {

  static final String REQUESTS = "requests";
  static final String AFTER = "after";

  /** Of a step, the kinds of tickets that are open before; of a destination, those open after. */
  static final String TICKETS = "tickets";

  static final String ANSWERS = "answers";
  static final String STATUSES = "statuses";
  static final String REPLAYED = "replayed";

  /** Of a destination, why there is nothing to do. */
  static final String NOTHING_TO_DO = "nothingToDo";

  /** What is expected of a destination's route, and not of what travels there. */
  static final Set<String> OF_THE_ROUTE = Set.of(REQUESTS, TICKETS, NOTHING_TO_DO);

  private static final Set<String> KEYS = Set.of("scenario", "source", "asks", "steps");
  private static final Set<String> STEP_KEYS =
      Set.of("event", AFTER, "body", TICKETS, ANSWERS, STATUSES, REPLAYED, "expect");
  private static final Set<String> REQUEST_KEYS = Set.of("method", "to", "headers", "body");

  private final YamlFile file;
  private final String pointer;
  private final List<Problem> problems = new ArrayList<>();

  ScenarioShape(YamlFile file, String pointer) {
    this.file = file;
    this.pointer = pointer;
  }

  /** What is wrong with it; empty when it can be run. */
  List<Problem> problems() {
    JsonNode json = file.json().at(pointer);
    unknown(json, KEYS, pointer);
    if (json.path("scenario").asText().isBlank()
        || !json.path("steps").isArray()
        || json.path("steps").isEmpty()) {
      problems.add(file.problem(pointer, "a scenario has a name (\"scenario\") and \"steps\""));
    }
    for (int i = 0; i < json.path("steps").size(); i++) {
      step(json.path("steps").get(i), pointer + "/steps/" + i);
    }
    return problems;
  }

  private void step(JsonNode step, String where) {
    unknown(step, STEP_KEYS, where);
    JsonNode expect = step.path("expect");
    if (step.has(AFTER) && !isDuration(step.path(AFTER).asText())) {
      problems.add(file.problem(where + "/" + AFTER, "\"after\" is a time such as 46m or 2h"));
    }
    if (!step.path("event").isTextual() || !step.path("body").isObject()) {
      problems.add(file.problem(where, "a step has an \"event\" and a \"body\" of fields"));
    } else if (!Expectation.isWord(expect) && (!expect.isObject() || expect.isEmpty())) {
      problems.add(
          file.problem(
              where, "\"expect\" names destinations with fields, or is nowhere or quarantine"));
    }
    kinds(step.path(TICKETS), where + "/" + TICKETS);
    map(
        step,
        ANSWERS,
        where,
        value -> true,
        "\"answers\" names steps, each with what the system answers");
    map(
        step,
        STATUSES,
        where,
        JsonNode::isInt,
        "\"statuses\" names steps, each with an HTTP status");
    if (step.has(REPLAYED) && !step.path(REPLAYED).isBoolean()) {
      problems.add(file.problem(where + "/" + REPLAYED, "\"replayed\" is true or false"));
    }
    for (var destination : expect.properties()) {
      String there = where + "/expect/" + destination.getKey();
      JsonNode expected = destination.getValue();
      if (!expected.isArray()) {
        delivery(expected, there);
        continue;
      }
      if (expected.size() < 2) {
        problems.add(
            file.problem(there, "a list is of two deliveries or more; one is written without"));
      }
      for (int i = 0; i < expected.size(); i++) {
        delivery(expected.get(i), there + "/" + i);
      }
    }
  }

  private void delivery(JsonNode expected, String where) {
    kinds(expected.path(TICKETS), where + "/" + TICKETS);
    JsonNode reason = expected.path(NOTHING_TO_DO);
    if (!reason.isMissingNode() && !reason.isTextual() && !reason.isNull()) {
      problems.add(
          file.problem(where + "/" + NOTHING_TO_DO, "\"nothingToDo\" is a reason in words"));
    }
    JsonNode requests = expected.path(REQUESTS);
    if (!requests.isMissingNode() && !requests.isArray()) {
      problems.add(file.problem(where, "\"requests\" is a list: - method: PUT, to: …"));
    }
    for (int i = 0; i < requests.size(); i++) {
      String at = where + "/" + REQUESTS + "/" + i;
      unknown(requests.get(i), REQUEST_KEYS, at);
      headers(requests.get(i).path("headers"), at + "/headers");
    }
  }

  private void headers(JsonNode headers, String where) {
    headers
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!Request.shows(name)) {
                problems.add(
                    file.problem(
                        where + "/" + name, "the header \"%s\" is never shown".formatted(name)));
              }
            });
  }

  private void kinds(JsonNode kinds, String where) {
    boolean known =
        kinds.isMissingNode()
            || kinds.isArray()
                && StreamSupport.stream(kinds.spliterator(), false).allMatch(JsonNode::isTextual);
    if (!known) {
      problems.add(file.problem(where, "\"tickets\" is a list of kinds: [review, kyc]"));
    }
  }

  private void map(
      JsonNode step, String key, String where, Predicate<JsonNode> value, String text) {
    JsonNode map = step.path(key);
    boolean right =
        map.isMissingNode()
            || map.isObject() && map.properties().stream().map(Map.Entry::getValue).allMatch(value);
    if (!right) {
      problems.add(file.problem(where + "/" + key, text));
    }
  }

  private static boolean isDuration(String text) {
    try {
      return !DurationStyle.detectAndParse(text).isNegative();
    } catch (IllegalArgumentException noDuration) {
      return false;
    }
  }

  private void unknown(JsonNode node, Set<String> known, String where) {
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
}
