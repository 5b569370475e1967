package org.idwiseroutes.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * What costs much memory or asks other systems, such as a check of the routes: one run at a time on
 * this node, on a thread of its own, given up after {@code idwise.ops.longest-run}. The last run of
 * each kind is kept for whoever wants to see it.
 */
@Component
public class HeavyWork {

  /** The folder of routes, checked. */
  public static final String CHECK = "The check";

  /** The systems around, asked. */
  public static final String DOCTOR = "The doctor";

  private static final Logger LOG = LoggerFactory.getLogger(HeavyWork.class);

  private final Map<String, Run<?>> last = new ConcurrentHashMap<>();
  private final Duration longest;
  private final Clock clock;
  private Run<?> current;

  HeavyWork(OpsProperties properties, Clock clock) {
    this.longest = properties.longestRun();
    this.clock = clock;
  }

  /**
   * One run.
   *
   * @param what the kind of work: "The check"
   * @param startedBy the operator
   * @param endedAt null while it runs
   * @param result null while it runs, and when it failed
   * @param error why it has no result; null when it has one or still runs
   */
  public record Run<T>(
      String what, String startedBy, Instant startedAt, Instant endedAt, T result, String error) {

    /** Whether it has not ended yet. */
    public boolean isRunning() {
      return endedAt == null;
    }
  }

  /**
   * Begins a run and answers its end, also when that is a failure.
   *
   * @throws ResponseStatusException 409 while one is running, of whatever kind
   */
  public synchronized <T> CompletableFuture<Run<T>> begin(
      String what, String operator, Callable<T> work) {
    if (current != null) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "%s is running since %s, started by %s: try again when it has ended"
              .formatted(
                  current.what(),
                  current.startedAt().truncatedTo(ChronoUnit.SECONDS),
                  current.startedBy()));
    }
    Run<T> run = new Run<>(what, operator, clock.instant(), null, null, null);
    CompletableFuture<Run<T>> end = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              Run<T> ended = run(run, work);
              free();
              end.complete(ended);
            },
            "operators-work");
    worker.setDaemon(true);
    current = run;
    last.put(what, run);
    worker.start();
    return end.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (ended, timeout) -> {
              Run<T> kept = timeout == null ? ended : givenUp(run, worker);
              last.put(what, kept);
              return kept;
            });
  }

  /** The last run of this kind, which may still be running; null when there was none. */
  @SuppressWarnings("unchecked")
  public <T> Run<T> last(String what) {
    return (Run<T>) last.get(what);
  }

  private synchronized void free() {
    current = null;
  }

  /** Until its thread has ended, nothing else begins. */
  private <T> Run<T> givenUp(Run<T> run, Thread worker) {
    worker.interrupt();
    return ended(run, null, "it was given up after %d s".formatted(longest.toSeconds()));
  }

  private <T> Run<T> run(Run<T> run, Callable<T> work) {
    try {
      return ended(run, work.call(), null);
    } catch (Exception | StackOverflowError e) {
      LOG.warn("{} failed", run.what(), e);
      return ended(run, null, e.toString());
    }
  }

  private <T> Run<T> ended(Run<T> run, T result, String error) {
    return new Run<>(run.what(), run.startedBy(), run.startedAt(), clock.instant(), result, error);
  }
}
