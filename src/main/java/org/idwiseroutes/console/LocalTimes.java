package org.idwiseroutes.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What somebody has typed into a field for a time, in the time zone that the browser told. */
final class LocalTimes {

  private LocalTimes() {}

  /**
   * The moment; null for no time.
   *
   * @param zone such as {@code Europe/Berlin}; UTC when it is null or unknown, as without
   *     JavaScript
   */
  static Instant moment(LocalDateTime time, String zone) {
    return time == null ? null : time.atZone(zone(zone)).toInstant();
  }

  private static ZoneId zone(String name) {
    try {
      return name == null || name.isBlank() ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }
}
