package org.idwiseroutes.ops;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Answers that take much memory while they are made: one at a time on this node, so that a few
 * callers together cannot exhaust it. Whoever comes meanwhile waits for some seconds.
 */
@Component
public class LargeAnswers {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore turn = new Semaphore(1, true);

  /**
   * Makes one.
   *
   * @throws ResponseStatusException 503 when others take too long
   */
  public <T> T make(Supplier<T> answer) {
    boolean own;
    try {
      own = turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      own = false;
    }
    if (!own) {
      throw new ResponseStatusException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Large answers are made one at a time, and others wait for theirs: try again");
    }
    try {
      return answer.get();
    } finally {
      turn.release();
    }
  }
}
