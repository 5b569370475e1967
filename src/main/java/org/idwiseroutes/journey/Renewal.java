package org.idwiseroutes.journey;

import java.util.Locale;

/** Whether IDWise waits for a person to renew steps; routes write the names in lower case. */
public enum Renewal {
  NONE,
  /** Asked for, and its deadline has not passed. */
  REQUIRED,
  /** Its deadline has passed. */
  OVERDUE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
