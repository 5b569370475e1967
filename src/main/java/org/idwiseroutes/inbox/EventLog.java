package org.idwiseroutes.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.log.KafkaClients;
import org.idwiseroutes.log.LogProbe;
import org.idwiseroutes.log.LogReader;
import org.idwiseroutes.log.LogTopic;
import org.idwiseroutes.log.LogWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * A topic of Kafka between the entrance and the database, when {@code idwise.inbox.log} is {@code
 * kafka}. The entrance answers once the brokers have an event; all nodes together store what stands
 * in the topic. Events of a journey have one key, so they are stored in the order in which they
 * were let in; the same record twice is one event, by its id.
 */
@Component
public class EventLog {

  /** From then on the overview says that events wait. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /** How long an erasure waits for what was let in before it. */
  private static final Duration LONGEST_BACKLOG = Duration.ofSeconds(8);

  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(5);

  private final InboxProperties properties;
  private final KafkaClients clients;
  private final LogFormat format;
  private final LogWriter writer;
  private final LogReader reader;
  private final LogProbe probe;

  EventLog(
      InboxProperties properties,
      KafkaClients clients,
      LogFormat format,
      LogStoring storing,
      MeterRegistry metrics,
      Clock clock,
      @Value("${idwise.webhook.max-body}") DataSize maxBody) {
    this.properties = properties;
    this.clients = clients;
    this.format = format;
    boolean enabled = properties.log() == InboxProperties.Log.KAFKA;
    this.writer =
        enabled
            ? new LogWriter(
                clients,
                properties.topic(),
                properties.storeTimeout(),
                properties.maxWaiting(),
                LogWriter.largest(maxBody.toBytes()),
                clock)
            : null;
    this.reader =
        enabled
            ? new LogReader(
                clients,
                properties.topic(),
                properties.group(),
                properties.maxBatch(),
                storing,
                clock)
            : null;
    this.probe = enabled ? new LogProbe(clients, properties.topic(), clock) : null;
    metrics.gauge("idwise.log.waiting", this, EventLog::waiting);
    metrics.gauge("idwise.log.deleted", this, log -> enabled ? reader.deleted() : 0);
    metrics
        .more()
        .timeGauge(
            "idwise.log.delay",
            List.of(),
            this,
            TimeUnit.MILLISECONDS,
            log -> log.delay().toMillis());
  }

  /** Whether the entrance answers once an event is in the log. */
  public boolean isEnabled() {
    return writer != null;
  }

  /** Why it takes no events now; empty when it does, or is not enabled. Returns at once. */
  public Optional<String> problem() {
    return isEnabled() ? probe.problem().or(writer::problem) : Optional.empty();
  }

  /** How many events wait for the database for longer than they should; empty when none does. */
  public Optional<String> trouble() {
    if (!isBehind()) {
      return Optional.empty();
    }
    long waiting = waiting();
    return Optional.of(
        waiting == 0
            ? "The log cannot be read on this node: its own log says why"
            : "%d %s in the log: the database is away, or nodes are behind"
                .formatted(waiting, waiting == 1 ? "event waits" : "events wait"));
  }

  /** Whether events wait for so long that more may be known of a person than is stored. */
  public boolean isBehind() {
    return delay().compareTo(LONG) > 0;
  }

  /** What is away while events go to the spool. */
  public String awayWhenSpooled() {
    return isEnabled() ? "the brokers are away" : "the database is away";
  }

  /** Events of this node's share that wait for the database. */
  private long waiting() {
    return isEnabled() ? reader.waiting() : 0;
  }

  private Duration delay() {
    return isEnabled() ? reader.delay() : Duration.ZERO;
  }

  /**
   * Appends one event.
   *
   * @param late whether it comes after events of its journey that were received later
   * @return completes once the brokers have it
   */
  CompletableFuture<Receipt> append(Event event, boolean late) {
    return writer
        .append(
            event.lane() == null ? event.identity() : event.lane(),
            event.payload().getBytes(UTF_8),
            format.headers(event, late))
        .thenApply(done -> new Receipt(event.id(), true, true));
  }

  /**
   * Returns once all that was let in before is in the database.
   *
   * @throws InboxUnavailableException when that takes too long, or the brokers cannot be asked
   */
  void awaitStored() {
    if (!isEnabled()) {
      return;
    }
    try (LogTopic topic = new LogTopic(clients, properties.topic(), LONGEST_QUESTION)) {
      if (!topic.awaitRead(properties.group(), LONGEST_BACKLOG)) {
        throw new InboxUnavailableException(
            "Events wait in the log for the database, and may be about this person; ask again once they are stored",
            null);
      }
    } catch (IllegalStateException e) {
      throw new InboxUnavailableException(
          "Events may wait in the log, and its brokers do not say: %s; ask again"
              .formatted(e.getMessage()),
          e);
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (isEnabled()) {
      reader.start();
    }
  }

  @PreDestroy
  void close() {
    if (isEnabled()) {
      writer.close();
      reader.close();
      probe.close();
    }
  }
}
