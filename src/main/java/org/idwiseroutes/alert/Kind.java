package org.idwiseroutes.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What needs somebody; written in lower case everywhere. */
public enum Kind {
  /** Deliveries to a destination are dead for one reason. */
  FAILURES,
  /** A destination fails and is held. */
  HELD,
  /** Some recipients of a mail are refused, the others have it. */
  REFUSED,
  /** A route file does not run on a node. */
  ROUTES,
  /** A source sends nothing any more. */
  SILENCE,
  /** Events have missed a deadline. */
  DEADLINE,
  /** No rule takes events. */
  QUARANTINE,
  /** An act waits for a second person. */
  PROPOSAL,
  /** Other systems have not forgotten in time who was erased. */
  ERASURE,
  /** Other systems hold something else of people than they were told. */
  LEDGER;

  /** Empty for one that a later version has added. */
  static Optional<Kind> of(String name) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(name)).findFirst();
  }

  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
