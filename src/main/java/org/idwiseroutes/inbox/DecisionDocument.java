package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.http.PathSegment;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.RequiredStep;
import org.idwiseroutes.journey.Statement;
import org.idwiseroutes.journey.Verdict;

/** What the rules and the destinations read of an event that has been applied to its journey. */
final class DecisionDocument {

  private DecisionDocument() {}

  /** All of it, with null for what has no value. */
  static ObjectNode of(StoredEvent event, Statement statement, Verdict verdict) {
    String deadline =
        verdict.renewalDeadline() == null ? statement.renewalDeadline() : verdict.renewalDeadline();
    List<RequiredStep> steps =
        verdict.requiredSteps().isEmpty() ? statement.requiredSteps() : verdict.requiredSteps();
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", event.id().toString())
            .put("source", event.source())
            .put("origin", event.origin())
            .put("event", event.name())
            .put("receivedAt", event.receivedAt().toString())
            .put("journeyId", event.journeyId())
            .put("journey", journey(event, statement))
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
            .put("worse", verdict.worse())
            .put("round", verdict.round())
            .put("renewal", verdict.renewal().toString())
            .put("renewalDeadline", deadline)
            .put("echo", verdict.echo())
            .put("twin", verdict.twin())
            .put("late", verdict.late())
            .put("newestJourney", verdict.newestJourney())
            .put("takesBack", verdict.takesBack())
            .put("status", verdict.status().toString())
            .put("statusDecision", text(verdict.statusDecision()))
            .put("byPerson", verdict.byPerson())
            .put("overturned", verdict.overturned())
            .put("news", verdict.news())
            .put("explains", verdict.explains())
            .put("ask", verdict.ask())
            .put("asked", text(verdict.asked()))
            .put("opens", verdict.opens())
            .put("closes", verdict.closes().isEmpty() ? null : String.join(",", verdict.closes()))
            .put("meaning", verdict.meaning())
            .put("details", details(statement.reasons(), steps));
    statement.reasons().forEach(document.putArray("reasons")::add);
    ArrayNode required = document.putArray("requiredSteps");
    steps.forEach(
        step ->
            required
                .addObject()
                .put("stepId", step.stepId())
                .put("reasonCode", step.reasonCode())
                .put("renewalDeadline", step.renewalDeadline()));
    return document;
  }

  /** A check may name no journey: then it is known by its person, or by its own id. */
  private static String journey(StoredEvent event, Statement statement) {
    return Stream.of(event.journeyKey(), event.referenceNo(), statement.checkId())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Reasons and steps in words; null for none. */
  private static String details(List<String> reasons, List<RequiredStep> steps) {
    List<String> sentences = new ArrayList<>();
    if (!reasons.isEmpty()) {
      sentences.add("Reasons: %s.".formatted(String.join(", ", reasons)));
    }
    if (!steps.isEmpty()) {
      sentences.add(
          "Steps: %s."
              .formatted(
                  steps.stream().map(DecisionDocument::words).collect(Collectors.joining("; "))));
    }
    return sentences.isEmpty() ? null : String.join(" ", sentences);
  }

  private static String words(RequiredStep step) {
    return (step.stepId() == null ? "?" : step.stepId())
        + (step.reasonCode() == null ? "" : " because of " + step.reasonCode())
        + (step.renewalDeadline() == null ? "" : " by " + step.renewalDeadline());
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

  /** The fields that have a plain value. */
  static Map<String, Object> variables(ObjectNode document) {
    Map<String, Object> variables = new TreeMap<>();
    document.properties().stream()
        .filter(field -> field.getValue().isValueNode() && !field.getValue().isNull())
        .forEach(field -> variables.put(field.getKey(), plain(field.getValue())));
    return variables;
  }

  private static String text(Decision decision) {
    return decision == null ? null : decision.text();
  }

  private static Object plain(JsonNode value) {
    if (value.isInt()) {
      return value.intValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }
}
