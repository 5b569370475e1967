package org.idwiseroutes.outbox;

import java.time.Clock;

/** What a route's failure means, in one line. */
public final class FailureWords {

  private FailureWords() {}

  /** As it stands in a delivery's {@code lastError}; it may hold a secret that was configured. */
  public static String of(Throwable thrown) {
    return Failure.of(thrown, Clock.systemUTC()).text();
  }
}
