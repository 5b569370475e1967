package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Something that many look at and that costs the more to read the more is wrong, such as a count of
 * all that waits: it is read once for all, and reused for ten times as long as reading it took.
 */
public final class Reused<T> {

  private static final int TIMES = 10;

  private final Supplier<T> read;
  private final Clock clock;
  private T value;
  private Instant until = Instant.MIN;

  public Reused(Clock clock, Supplier<T> read) {
    this.clock = clock;
    this.read = read;
  }

  /** The value, which may be as old as that. */
  public synchronized T get() {
    Instant begun = clock.instant();
    if (begun.isBefore(until)) {
      return value;
    }
    value = read.get();
    Instant ended = clock.instant();
    until = ended.plus(Duration.between(begun, ended).multipliedBy(TIMES));
    return value;
  }
}
