package org.idwiseroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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
    clock.set(database, System.nanoTime() - Duration.ofMinutes(7).toNanos());
    assertThat(clock.instant())
        .isBetween(database.plus(Duration.ofMinutes(7)), database.plus(Duration.ofMinutes(8)));
  }

  @Test
  void itIsInStepsOfAMicrosecond() {
    clock.set(Instant.parse("2031-02-03T04:05:06.123456789Z"), System.nanoTime());
    assertThat(clock.instant().getNano() % 1_000).isZero();
  }
}
