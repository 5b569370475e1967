package org.idwiseroutes.journey;

import java.util.Locale;

/** What a decision means for the person; routes and the API write the names in lower case. */
public enum Outcome {
  VERIFIED,
  REJECTED,
  REVIEW,
  IN_PROGRESS,
  RESUBMISSION,
  UNKNOWN;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
