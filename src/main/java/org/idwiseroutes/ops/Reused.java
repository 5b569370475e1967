package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Something that many look at and that costs the more to read the more is wrong, such as a count of
 * all that waits: it is read once for all, and reused for ten times as long as reading it took.
 * While one reads it, and when that fails, the others get what was read before. Where there is
 * nothing yet, they get the failure for as long.
 */
public final class Reused<T> {

  private static final int TIMES = 10;

  private record Value<T>(T value, RuntimeException failure, Instant until) {

    T get() {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  private final Supplier<T> read;
  private final Clock clock;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Value<T> last;

  public Reused(Clock clock, Supplier<T> read) {
    this.clock = clock;
    this.read = read;
  }

  /** The value, which may be as old as that. */
  public T get() {
    Value<T> known = last;
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.get();
    }
    if (known == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return known.get();
    }
    try {
      return (last == known ? readNow(known) : last).get();
    } finally {
      reading.unlock();
    }
  }

  private Value<T> readNow(Value<T> known) {
    Instant begun = clock.instant();
    T value = known == null ? null : known.value();
    RuntimeException failure = null;
    try {
      value = read.get();
    } catch (RuntimeException e) {
      failure = value == null ? e : null;
    }
    Instant ended = clock.instant();
    last =
        new Value<>(value, failure, ended.plus(Duration.between(begun, ended).multipliedBy(TIMES)));
    return last;
  }
}
