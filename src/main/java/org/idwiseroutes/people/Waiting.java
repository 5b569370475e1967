package org.idwiseroutes.people;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people wait for; the API and the console's addresses write the names in lower case. */
public enum Waiting {
  /** A journey's decision is Refer: somebody has to review it. */
  REVIEW("In review", new Part("decision = 'Refer'", "decided_at")),
  /** The person was asked to submit something again. */
  RESUBMISSION(
      "Asked to submit again", new Part("decision = 'Resubmission Requested'", "decided_at")),
  /** The person was asked to renew steps, or the deadline for that has passed. */
  RENEWAL("Renewal asked", new Part("renewal <> 'none'", "renewal_deadline")),
  /**
   * A journey has begun and has no decision (the time is that of its last change), or Incomplete.
   */
  UNFINISHED(
      "Not finished",
      new Part("decision IS NULL AND j.began_seq IS NOT NULL", "updated_at"),
      new Part("decision = 'Incomplete'", "decided_at")),
  /** Something about the person has not reached a destination: dead, or due for over a minute. */
  DELIVERY("Not delivered");

  /**
   * Journeys that are waited in.
   *
   * @param condition with literal values, so that the small indexes of those who wait answer for it
   * @param since the column that tells since, or until, when
   */
  record Part(String condition, String since) {}

  private final String label;
  private final List<Part> parts;

  Waiting(String label, Part... parts) {
    this.label = label;
    this.parts = List.of(parts);
  }

  /** The name of this list on a page. */
  public String label() {
    return label;
  }

  /** None of deliveries. */
  List<Part> parts() {
    return parts;
  }

  /** The one of this name, as {@link #toString()} writes it. */
  public static Optional<Waiting> of(String name) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Waiting::toString).toList();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
