package org.idwiseroutes.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every {@value #INTERVAL_MILLIS} ms whether the log takes records. Whoever asks gets the last
 * answer at once; one that is older than {@value #OLDEST_SECONDS} s says that the brokers do not
 * answer.
 */
public final class LogProbe implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogProbe.class);
  private static final long INTERVAL_MILLIS = 2_000;
  private static final long OLDEST_SECONDS = 10;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private record Result(Instant at, String problem) {}

  private final KafkaClients clients;
  private final String topic;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("log-probe").daemon().build());
  private volatile Result last;
  private volatile LogTopic asked;
  private volatile boolean closed;

  /** Begins to ask at once. */
  public LogProbe(KafkaClients clients, String topic, Clock clock) {
    this.clients = clients;
    this.topic = topic;
    this.clock = clock;
    this.last = new Result(clock.instant(), "it has not been asked yet");
    thread.scheduleWithFixedDelay(this::run, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Why the log takes nothing now; empty when it does. Returns at once. */
  public Optional<String> problem() {
    Result result = last;
    Duration age = Duration.between(result.at(), clock.instant());
    return result.problem() == null && age.toSeconds() > OLDEST_SECONDS
        ? Optional.of("it has not answered for %d s".formatted(age.toSeconds()))
        : Optional.ofNullable(result.problem());
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    LogTopic open = asked;
    if (open != null) {
      open.close();
    }
  }

  /** Whatever happens: a scheduled task that throws is never run again. */
  private void run() {
    String problem;
    try {
      if (asked == null) {
        asked = new LogTopic(clients, topic, LONGEST);
      }
      problem = asked.problem().orElse(null);
    } catch (RuntimeException | Error e) {
      problem = String.valueOf(e.getMessage());
    }
    if (closed) {
      return;
    }
    tell(last.problem(), problem);
    last = new Result(clock.instant(), problem);
  }

  private static void tell(String before, String now) {
    if (now != null && !now.equals(before)) {
      LOG.error("The log takes nothing: {}", now);
    } else if (now == null && before != null) {
      LOG.info("The log takes what it is given");
    }
  }
}
