package org.idwiseroutes.outbox.failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** How long a destination asks to wait; a day at the most. */
final class RetryAfter {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** As asctime writes it: {@code Mon Nov 2 10:00:30 2026}. */
  private static final Pattern ONE_DIGIT_DAY = Pattern.compile("^(\\w{3} \\w{3}) +(\\d) ");

  private static final int MOST_DIGITS = 12;

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
    if (reset != null && NUMBER.matcher(reset).matches()) {
      return parse(reset, clock);
    }
    return interval != null && NUMBER.matcher(interval).matches()
        ? bounded(Duration.ofMillis(number(interval)))
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
    if (NUMBER.matcher(value).matches()) {
      return bounded(Duration.ofSeconds(number(value)));
    }
    HttpHeaders header = new HttpHeaders();
    header.set(HttpHeaders.RETRY_AFTER, ONE_DIGIT_DAY.matcher(value).replaceFirst("$1 0$2 "));
    try {
      Instant date = Instant.ofEpochMilli(header.getFirstDate(HttpHeaders.RETRY_AFTER));
      return bounded(Duration.between(clock.instant(), date));
    } catch (IllegalArgumentException notADate) {
      return Duration.ZERO;
    }
  }

  /** More digits than any wait has are the longest wait, and no reason to ask at once. */
  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MOST_DIGITS ? LONGEST.toMillis() : Long.parseLong(significant);
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
  }
}
