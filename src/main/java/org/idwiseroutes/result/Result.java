package org.idwiseroutes.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.idwiseroutes.journey.Decision;

/**
 * What IDWise's API answers about a journey. It concerns a person and stays in memory.
 *
 * @param json the whole answer, in IDWise's snake_case
 * @param askedAt when it was asked for
 */
record Result(JsonNode json, Instant askedAt) {

  /** The manual decision if there is one, else the final, else the system's. */
  Optional<Decision> decision() {
    return manualDecision()
        .or(() -> decision("final_decision"))
        .or(() -> decision("system_decision"));
  }

  Optional<Decision> manualDecision() {
    return decision("manual_decision");
  }

  Optional<Decision> decision(String field) {
    return Decision.of(json.path(field).asText(null));
  }

  /** The customer's reference; null when there is none. */
  String reference() {
    return json.path("reference_number").asText(null);
  }

  /** The applicant's full name; null when there is none. */
  String applicantName() {
    return json.path("applicant").path("full_name").asText(null);
  }

  /** The names of the rules that failed. */
  List<String> failedRules() {
    return StreamSupport.stream(json.path("rule_results").spliterator(), false)
        .filter(rule -> "Failed".equalsIgnoreCase(rule.path("result").asText().strip()))
        .map(rule -> rule.path("name").asText())
        .toList();
  }
}
