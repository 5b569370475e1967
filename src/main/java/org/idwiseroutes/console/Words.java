package org.idwiseroutes.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.idwiseroutes.ops.PlainReason;
import org.springframework.stereotype.Component;

/** Times and numbers as the pages say them. */
@Component("words")
public class Words {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MM-dd").withZone(ZoneOffset.UTC);

  private final Clock clock;

  Words(Clock clock) {
    this.clock = clock;
  }

  /** UTC, to the second. */
  public String time(Instant at) {
    return at == null ? "–" : TIME.format(at) + " UTC";
  }

  /** UTC, hours and minutes alone. */
  public String clock(Instant at) {
    return CLOCK.format(at);
  }

  /** UTC, month and day alone. */
  public String day(Instant at) {
    return DAY.format(at);
  }

  /** A state as it is read: "nothing to do". */
  public String state(String name) {
    return name.replace('-', ' ').replace('_', ' ');
  }

  /** Why an attempt failed, with the destination as subject; null for no failure. */
  public String reason(String error) {
    return PlainReason.of(error);
  }

  /** "12 s ago", "in 3 min". */
  public String ago(Instant at) {
    if (at == null) {
      return "never";
    }
    Duration since = Duration.between(at, clock.instant());
    return since.isNegative() ? "in " + length(since.negated()) : length(since) + " ago";
  }

  /** When something is tried that may be tried from then on: "in 10 s", "at once". */
  public String due(Instant at) {
    if (at == null) {
      return "soon";
    }
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() || left.isZero() ? "at once" : "in " + length(left);
  }

  /** How long ago, without "ago". */
  public String since(Instant at) {
    return length(Duration.between(at, clock.instant()));
  }

  /** In the largest unit that says something. */
  public String length(Duration time) {
    if (time.toSeconds() < 90) {
      return time.toSeconds() + " s";
    }
    if (time.toMinutes() < 90) {
      return time.toMinutes() + " min";
    }
    long hours = time.plusMinutes(30).toHours();
    return hours < 48 ? hours + " h" : time.plusHours(12).toDays() + " days";
  }

  /** "1 event", "3 events", "2 deliveries", "0 successes". */
  public String count(long number, String one) {
    return number + " " + (number == 1 ? one : plural(one));
  }

  private static String plural(String one) {
    if (one.endsWith("y")) {
      return one.substring(0, one.length() - 1) + "ies";
    }
    return one.endsWith("s") ? one + "es" : one + "s";
  }
}
