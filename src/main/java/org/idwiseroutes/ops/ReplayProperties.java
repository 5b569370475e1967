package org.idwiseroutes.ops;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How fast many deliveries are replayed ({@code idwise.replay.*}).
 *
 * @param rate deliveries put back in a second
 * @param inFlight of one replay put back and not ended; keep it below {@code
 *     idwise.outbox.concurrent-consumers}, so that live traffic has hands left
 */
@ConfigurationProperties("idwise.replay")
public record ReplayProperties(int rate, int inFlight) {

  public ReplayProperties {
    if (rate < 1 || inFlight < 1) {
      throw new IllegalArgumentException(
          "idwise.replay.rate (%d) and idwise.replay.in-flight (%d) must be at least 1"
              .formatted(rate, inFlight));
    }
  }
}
