package org.idwiseroutes.ops;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long finished work is kept ({@code idwise.retention.*}).
 *
 * @param finished events whose deliveries have all ended well
 * @param unfinished events in quarantine or with a dead delivery; never those with a pending one
 * @param erasures how long an erasure is remembered, so that nothing that comes of an erased
 *     journey is processed; no shorter than the two above
 * @param testCalls test calls that were not routed; at most as long as finished events
 * @param batchSize events of one transaction
 * @param interval between two runs
 */
@ConfigurationProperties("idwise.retention")
record RetentionProperties(
    Duration finished,
    Duration unfinished,
    Duration erasures,
    Duration testCalls,
    int batchSize,
    Duration interval) {

  /** IDWise's retries end within the hour; a week leaves room for what nobody has promised. */
  private static final Duration LEAST = Duration.ofDays(7);

  RetentionProperties {
    if (finished.compareTo(LEAST) < 0 || unfinished.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "idwise.retention.finished and .unfinished must be at least 7d: until an event is removed, its repeats are recognised");
    }
    if (testCalls.isNegative() || testCalls.compareTo(finished) > 0) {
      throw new IllegalArgumentException(
          "idwise.retention.test-calls must be between 0 and idwise.retention.finished");
    }
    if (erasures.compareTo(finished) < 0 || erasures.compareTo(unfinished) < 0) {
      throw new IllegalArgumentException(
          "idwise.retention.erasures must be no shorter than idwise.retention.finished and .unfinished: an erasure is remembered at least as long as events are kept");
    }
  }
}
