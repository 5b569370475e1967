package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.idwiseroutes.log.KafkaClients;
import org.idwiseroutes.log.LogProbe;
import org.idwiseroutes.log.LogReader;
import org.idwiseroutes.log.LogRecord;
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

  /** Under what is kept that no node has written. */
  private static final String FOREIGN = "log";

  /** From then on the overview says that events wait. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final InboxProperties properties;
  private final ObjectMapper json;
  private final HandOver inbox;
  private final Spool spool;
  private final Repeats repeats;
  private final Timer commits;
  private final LogWriter writer;
  private final LogReader reader;
  private final LogProbe probe;

  EventLog(
      InboxProperties properties,
      KafkaClients clients,
      ObjectMapper json,
      HandOver inbox,
      Spool spool,
      Repeats repeats,
      MeterRegistry metrics,
      Clock clock,
      @Value("${idwise.webhook.max-body}") DataSize maxBody) {
    this.properties = properties;
    this.json = json;
    this.inbox = inbox;
    this.spool = spool;
    this.repeats = repeats;
    this.commits = metrics.timer("idwise.inbox.commit");
    boolean enabled = properties.log() == InboxProperties.Log.KAFKA;
    this.writer =
        enabled
            ? new LogWriter(
                clients,
                properties.topic(),
                properties.storeTimeout(),
                properties.maxWaiting(),
                LogWriter.largest(maxBody.toBytes()))
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
    return isEnabled() ? probe.problem() : Optional.empty();
  }

  /** Events that have waited for the database for longer than they should. */
  public long behind() {
    return delay().compareTo(LONG) > 0 ? waiting() : 0;
  }

  /** Events of this node's share that wait for the database. */
  public long waiting() {
    return isEnabled() ? reader.waiting() : 0;
  }

  /**
   * Appends one event.
   *
   * @param late whether it comes after events of its journey that were received later
   * @return completes once the brokers have it
   */
  CompletableFuture<Receipt> append(Event event, boolean late) {
    String key = event.lane() == null ? event.identity() : event.lane();
    return writer
        .append(key, write(event), late)
        .thenApply(done -> new Receipt(event.id(), true, true));
  }

  private Duration delay() {
    return isEnabled() ? reader.delay() : Duration.ZERO;
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
    List<Event> events = new ArrayList<>();
    Set<UUID> late = new HashSet<>();
    for (LogRecord record : records) {
      Event event = read(record);
      events.add(event);
      if (record.late()) {
        late.add(event.id());
      }
    }
    List<Receipt> receipts =
        commits.record(
            () -> inbox.store(events, event -> late.contains(event.id()), this::refused));
    Set<UUID> own = new HashSet<>();
    events.forEach(event -> own.add(event.id()));
    for (Receipt receipt : receipts) {
      if (receipt.isRepeat() && !own.contains(receipt.id())) {
        repeats.add(receipt.id());
        LOG.info("Event {} came once more", receipt.id());
      }
    }
  }

  private void refused(Event event) {
    if (spool.isEnabled()) {
      spool.setAside(event);
    } else {
      LOG.error(
          "The database refuses an event of the log; it stays in the topic {} until that deletes it, as the record with the id {}",
          properties.topic(),
          event.id());
    }
  }

  /** What no node has written is kept in quarantine: it may be an event all the same. */
  private Event read(LogRecord record) {
    try {
      Event event = json.readValue(record.value(), Event.class);
      if (event != null && event.isWhole()) {
        return event;
      }
    } catch (IOException e) {
      LOG.debug("A record of the log is no JSON", e);
    }
    LOG.warn(
        "The record {} of the log is no event that a node has written; a copy is in quarantine",
        record.place());
    return new Event(
        UUID.nameUUIDFromBytes(record.place().getBytes(StandardCharsets.UTF_8)),
        FOREIGN,
        record.place(),
        false,
        null,
        null,
        null,
        null,
        new String(record.value(), StandardCharsets.UTF_8).replace('\0', '\uFFFD'),
        null,
        Event.QUARANTINED,
        "the record %s of the log is no event that a node has written".formatted(record.place()),
        record.writtenAt(),
        null);
  }

  private byte[] write(Event event) {
    try {
      return json.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event can be written", e);
    }
  }
}
