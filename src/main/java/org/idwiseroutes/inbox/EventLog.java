package org.idwiseroutes.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.inbox.HandOver.NotStoredException;
import org.idwiseroutes.log.KafkaClients;
import org.idwiseroutes.log.LogProbe;
import org.idwiseroutes.log.LogReader;
import org.idwiseroutes.log.LogRecord;
import org.idwiseroutes.log.LogTopic;
import org.idwiseroutes.log.LogWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  /** From then on the overview says that events wait. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /** How long an erasure waits for what was let in before it. */
  private static final Duration LONGEST_BACKLOG = Duration.ofSeconds(8);

  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(5);

  /** Bytes of bodies that are stored at once: an event takes ten times its body meanwhile. */
  private static final long PORTION = 2L * 1024 * 1024;

  /** How often one event may fail alone, a second apart, before it goes into quarantine. */
  private static final int MOST_FAILURES = 10;

  private final InboxProperties properties;
  private final KafkaClients clients;
  private final LogFormat format;
  private final HandOver inbox;
  private final Spool spool;
  private final Repeats repeats;
  private final Timer commits;
  private final Counter refused;
  private final LogWriter writer;
  private final LogReader reader;
  private final LogProbe probe;
  private UUID failing;
  private int failures;

  EventLog(
      InboxProperties properties,
      KafkaClients clients,
      LogFormat format,
      HandOver inbox,
      Spool spool,
      Repeats repeats,
      MeterRegistry metrics,
      Clock clock,
      @Value("${idwise.webhook.max-body}") DataSize maxBody) {
    this.properties = properties;
    this.clients = clients;
    this.format = format;
    this.inbox = inbox;
    this.spool = spool;
    this.repeats = repeats;
    this.commits = metrics.timer("idwise.inbox.commit");
    this.refused = metrics.counter("idwise.log.refused");
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
                this::take,
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
    if (delay().compareTo(LONG) <= 0) {
      return Optional.empty();
    }
    long waiting = waiting();
    return Optional.of(
        waiting == 0
            ? "The log cannot be read on this node: its own log says why"
            : "%d %s in the log: the database is away, or nodes are behind"
                .formatted(waiting, waiting == 1 ? "event waits" : "events wait"));
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

  private void take(List<LogRecord> records) {
    List<Event> portion = new ArrayList<>();
    Set<UUID> late = new HashSet<>();
    long bytes = 0;
    for (LogRecord record : records) {
      Event event = format.read(record);
      if (bytes > 0 && bytes + record.value().length > PORTION) {
        store(portion, late);
        portion.clear();
        bytes = 0;
      }
      portion.add(event);
      bytes += record.value().length;
      if (LogFormat.isLate(record)) {
        late.add(event.id());
      }
    }
    store(portion, late);
  }

  private void store(List<Event> portion, Set<UUID> late) {
    if (portion.isEmpty()) {
      return;
    }
    try {
      tell(
          portion,
          commits.record(
              () -> inbox.store(portion, event -> late.contains(event.id()), this::quarantine)));
    } catch (NotStoredException e) {
      Event culprit = e.culprit().orElse(null);
      if (!isHopeless(culprit)) {
        throw e;
      }
      quarantine(culprit);
      store(portion.stream().filter(event -> event != culprit).toList(), late);
    }
  }

  /** An event that fails alone, again and again, must not hold up for ever what is behind it. */
  private boolean isHopeless(Event culprit) {
    if (culprit == null) {
      return false;
    }
    failures = culprit.id().equals(failing) ? failures + 1 : 1;
    failing = culprit.id();
    return failures % MOST_FAILURES == 0;
  }

  private void tell(List<Event> portion, List<Receipt> receipts) {
    Set<UUID> own = new HashSet<>();
    portion.forEach(event -> own.add(event.id()));
    for (Receipt receipt : receipts) {
      if (receipt.isRepeat() && !own.contains(receipt.id())) {
        repeats.add(receipt.id());
        LOG.info("Event {} came once more", receipt.id());
      }
    }
  }

  /** Keeps what the database does not take as it is, and sets aside what it does not take so. */
  private void quarantine(Event event) {
    inbox.store(
        List.of(event.refused("the database has refused it; the log of the node says why")),
        any -> false,
        this::setAside);
    refused.increment();
    LOG.error("The database refuses the event {} of the log; it is in quarantine", event.id());
  }

  private void setAside(Event event) {
    if (spool.isEnabled()) {
      spool.setAside(event);
    } else {
      LOG.error(
          "The database refuses a copy for the quarantine as well; the event stays in the topic {} until that deletes it, with the header {}: {}",
          properties.topic(),
          LogFormat.ID,
          event.id());
    }
  }
}
