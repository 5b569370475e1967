package org.idwiseroutes.outbox;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** How long a destination asks to wait. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String NUMBER = "\\d{1,9}";

  private RetryAfter() {}

  /**
   * {@code Retry-After} (RFC 9110, 10.2.3: seconds or an HTTP date; what is neither, or in the
   * past, asks nothing), else how long the present limit lasts, as Zendesk ({@code
   * ratelimit-reset}, seconds) and HubSpot say it.
   */
  static Duration of(int status, Map<String, String> headers, Clock clock) {
    String asked = header(headers, "Retry-After");
    if (asked != null) {
      return parse(asked, clock);
    }
    if (status != TOO_MANY_REQUESTS) {
      return Duration.ZERO;
    }
    String reset = header(headers, "ratelimit-reset");
    String interval = header(headers, "X-HubSpot-RateLimit-Interval-Milliseconds");
    if (reset != null && reset.matches(NUMBER)) {
      return parse(reset, clock);
    }
    return interval != null && interval.matches(NUMBER)
        ? Duration.ofMillis(Long.parseLong(interval))
        : Duration.ZERO;
  }

  private static String header(Map<String, String> headers, String name) {
    return headers == null
        ? null
        : headers.entrySet().stream()
            .filter(header -> name.equalsIgnoreCase(header.getKey()))
            .findFirst()
            .map(header -> header.getValue().strip())
            .orElse(null);
  }

  private static Duration parse(String value, Clock clock) {
    try {
      Duration asked =
          value.matches(NUMBER)
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  clock.instant(),
                  Instant.from(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)));
      if (asked.isNegative()) {
        return Duration.ZERO;
      }
      return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    } catch (DateTimeException notADate) {
      return Duration.ZERO;
    }
  }
}
