package org.idwiseroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The time goes on from that of the database, whatever the machine's clock says. */
class DatabaseClockTest {

  private final DatabaseClock clock = new DatabaseClock();

  @Test
  void beforeTheFirstReadingItIsThatOfTheMachine() {
    assertThat(clock.instant()).isCloseTo(Instant.now(), Assertions.within(Duration.ofSeconds(5)));
  }

  @Test
  void itGoesOnFromTheReading() {
    Instant database = Instant.parse("2031-02-03T04:05:06Z");
    long nanos = System.nanoTime() - Duration.ofMinutes(7).toNanos();
    clock.set(database, nanos, nanos);
    assertThat(clock.instant())
        .isBetween(database.plus(Duration.ofMinutes(7)), database.plus(Duration.ofMinutes(8)));
  }

  @Test
  void itIsInStepsOfAMicrosecond() {
    clock.set(
        Instant.parse("2031-02-03T04:05:06.123456789Z"), System.nanoTime(), System.nanoTime());
    assertThat(clock.instant().getNano() % 1_000).isZero();
  }

  @Test
  void aReadingThatTookLongIsLeftOut() {
    Instant database = Instant.parse("2031-02-03T04:05:06Z");
    long now = System.nanoTime();
    clock.set(database, now, now);
    clock.set(database.plusSeconds(60), now - Duration.ofSeconds(5).toNanos(), now);
    assertThat(clock.instant()).isBefore(database.plusSeconds(50));
    clock.set(database.plusSeconds(60), now, now);
    assertThat(clock.instant()).isAfterOrEqualTo(database.plusSeconds(60));
  }

  @Test
  void inAnotherZoneItIsTheSameTime() {
    Clock other = clock.withZone(ZoneId.of("Asia/Tokyo"));
    Instant database = Instant.parse("2031-02-03T04:05:06Z");
    clock.set(database, System.nanoTime(), System.nanoTime());
    assertThat(other.instant()).isBetween(database, database.plusSeconds(60));
    assertThat(other.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
  }
}
