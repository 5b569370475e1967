package org.idwiseroutes.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What an event says about its journey.
 *
 * @param name null when IDWise's documentation knows no such event
 * @param decision the manual decision if there is one, else the final, else the system's; null when
 *     it states none
 * @param stated the event says itself what the effective decision is, and not only what the system
 *     says
 * @param amlVersion {@code updatedAMLVersionNumber}: grows by one with each AML update; null when
 *     absent or no whole number
 * @param aml it reports a change in AML monitoring
 * @param action of {@code Updated Journey}, as sent
 * @param trigger of {@code Verification Update Required}, as sent
 * @param checkId of a check; null when it has none
 * @param reasons the reason codes of a review
 * @param requiredSteps what the person has to submit again
 * @param renewalDeadline the earliest of all that are named, as an ISO 8601 time with seconds and
 *     zone; null for none
 * @param answersAbout of an answer of IDWise's API: the event that had set the effective decision
 *     when it was asked, by its place in the inbox, -1 for none; null for webhooks
 * @param problem why it cannot be read, in words; null when it can
 * @param remark what could not be read of it, though the rest could, in words; null for nothing
 */
public record Statement(
    EventName name,
    Decision decision,
    boolean stated,
    Decision systemDecision,
    Decision previousSystemDecision,
    BigInteger amlVersion,
    boolean aml,
    String action,
    String trigger,
    String checkId,
    List<String> reasons,
    List<RequiredStep> requiredSteps,
    String renewalDeadline,
    Long answersAbout,
    String problem,
    String remark) {

  /** The field of an answer of IDWise's API that {@link #answersAbout} is read from. */
  public static final String ANSWERS_ABOUT = "answersAbout";

  /** With seconds and a zone, as every system reads it. */
  private static final Pattern FULL_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d([.]\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final int LONGEST_ID = 256;
  private static final int MOST_DIGITS = 400;
  private static final int MOST_ITEMS = 100;
  private static final int LONGEST_TEXT = 500;

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
    JsonNode review = review(body);
    Decision manual = manual(body, review);
    Decision last = decision(body, "finalDecision");
    BigInteger version = version(body);
    List<RequiredStep> steps = steps(body);
    return new Statement(
        known,
        manual != null ? manual : last != null ? last : decision(body, "systemDecision"),
        manual != null || last != null,
        decision(body, "systemDecision"),
        decision(body, "previousSystemDecision"),
        version,
        aml,
        action,
        text(body, "trigger"),
        Stream.of("spotCheckJourneyId", "ongoingCheckId")
            .map(field -> text(body, field))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        reasons(review),
        steps,
        earliest(body, steps),
        answersAbout(body),
        known == null ? null : problem(known, aml, body),
        remark(body, version));
  }

  /** A check on a person already verified, which says nothing about a journey's decision. */
  public boolean isCheck() {
    return name != null && name.isCheck();
  }

  /** A person took the decision that it states. */
  boolean isPersons() {
    return decision != null && decision.isManual();
  }

  /** The person has submitted something: the system's next word is about that. */
  boolean isSubmission() {
    boolean stepUpdate =
        name == EventName.UPDATED_JOURNEY && action != null && is(action, "step update");
    return name != null && (name.isProvisional() || stepUpdate);
  }

  /** IDWise's own word for a review that a person made. */
  boolean isReview() {
    return name == EventName.MANUALLY_REVIEWED
        || name == EventName.UPDATED_JOURNEY && action != null && is(action, "manual review");
  }

  /** Somebody amended what AML monitoring had found: such a change has no version. */
  boolean isAmend() {
    return aml && action != null && is(action, "aml amend");
  }

  /** The person is asked to renew, and not to submit something again that was refused. */
  boolean isRenewal() {
    return name == EventName.VERIFICATION_UPDATE_REQUIRED
        && (decision != Decision.RESUBMISSION_REQUESTED
            || trigger != null && trigger.toLowerCase(Locale.ROOT).contains("renewal"));
  }

  /** The system's word before processing has ended, or no word on the journey at all. */
  boolean isProvisional() {
    return name == null || name.isCheck() || name.isProvisional();
  }

  private static boolean is(String text, String folded) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT).equals(folded);
  }

  /** IDWise's pages spell the field in two ways, one of which is cut off. */
  private static JsonNode review(JsonNode body) {
    return fields(body, "manualReviewDe").filter(JsonNode::isObject).findFirst().orElse(null);
  }

  private static Decision manual(JsonNode body, JsonNode review) {
    Decision manual = decision(body, "manualDecision");
    if (manual != null || review == null) {
      return manual;
    }
    return Stream.of("journeyReviewDeci", "manualReviewDeci")
        .flatMap(prefix -> fields(review, prefix))
        .flatMap(value -> Decision.of(value.asText()).stream())
        .filter(Decision::isManual)
        .findFirst()
        .orElse(null);
  }

  private static Stream<JsonNode> fields(JsonNode object, String prefix) {
    return object == null || !object.isObject()
        ? Stream.empty()
        : object.properties().stream()
            .filter(one -> one.getKey().startsWith(prefix))
            .map(java.util.Map.Entry::getValue);
  }

  private static List<String> reasons(JsonNode review) {
    return review == null
        ? List.of()
        : flat(review.get("reasonCode")).map(Statement::scalar).filter(Objects::nonNull).toList();
  }

  private static List<RequiredStep> steps(JsonNode body) {
    return body == null || !body.isObject()
        ? List.of()
        : flat(body.get("requiredSteps"))
            .map(Statement::step)
            .filter(Objects::nonNull)
            .limit(MOST_ITEMS)
            .toList();
  }

  /** A step may be an object, or a text or number that names it. */
  private static RequiredStep step(JsonNode one) {
    if (!one.isObject()) {
      String id = scalar(one);
      return id == null ? null : new RequiredStep(id, null, null);
    }
    RequiredStep step =
        new RequiredStep(
            joined(one.get("stepId")),
            joined(one.get("reasonCode")),
            scalar(one.get("renewalDeadline")));
    return step.equals(new RequiredStep(null, null, null)) ? null : step;
  }

  /** All that people can read of it; null for nothing. */
  private static String joined(JsonNode node) {
    List<String> texts = flat(node).map(Statement::scalar).filter(Objects::nonNull).toList();
    return texts.isEmpty() ? null : cut(String.join(", ", texts), LONGEST_TEXT);
  }

  /** The items of a list, of lists in it, or of what is one item alone. */
  private static Stream<JsonNode> flat(JsonNode node) {
    if (node == null || node.isNull()) {
      return Stream.empty();
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).flatMap(Statement::flat).limit(MOST_ITEMS)
        : Stream.of(node);
  }

  private static String earliest(JsonNode body, List<RequiredStep> steps) {
    List<String> all = new ArrayList<>(steps.stream().map(RequiredStep::renewalDeadline).toList());
    all.add(body == null ? null : scalar(body.get("renewalDeadline")));
    return all.stream()
        .filter(text -> time(text) != null)
        .min(Comparator.comparing(Statement::time))
        .map(text -> FULL_TIME.matcher(text).matches() ? text : time(text).toString())
        .orElse(null);
  }

  /** A day means its beginning; null for what is no time, or one that no system could keep. */
  private static Instant time(String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant time =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant();
      return time.isBefore(LATEST) ? time : null;
    } catch (DateTimeParseException noTime) {
      return null;
    }
  }

  private static String problem(EventName name, boolean aml, JsonNode body) {
    if (body == null || !body.isObject()) {
      return "it has no \"body\" object";
    }
    for (String field :
        new String[] {"journeyId", "referenceNo", "spotCheckJourneyId", "ongoingCheckId"}) {
      String id = text(body, field);
      if (id != null && id.length() > LONGEST_ID) {
        return "\"%s\" is longer than %d characters".formatted(field, LONGEST_ID);
      }
    }
    if (!name.isCheck() && !name.isStep() && text(body, "journeyId") == null) {
      return "it has no \"journeyId\"";
    }
    if (name.isCheck()
        && Stream.of("journeyId", "spotCheckJourneyId", "ongoingCheckId", "referenceNo")
            .allMatch(field -> text(body, field) == null)) {
      return "it names nobody: no \"referenceNo\", no \"journeyId\" and no id of the check";
    }
    for (String field : new String[] {"manualDecision", "finalDecision", "systemDecision"}) {
      String value = text(body, field);
      if (value != null && Decision.of(value).isEmpty()) {
        return "\"%s\" is \"%s\", which is no known decision".formatted(field, cut(value, 64));
      }
    }
    boolean needsDecision =
        name == EventName.FINISHED_JOURNEY
            || name == EventName.MANUALLY_REVIEWED
            || name == EventName.UPDATED_JOURNEY && !aml
            || name.isCheck();
    boolean none =
        manual(body, review(body)) == null
            && decision(body, "finalDecision") == null
            && decision(body, "systemDecision") == null;
    return needsDecision && none ? "it states no decision" : null;
  }

  private static String remark(JsonNode body, BigInteger version) {
    JsonNode node = body == null ? null : body.get("updatedAMLVersionNumber");
    String sent =
        node != null && node.isContainerNode()
            ? node.toString()
            : text(body, "updatedAMLVersionNumber");
    return sent == null || version != null
        ? null
        : "\"updatedAMLVersionNumber\" is \"%s\", which is no whole number, or too large a one, and was not compared"
            .formatted(cut(sent, 64));
  }

  private static Decision decision(JsonNode body, String field) {
    return Optional.ofNullable(text(body, field)).flatMap(Decision::of).orElse(null);
  }

  /** Numbers may come as strings, and whole ones with a fraction of zero. */
  private static BigInteger version(JsonNode body) {
    String text = text(body, "updatedAMLVersionNumber");
    if (text == null || text.length() > MOST_DIGITS + 4) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text.strip());
      boolean tooLong = Math.max(0L, -(long) number.scale()) + number.precision() > MOST_DIGITS + 1;
      return tooLong || number.signum() < 0 ? null : number.toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException noWholeNumber) {
      return null;
    }
  }

  private static Long answersAbout(JsonNode body) {
    JsonNode value = body == null ? null : body.get(ANSWERS_ABOUT);
    return value != null && value.canConvertToLong() ? Long.valueOf(value.longValue()) : null;
  }

  /** Texts may come as numbers; null, absent, blank and structures are no text. */
  private static String text(JsonNode body, String field) {
    JsonNode value = body == null ? null : body.get(field);
    if (value == null || value.isNull() || !value.isValueNode() || value.asText().isBlank()) {
      return null;
    }
    return value.asText();
  }

  /** What people read of a value; null for what says nothing. */
  private static String scalar(JsonNode value) {
    boolean none =
        value == null || value.isNull() || !value.isValueNode() || value.asText().isBlank();
    return none ? null : cut(value.asText().strip(), LONGEST_TEXT);
  }

  private static String cut(String value, int longest) {
    String plain = value.replace('\0', '\uFFFD');
    if (plain.length() <= longest) {
      return plain;
    }
    int end = Character.isHighSurrogate(plain.charAt(longest - 1)) ? longest - 1 : longest;
    return plain.substring(0, end) + "…";
  }
}
