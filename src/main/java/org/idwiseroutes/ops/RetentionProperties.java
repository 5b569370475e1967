package org.idwiseroutes.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long finished work is kept ({@code idwise.retention.*}).
 *
 * @param finished events whose deliveries have all ended well
 * @param unfinished events in quarantine or with a dead delivery; never those with a pending one
 * @param batchSize events of one transaction
 * @param interval between two runs
 */
@ConfigurationProperties("idwise.retention")
record RetentionProperties(
    Duration finished, Duration unfinished, int batchSize, Duration interval) {

  /** IDWise's retries end within the hour; a week leaves room for what nobody has promised. */
  private static final Duration LEAST = Duration.ofDays(7);

  RetentionProperties {
    if (finished.compareTo(LEAST) < 0 || unfinished.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "idwise.retention.finished and .unfinished must be at least 7d: until an event is removed, its repeats are recognised");
    }
  }
}
