package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.Statement;
import org.idwiseroutes.journey.Verdict;
import org.springframework.web.util.UriUtils;

/** What the rules and the destinations read of an event that has been applied to its journey. */
final class DecisionDocument {

  private static final Set<String> DOTS = Set.of(".", "..");

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

  /** Path segments of dots alone mean other paths, however they are encoded. */
  private static String customer(StoredEvent event) {
    String reference = event.referenceNo();
    boolean usable = reference != null && !DOTS.contains(reference);
    String name = usable ? reference : event.journeyKey();
    return name == null ? null : UriUtils.encode(name, StandardCharsets.UTF_8);
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
