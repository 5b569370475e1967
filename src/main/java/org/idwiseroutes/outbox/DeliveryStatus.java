package org.idwiseroutes.outbox;

import java.util.Locale;

/**
 * Where a delivery stands; the database and the API write the names in lower case, with hyphens.
 */
public enum DeliveryStatus {
  /** Waiting for its first or next attempt, or being tried now. */
  PENDING,
  /** The destination took it. */
  DELIVERED,
  /** Its route found nothing to send; the reason is kept. */
  NOTHING_TO_DO,
  /** Given up: refused for good, or out of attempts. Can be replayed. */
  DEAD,
  /** An operator decided that it shall not be sent. */
  DISCARDED,
  /** Not sent, because a later delivery of its lane already was. */
  SUPERSEDED;

  /** The status of this name, as {@link #toString()} writes it. */
  public static DeliveryStatus of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
