package org.idwiseroutes.webhook;

import java.time.Instant;
import java.util.List;

/**
 * A source as operators see it.
 *
 * @param lastEventAt null when none came yet; likewise the others
 */
public record SourceStatus(
    String name,
    boolean anonymous,
    List<SecretStatus> secrets,
    Instant lastEventAt,
    Instant lastTestAt) {

  /**
   * One secret.
   *
   * @param setting below {@code idwise.sources.<name>}
   */
  public record SecretStatus(String setting, Instant lastUsedAt) {}
}
