package org.idwiseroutes.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What is costly to read is read once for all who look. */
class ReusedTest {

  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private int reads;
  private boolean failing;

  private final Reused<Integer> value =
      new Reused<>(
          new Clock() {

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          },
          this::read);

  /** Takes a second. */
  private int read() {
    reads++;
    now = now.plusSeconds(1);
    if (failing) {
      throw new IllegalStateException("away");
    }
    return reads;
  }

  private void pass(int seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }

  @Test
  void aValueHoldsForTenTimesAsLongAsReadingItTook() {
    assertThat(value.get()).isEqualTo(1);
    pass(9);
    assertThat(value.get()).isEqualTo(1);
    pass(1);
    assertThat(value.get()).isEqualTo(2);
  }

  @Test
  void whenReadingFailsTheLastValueStays() {
    assertThat(value.get()).isEqualTo(1);
    pass(10);
    failing = true;
    assertThat(value.get()).isEqualTo(1);
    assertThat(reads).isEqualTo(2);
    pass(5);
    assertThat(value.get()).isEqualTo(1);
    assertThat(reads).isEqualTo(2);
    failing = false;
    pass(5);
    assertThat(value.get()).isEqualTo(3);
  }

  @Test
  void aFailureIsNotTriedAgainByEachWhoLooks() {
    failing = true;
    assertThatThrownBy(value::get).hasMessage("away");
    assertThatThrownBy(value::get).hasMessage("away");
    assertThat(reads).isEqualTo(1);
    failing = false;
    pass(10);
    assertThat(value.get()).isEqualTo(2);
  }
}
