package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.PathSegment;
import org.idwiseroutes.journey.Statement;
import org.idwiseroutes.journey.Verdict;

/** What the rules and the destinations read of an event that has been applied to its journey. */
final class DecisionDocument {

  private DecisionDocument() {}

  /** All of it, with null for what has no value. */
  static ObjectNode of(StoredEvent event, Statement statement, Verdict verdict) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", event.id().toString())
        .put("source", event.source())
        .put("origin", event.origin())
        .put("event", event.name())
        .put("receivedAt", event.receivedAt().toString())
        .put("journeyId", event.journeyId())
        .put("journey", event.journeyKey())
        .put("referenceNo", event.referenceNo())
        .put("customer", customer(event))
        .put("action", statement.action())
        .put("aml", statement.aml())
        .put("problem", statement.problem())
        .put("decision", text(verdict.decision()))
        .put("previousDecision", text(verdict.previousDecision()))
        .put("changed", verdict.changed())
        .put("outcome", verdict.outcome().toString())
        .put("stale", verdict.stale())
        .put("worse", verdict.worse());
  }

  /**
   * The reference, else the journey, else the event: the first that can be a segment of a URL's
   * path and leads nowhere else.
   */
  private static String customer(StoredEvent event) {
    return Stream.of(event.referenceNo(), event.journeyKey(), event.id().toString())
        .filter(PathSegment::isSafe)
        .findFirst()
        .map(PathSegment::of)
        .orElseThrow();
  }

  /** The fields that have a value. */
  static Map<String, Object> variables(ObjectNode document) {
    Map<String, Object> variables = new TreeMap<>();
    document.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .forEach(field -> variables.put(field.getKey(), plain(field.getValue())));
    return variables;
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }

  private static Object plain(JsonNode value) {
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }
}
