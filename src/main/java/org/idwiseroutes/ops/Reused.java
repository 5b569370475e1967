package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Something that many look at and that costs the more to read the more is wrong, such as a count of
 * all that waits: it is read once for all, and reused for ten times as long as reading it took.
 * While one reads it, the others get what was read before.
 */
public final class Reused<T> {

  private static final int TIMES = 10;

  private record Value<T>(T value, Instant until) {}

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
      return known.value();
    }
    if (known != null && !reading.tryLock()) {
      return known.value();
    }
    if (known == null) {
      reading.lock();
    }
    try {
      return last == known ? readNow() : last.value();
    } finally {
      reading.unlock();
    }
  }

  private T readNow() {
    Instant begun = clock.instant();
    T value = read.get();
    Instant ended = clock.instant();
    last = new Value<>(value, ended.plus(Duration.between(begun, ended).multipliedBy(TIMES)));
    return value;
  }
}
