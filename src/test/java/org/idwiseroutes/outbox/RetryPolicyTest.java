package org.idwiseroutes.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  private final RetryPolicy policy =
      new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(10), 15);

  @Test
  void theCeilingDoublesUntilItsLimitAndNeverOverflows() {
    assertThat(policy.ceiling(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.ceiling(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.ceiling(10)).isEqualTo(Duration.ofSeconds(512));
    assertThat(policy.ceiling(11)).isEqualTo(Duration.ofMinutes(10));
    assertThat(policy.ceiling(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void theWaitIsSpreadOverTheWholeRange() {
    Random random = new Random(1);
    long[] waits =
        IntStream.range(0, 1_000)
            .mapToLong(i -> policy.delay(4, Duration.ZERO, random).toMillis())
            .sorted()
            .toArray();
    assertThat(waits[0]).isBetween(0L, 800L);
    assertThat(waits[500]).isBetween(3_000L, 5_000L);
    assertThat(waits[999]).isBetween(7_200L, 8_000L);
  }

  @Test
  void whatTheDestinationAskedForIsTheLeast() {
    assertThat(policy.delay(1, Duration.ofSeconds(90), new Random(1)))
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void itIsExhaustedAfterItsAttempts() {
    assertThat(policy.isExhausted(14)).isFalse();
    assertThat(policy.isExhausted(15)).isTrue();
  }
}
