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
                    500,
                    Duration.ofHours(1)))
        .hasMessageContaining("at least 7d");
  }

  @Test
  void anErasureIsRememberedAtLeastAsLongAsEvents() {
    assertThatThrownBy(
            () ->
                new RetentionProperties(
                    Duration.ofDays(30),
                    Duration.ofDays(90),
                    Duration.ofDays(89),
                    500,
                    Duration.ofHours(1)))
        .hasMessageContaining("idwise.retention.erasures");
  }
}
