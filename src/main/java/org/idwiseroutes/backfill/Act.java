package org.idwiseroutes.backfill;

import java.util.Locale;

/** What is done about a difference. */
public enum Act {
  /** A delivery that the decision of then did not make. */
  ADD,
  /** Its destination was told otherwise, and is told again. */
  CORRECT,
  /** A ticket that should not be open is closed. */
  CLOSE,
  /** IDWise is asked, and its answer becomes an event. */
  ASK,
  /** A delivery that has not arrived yet is not sent. */
  WITHDRAW,
  /** Nothing: a later event has made it untrue. */
  OVERTAKEN,
  /** Nothing: what was told cannot be taken back, such as a mail. */
  KEPT;

  static Act of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether anything goes out. */
  public boolean isDone() {
    return this != OVERTAKEN && this != KEPT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
