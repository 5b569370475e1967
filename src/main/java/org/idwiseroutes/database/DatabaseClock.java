package org.idwiseroutes.database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The time of the database, in UTC and in steps of one microsecond, which is what both databases
 * store without rounding. So the clocks of nodes that share a database agree, however wrong that of
 * a machine is. Between two readings of the database the time goes on with the processor's counter,
 * which nobody sets; before the first one, and on H2, it is the machine's own.
 */
public final class DatabaseClock extends Clock {

  private static final Duration STEP = Duration.ofNanos(1_000);
  private static final Duration LONG = Duration.ofMillis(500);
  private static final Duration ALIKE = Duration.ofMillis(10);

  private record Reading(Instant time, long nanos) {

    Instant now() {
      return time.plusNanos(System.nanoTime() - nanos);
    }
  }

  private final Clock machine = Clock.tick(Clock.systemUTC(), STEP);
  private final AtomicReference<Reading> reading;
  private final ZoneId zone;

  /** The machine's time, until {@link #set}. */
  public DatabaseClock() {
    this(ZoneOffset.UTC, new AtomicReference<>());
  }

  private DatabaseClock(ZoneId zone, AtomicReference<Reading> reading) {
    this.zone = zone;
    this.reading = reading;
  }

  /**
   * Goes on from the time of the database. A reading that took long says little and is left out,
   * unless there is none yet, and so is one that says what is known.
   *
   * @param begin {@link System#nanoTime} before it was read
   * @param end the same after it
   */
  public void set(Instant time, long begin, long end) {
    Reading last = reading.get();
    Reading next = new Reading(time, begin + (end - begin) / 2);
    if (last == null
        || end - begin < LONG.toNanos()
            && Duration.between(last.now(), next.now()).abs().compareTo(ALIKE) > 0) {
      reading.set(next);
    }
  }

  @Override
  public Instant instant() {
    Reading last = reading.get();
    if (last == null) {
      return machine.instant();
    }
    Instant now = last.now();
    return now.minusNanos(now.getNano() % STEP.toNanos());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same time, shown in another zone. */
  @Override
  public Clock withZone(ZoneId other) {
    return new DatabaseClock(other, reading);
  }
}
