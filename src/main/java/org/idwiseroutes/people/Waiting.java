package org.idwiseroutes.people;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What people wait for; the API and the console's addresses write the names in lower case. */
public enum Waiting {
  /** A journey's decision is Refer: somebody has to review it. */
  REVIEW("In review", "decision = 'Refer'", "decided_at"),
  /** The person was asked to submit something again. */
  RESUBMISSION("Asked to submit again", "decision = 'Resubmission Requested'", "decided_at"),
  /** The person was asked to renew steps, or the deadline for that has passed. */
  RENEWAL("Renewal asked", "renewal <> 'none'", "renewal_deadline"),
  /** A journey has begun, and nothing has decided it; the time is that of its last change. */
  UNFINISHED("Not finished", "decision IS NULL", "updated_at"),
  /** Something about the person has not reached a destination: dead, or due for over a minute. */
  DELIVERY("Not delivered", null, null);

  private final String label;
  private final String condition;
  private final String since;

  Waiting(String label, String condition, String since) {
    this.label = label;
    this.condition = condition;
    this.since = since;
  }

  /** The name of this list on a page. */
  public String label() {
    return label;
  }

  /** Literal values, so that the small indexes of those who wait answer for it. */
  String condition() {
    return condition;
  }

  /** The column that tells since, or until, when. */
  String since() {
    return since;
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
