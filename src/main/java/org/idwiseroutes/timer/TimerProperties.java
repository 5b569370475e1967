package org.idwiseroutes.timer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.Outcome;
import org.idwiseroutes.journey.Renewal;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Timers ({@code idwise.timers.<name>}).
 *
 * @param timers what becomes an event when a journey has been in it for too long
 */
@ConfigurationProperties("idwise")
record TimerProperties(Map<String, Timer> timers) {

  /** Those that somebody waits in; the others are where journeys stay. */
  private static final Set<Outcome> WAITED_IN =
      Set.of(Outcome.REVIEW, Outcome.RESUBMISSION, Outcome.IN_PROGRESS, Outcome.UNKNOWN);

  private static final int LONGEST_NAME = 64;

  TimerProperties {
    timers = timers == null ? Map.of() : new TreeMap<>(timers);
    timers.forEach(TimerProperties::check);
  }

  private static void check(String name, Timer timer) {
    String setting = "idwise.timers." + name;
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "%s: a name has at most %d characters".formatted(setting, LONGEST_NAME));
    }
    if (timer.after() == null || timer.event() == null || timer.event().isBlank()) {
      throw new IllegalArgumentException(setting + " needs .after and .event");
    }
    if (timer.after().isNegative() || timer.after().isZero()) {
      throw new IllegalArgumentException(setting + ".after must be longer than nothing");
    }
    if (EventName.of(timer.event()).isPresent()) {
      throw new IllegalArgumentException(
          "%s.event is a name of IDWise's: choose one of your own".formatted(setting));
    }
    if ((timer.outcome() == null) == (timer.renewal() == null)) {
      throw new IllegalArgumentException(setting + " needs either .outcome or .renewal");
    }
    if (timer.outcome() != null && !WAITED_IN.contains(timer.outcome())) {
      throw new IllegalArgumentException(
          "%s.outcome is one of %s: nobody waits in %s"
              .formatted(setting, "review, resubmission, in_progress, unknown", timer.outcome()));
    }
    if (timer.renewal() == Renewal.NONE) {
      throw new IllegalArgumentException(setting + ".renewal is required or overdue");
    }
  }

  /**
   * One timer.
   *
   * @param outcome the outcome that is waited in; {@code unknown} is a journey without a decision,
   *     counted from its last change
   * @param renewal or the state of the renewal
   * @param after how long
   * @param event the name of the event that it becomes, such as {@code Review Overdue}
   */
  record Timer(Outcome outcome, Renewal renewal, Duration after, String event) {

    /** Neither: whether a round has ended that is open. */
    boolean isForDoubtfulRound() {
      return outcome == null && renewal == null;
    }
  }
}
