package org.idwiseroutes.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {

  @Test
  void lessThanAWeekIsRefused() {
    assertThatThrownBy(
            () ->
                new RetentionProperties(
                    Duration.ofDays(6),
                    Duration.ofDays(30),
                    Duration.ofDays(60),
                    Duration.ofDays(6),
                    500,
                    Duration.ofHours(1)))
        .hasMessageContaining("at least 7d");
  }

  @Test
  void testCallsAreKeptNoLongerThanEvents() {
    assertThatThrownBy(
            () ->
                new RetentionProperties(
                    Duration.ofDays(30),
                    Duration.ofDays(90),
                    Duration.ofDays(3_650),
                    Duration.ofDays(31),
                    500,
                    Duration.ofHours(1)))
        .hasMessageContaining("idwise.retention.test-calls");
  }

  @Test
  void anErasureIsRememberedAtLeastAsLongAsEvents() {
    assertThatThrownBy(
            () ->
                new RetentionProperties(
                    Duration.ofDays(30),
                    Duration.ofDays(90),
                    Duration.ofDays(89),
                    Duration.ofDays(7),
                    500,
                    Duration.ofHours(1)))
        .hasMessageContaining("idwise.retention.erasures");
  }
}
