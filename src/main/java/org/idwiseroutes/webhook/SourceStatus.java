package org.idwiseroutes.webhook;

import java.time.Instant;
import java.util.List;

/**
 * A source as operators see it.
 *
 * @param lastEventAt null when none came yet; likewise the others
 * @param testCalls how many calls that name no event are kept
 */
public record SourceStatus(
    String name,
    boolean anonymous,
    List<SecretStatus> secrets,
    Instant lastEventAt,
    Instant lastTestAt,
    int testCalls) {

  /**
   * One secret.
   *
   * @param setting below {@code idwise.sources.<name>}
   */
  public record SecretStatus(String setting, Instant lastUsedAt) {}
}
