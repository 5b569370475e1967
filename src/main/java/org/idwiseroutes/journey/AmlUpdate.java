package org.idwiseroutes.journey;

import java.math.BigInteger;
import java.time.Instant;

/**
 * An event that told of an AML change, kept for as long as its twin may come.
 *
 * @param monitor whether it was an AML Monitor Update, and not an Updated Journey
 * @param at when it was received, in milliseconds since 1970
 * @param version null when it had none
 * @param decision what the system said; null for nothing
 * @param paired whether its twin has come
 */
record AmlUpdate(boolean monitor, long at, BigInteger version, Decision decision, boolean paired) {

  Instant receivedAt() {
    return Instant.ofEpochMilli(at);
  }

  /** Whether it may tell of the same change as another event of this kind and decision. */
  boolean isTwinOf(boolean otherIsMonitor, Decision said) {
    return !paired
        && monitor != otherIsMonitor
        && (decision == null || said == null || decision == said);
  }

  AmlUpdate pair() {
    return new AmlUpdate(monitor, at, version, decision, true);
  }
}
