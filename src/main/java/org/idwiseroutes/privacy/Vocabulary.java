package org.idwiseroutes.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells IDWise's own words in an event from what may name a person or a case. */
public final class Vocabulary {

  /** The fields whose texts come from IDWise. */
  private static final Set<String> FIELDS =
      Set.of(
          "event",
          "systemDecision",
          "previousSystemDecision",
          "manualDecision",
          "finalDecision",
          "action",
          "trigger",
          "status",
          "stepId",
          "reasonCode");

  private Vocabulary() {}

  /** Whether a field of this name may name a person or a case. */
  public static boolean isTelling(String field) {
    return !FIELDS.contains(field);
  }

  /** All texts and numbers of an event that may name a person or a case. */
  public static Collection<String> tellingTexts(JsonNode event) {
    Set<String> texts = new LinkedHashSet<>();
    collect("", event, texts);
    return texts;
  }

  private static void collect(String field, JsonNode node, Set<String> texts) {
    if (node.isObject()) {
      node.properties().forEach(one -> collect(one.getKey(), one.getValue(), texts));
    } else if (node.isArray()) {
      node.forEach(one -> collect(field, one, texts));
    } else if ((node.isTextual() || node.isNumber()) && isTelling(field)) {
      texts.add(node.asText());
    }
  }
}
