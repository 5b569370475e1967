package org.idwiseroutes.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/**
 * What an event says about its journey.
 *
 * @param name null when IDWise's documentation knows no such event
 * @param decision the manual decision if there is one, else the final, else the system's; null when
 *     it states none
 * @param amlVersion {@code updatedAMLVersionNumber}: grows by one with each AML update; null when
 *     absent
 * @param aml it reports a change in AML monitoring
 * @param action of {@code Updated Journey}, as sent
 * @param problem why it cannot be read, in words; null when it can
 */
public record Statement(
    EventName name,
    Decision decision,
    Decision systemDecision,
    Decision previousSystemDecision,
    Long amlVersion,
    boolean aml,
    String action,
    String problem) {

  private static final int LONGEST_ID = 256;

  /**
   * Reads the {@code body} of an event in all documented shapes, old and new.
   *
   * @param name the event's name as sent
   * @param body may be missing or of the wrong kind; that is then the problem
   */
  public static Statement of(String name, JsonNode body) {
    EventName known = EventName.of(name).orElse(null);
    String action = text(body, "action");
    boolean aml =
        known == EventName.AML_MONITOR_UPDATE
            || known == EventName.UPDATED_JOURNEY
                && action != null
                && action.strip().toUpperCase(Locale.ROOT).startsWith("AML");
    return new Statement(
        known,
        effective(body),
        decision(body, "systemDecision"),
        decision(body, "previousSystemDecision"),
        number(body, "updatedAMLVersionNumber"),
        aml,
        action,
        known == null ? null : problem(known, aml, body));
  }

  /** The system's word before processing has ended, or no word on the journey at all. */
  boolean isProvisional() {
    return name == null || name == EventName.FINISHED_USER_STEPS || name.isCheck() || name.isStep();
  }

  private static Decision effective(JsonNode body) {
    Decision manual = decision(body, "manualDecision");
    Decision last = decision(body, "finalDecision");
    if (manual != null) {
      return manual;
    }
    return last != null ? last : decision(body, "systemDecision");
  }

  private static String problem(EventName name, boolean aml, JsonNode body) {
    if (body == null || !body.isObject()) {
      return "it has no \"body\" object";
    }
    for (String field : new String[] {"journeyId", "referenceNo", "spotCheckJourneyId"}) {
      String id = text(body, field);
      if (id != null && id.length() > LONGEST_ID) {
        return "\"%s\" is longer than %d characters".formatted(field, LONGEST_ID);
      }
    }
    if (!name.isCheck() && !name.isStep() && text(body, "journeyId") == null) {
      return "it has no \"journeyId\"";
    }
    for (String field : new String[] {"manualDecision", "finalDecision", "systemDecision"}) {
      String value = text(body, field);
      if (value != null && Decision.of(value).isEmpty()) {
        return "\"%s\" is \"%s\", which is no known decision".formatted(field, cut(value));
      }
    }
    boolean needsDecision =
        name == EventName.FINISHED_JOURNEY
            || name == EventName.MANUALLY_REVIEWED
            || name == EventName.UPDATED_JOURNEY && !aml
            || name.isCheck();
    return needsDecision && effective(body) == null ? "it states no decision" : null;
  }

  private static Decision decision(JsonNode body, String field) {
    return Optional.ofNullable(text(body, field)).flatMap(Decision::of).orElse(null);
  }

  /** Integers may come as strings. */
  private static Long number(JsonNode body, String field) {
    String text = text(body, field);
    return text != null && text.strip().matches("\\d{1,18}") ? Long.valueOf(text.strip()) : null;
  }

  /** Texts may come as numbers; null, absent, blank and structures are no text. */
  private static String text(JsonNode body, String field) {
    JsonNode value = body == null ? null : body.get(field);
    if (value == null || value.isNull() || !value.isValueNode() || value.asText().isBlank()) {
      return null;
    }
    return value.asText();
  }

  private static String cut(String value) {
    return value.length() > 64 ? value.substring(0, 64) + "…" : value;
  }
}
