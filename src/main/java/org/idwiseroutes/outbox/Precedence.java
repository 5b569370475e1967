package org.idwiseroutes.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/**
 * The entrance goes first: what it does not keep in time is gone, while what is stored can wait.
 * While many requests wait to be stored, whoever decides or delivers on this node pauses after each
 * piece of work as long as that took or a multiple of it, so that it goes on, but with a fraction
 * of the machine and of the database.
 */
@Component
public class Precedence {

  private static final int PAUSE_FOR_WORK = 9;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  private final int giveWayAt;
  private final AtomicInteger waiting = new AtomicInteger();

  Precedence(OutboxProperties properties) {
    this.giveWayAt = properties.giveWayAt();
  }

  /** A request begins to wait until it is stored; {@link #end} must follow. */
  public void begin() {
    waiting.incrementAndGet();
  }

  /** A request has been stored, or not. */
  public void end() {
    waiting.decrementAndGet();
  }

  /** How long to pause after claiming or deciding for so long; zero when few are waiting. */
  Duration pauseAfter(Duration work) {
    return pause(work.multipliedBy(PAUSE_FOR_WORK));
  }

  /** The same after an attempt, which for the most part waits for other systems. */
  Duration pauseAfterAttempt(Duration attempt) {
    return pause(attempt);
  }

  private Duration pause(Duration pause) {
    if (waiting.get() < giveWayAt) {
      return Duration.ZERO;
    }
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
