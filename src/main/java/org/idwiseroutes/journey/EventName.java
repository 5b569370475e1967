package org.idwiseroutes.journey;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * IDWise's event names, as its webhook documentation spells them. Spelling drifts there, so names
 * are compared without regard to case and white space, and known misspellings are listed.
 */
public enum EventName {
  FINISHED_JOURNEY("Finished Journey"),
  MANUALLY_REVIEWED("Manually Reviewed"),
  AML_MONITOR_UPDATE("AML Monitor Update", "AML Monior Update"),
  FINISHED_USER_STEPS("Finished User Steps"),
  UPDATED_JOURNEY("Updated Journey"),
  VERIFICATION_UPDATE_REQUIRED("Verification Update Required"),
  KYC_RENEWAL_DEADLINE_EXCEEDED("KYC Renewal Deadline Exceeded"),
  FINISHED_SPOT_CHECK("Finished Spot Check"),
  FINISHED_STEP("Finished Step"),
  STEP_SUBMITTED("Step Submitted"),
  /** The older name of the spot check. */
  FINISHED_ONGOING_CHECK("Finished Ongoing Check");

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private static final Map<String, EventName> BY_FOLDED_TEXT =
      Arrays.stream(values())
          .flatMap(name -> name.spellings.stream().map(text -> Map.entry(fold(text), name)))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String text;
  private final List<String> spellings;

  EventName(String text, String... misspellings) {
    this.text = text;
    this.spellings =
        Stream.of(Stream.of(text), Arrays.stream(misspellings))
            .flatMap(Function.identity())
            .toList();
  }

  /** The event of this name, however spelt; empty when IDWise's documentation knows none. */
  public static Optional<EventName> of(String text) {
    return Optional.ofNullable(text).map(EventName::fold).map(BY_FOLDED_TEXT::get);
  }

  /** IDWise's own spelling. */
  public String text() {
    return text;
  }

  /** A check on a person already verified, which says nothing about the journey's decision. */
  public boolean isCheck() {
    return this == FINISHED_SPOT_CHECK || this == FINISHED_ONGOING_CHECK;
  }

  /** Says something before the journey is decided. */
  public boolean isProvisional() {
    return isStep() || this == FINISHED_USER_STEPS;
  }

  /** One step of a journey. */
  boolean isStep() {
    return this == FINISHED_STEP || this == STEP_SUBMITTED;
  }

  private static String fold(String text) {
    return WHITE_SPACE.matcher(text.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
  }
}
