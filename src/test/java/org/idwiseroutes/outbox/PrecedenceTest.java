package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

  private static final Duration WORK = Duration.ofMillis(5);

  private final Precedence precedence =
      new Precedence(
          new OutboxProperties(
              WORK,
              WORK,
              1,
              WORK,
              1,
              1,
              WORK.multipliedBy(2),
              WORK,
              WORK.multipliedBy(3),
              WORK,
              1,
              WORK,
              2,
              "source",
              null));

  @Test
  void workPausesOnlyWhileManyWaitToBeStored() {
    precedence.begin();
    assertThat(precedence.pauseAfter(WORK)).isZero();
    precedence.begin();
    assertThat(precedence.pauseAfter(WORK)).isEqualTo(Duration.ofMillis(45));
    assertThat(precedence.pauseAfterAttempt(WORK)).isEqualTo(WORK);
    precedence.end();
    assertThat(precedence.pauseAfter(WORK)).isZero();
  }

  @Test
  void noPauseIsLong() {
    precedence.begin();
    precedence.begin();
    assertThat(precedence.pauseAfter(Duration.ofSeconds(30))).isEqualTo(Duration.ofMillis(250));
  }
}
