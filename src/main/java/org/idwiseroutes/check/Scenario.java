package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.DestinationStage;
import org.idwiseroutes.wiring.Stage;
import org.springframework.boot.convert.DurationStyle;

/**
 * Events in an order, and where each has to go. A scenario is
 *
 * <pre>
 * - settings: {crm.kind: rest}   # for all scenarios of the file, if some matter
 * - scenario: what it shows
 *   source: live                                # if it matters
 *   asks: true                                  # if IDWise's API can be asked
 *   steps:
 *     - event: Finished Journey
 *       after: 46m                              # since the step before, if it matters
 *       body: {journeyId: j1, referenceNo: r1, systemDecision: Refer}
 *       tickets: [kyc]                          # those that are open, if it matters
 *       answers: {rest-open-post: {id: "7"}}    # what a step is answered, if it matters
 *       statuses: {rest-open-post: 409}         # and with which HTTP status
 *       replayed: true                          # once it is needed no longer
 *       expect:
 *         ticketing: {ticket: review, tickets: [kyc, review]}
 *         crm:
 *           outcome: review
 *           requests:
 *             - method: PUT
 *               to: /customers/r1
 *               body: {status: review}
 * </pre>
 *
 * {@code expect} names all destinations, with any of the fields that travel with a delivery; or it
 * is {@code nowhere} or {@code quarantine}. {@code requests}, when it is there, names all that the
 * destination's route asks of other systems, {@code tickets} those that are open afterwards, and
 * {@code nothingToDo} why the route has nothing to do. A header that is null must not be there.
 */
final class Scenario {

  private static final Instant RECEIVED = Instant.parse("2026-01-01T10:00:00Z");

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

  /** Whether it says what routes of destinations do. */
  boolean readsRequests() {
    return ScenarioShape.OF_THE_ROUTE.stream()
        .anyMatch(
            key -> json.findValues("expect").stream().anyMatch(one -> one.findValue(key) != null));
  }

  /**
   * Runs it; empty when all went as expected.
   *
   * @param destinations null when it does not {@link #readsRequests}
   * @param lateWindow how long after another event one may arrive that was sent before it
   */
  List<Problem> run(Stage stage, DestinationStage destinations, Duration lateWindow)
      throws Exception {
    return run(stage, destinations, lateWindow, new Looked());
  }

  /**
   * The same.
   *
   * @param looked takes what it looks at
   */
  List<Problem> run(Stage stage, DestinationStage destinations, Duration lateWindow, Looked looked)
      throws Exception {
    List<Problem> problems = new ArrayList<>(new ScenarioShape(file, pointer).problems());
    if (!problems.isEmpty()) {
      return problems;
    }
    List<Given> events = events(lateWindow);
    for (int i = 0; i < events.size(); i++) {
      JsonNode step = json.path("steps").get(i);
      Expectation expectation = new Expectation(step, destinations);
      Course course = stage.of(events.get(i).variables(), events.get(i).document());
      for (String difference : expectation.differences(course)) {
        problems.add(
            file.problem(
                pointer + "/steps/" + i,
                "\"%s\", step %d (%s): %s"
                    .formatted(name(), i + 1, step.path("event").asText(), difference)));
      }
      looked.add(expectation.looked());
    }
    return problems;
  }

  /**
   * What its steps would have to expect to go as they do, by number; nothing of those that go as
   * they say, and of those whose rules fail.
   */
  Map<Integer, JsonNode> accepted(Stage stage, DestinationStage destinations, Duration lateWindow)
      throws Exception {
    Map<Integer, JsonNode> accepted = new TreeMap<>();
    List<Given> events = events(lateWindow);
    for (int i = 0; i < events.size(); i++) {
      Expectation expectation = new Expectation(json.path("steps").get(i), destinations);
      Course course = stage.of(events.get(i).variables(), events.get(i).document());
      if (course.error() == null && !expectation.differences(course).isEmpty()) {
        JsonNode expect = expectation.accepted(course);
        if (!expect.isMissingNode()) {
          accepted.put(i, expect);
        }
      }
    }
    return accepted;
  }

  /** Where a step stands in its file, as a JSON pointer. */
  String step(int number) {
    return pointer + "/steps/" + number;
  }

  /** Its events, as they have been decided one after another; none when it is not well-formed. */
  List<Given> events(Duration lateWindow) {
    List<Given> events = new ArrayList<>();
    if (!new ScenarioShape(file, pointer).problems().isEmpty()) {
      return events;
    }
    DryDecide decide = new DryDecide(lateWindow, json.path("asks").asBoolean());
    Instant receivedAt = RECEIVED;
    String source = json.path("source").asText("live");
    for (int i = 0; i < json.path("steps").size(); i++) {
      JsonNode step = json.path("steps").get(i);
      ObjectNode envelope = JsonNodeFactory.instance.objectNode();
      envelope.set("event", step.get("event"));
      envelope.set("body", step.get("body"));
      if (step.has(ScenarioShape.AFTER)) {
        receivedAt = receivedAt.plus(DurationStyle.detectAndParse(step.path("after").asText()));
      }
      events.add(Given.of(decide.decide(source, envelope, receivedAt)));
    }
    return events;
  }
}
