package org.idwiseroutes.journey;

import java.util.Arrays;
import java.util.Optional;

/** IDWise's decisions. The system never says Approved or Rejected; a person may say either. */
public enum Decision {
  COMPLETE("Complete", Outcome.VERIFIED),
  INCOMPLETE("Incomplete", Outcome.IN_PROGRESS),
  REFER("Refer", Outcome.REVIEW),
  APPROVED("Approved", Outcome.VERIFIED),
  REJECTED("Rejected", Outcome.REJECTED),
  RESUBMISSION_REQUESTED("Resubmission Requested", Outcome.RESUBMISSION);

  private final String text;
  private final Outcome outcome;

  Decision(String text, Outcome outcome) {
    this.text = text;
    this.outcome = outcome;
  }

  /** The decision of this name, without regard to case and surrounding white space. */
  public static Optional<Decision> of(String text) {
    return Arrays.stream(values())
        .filter(decision -> text != null && decision.text.equalsIgnoreCase(text.strip()))
        .findFirst();
  }

  /** IDWise's spelling. */
  public String text() {
    return text;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** Only a person takes it. */
  public boolean isManual() {
    return this == APPROVED || this == REJECTED || this == RESUBMISSION_REQUESTED;
  }

  /** Taken by a person and not to be undone by the system. */
  public boolean isFinal() {
    return this == APPROVED || this == REJECTED;
  }
}
