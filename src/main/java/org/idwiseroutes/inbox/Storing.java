package org.idwiseroutes.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.idwiseroutes.database.GroupCommit;
import org.idwiseroutes.database.Outage;
import org.idwiseroutes.log.LogWriter;
import org.idwiseroutes.outbox.Precedence;
import org.springframework.stereotype.Component;

/**
 * Puts events into the database or the log, or, while that is away and a spool is set, onto the
 * disk. As long as the spool holds anything, all events go through it, so that they are decided in
 * the order in which they came.
 */
@Component
class Storing {

  private static final String SPOOL = "spool";

  private final Spool spool;
  private final InboxProperties properties;
  private final Precedence precedence;
  private final GroupCommit<Event, Receipt> database;
  private final GroupCommit<Event, Receipt> disk;
  private final EventLog log;

  Storing(
      Events events,
      Spool spool,
      InboxProperties properties,
      Precedence precedence,
      EventLog log,
      MeterRegistry metrics) {
    Timer commits = metrics.timer("idwise.inbox.commit");
    this.spool = spool;
    this.properties = properties;
    this.precedence = precedence;
    this.log = log;
    this.database =
        new GroupCommit<>(
            "inbox",
            properties.maxBatch(),
            properties.maxWaiting(),
            Storing::weight,
            group -> commits.record(() -> events.store(group)));
    this.disk =
        new GroupCommit<>(
            "spool", properties.maxBatch(), properties.maxWaiting(), Storing::weight, this::spool);
  }

  /**
   * Stores one event durably.
   *
   * @throws InboxUnavailableException when it was not stored within {@code
   *     idwise.inbox.store-timeout}
   */
  Receipt store(Event event) {
    if (!spool.isEmpty()) {
      return store(SPOOL, () -> disk.submit(event));
    }
    try {
      return log.isEnabled() ? store("log", () -> log.append(event, false)) : storeFirst(event);
    } catch (InboxUnavailableException e) {
      if (spool.isEnabled() && mayPass(e)) {
        return store(SPOOL, () -> disk.submit(event));
      }
      throw e;
    }
  }

  private static int weight(Event event) {
    return event.payload() == null ? 0 : event.payload().length();
  }

  /** Whether the same event may go in later. */
  private boolean mayPass(InboxUnavailableException e) {
    return log.isEnabled() ? !LogWriter.refuses(e) : e.isTimeout() || Outage.is(e);
  }

  @PreDestroy
  void close() {
    database.close();
    disk.close();
  }

  private List<Receipt> spool(List<Event> group) {
    spool.append(group);
    return group.stream().map(event -> new Receipt(event.id(), true, log.isEnabled())).toList();
  }

  /** Deciding and delivering give way meanwhile. */
  private Receipt storeFirst(Event event) {
    precedence.begin();
    try {
      return store("database", () -> database.submit(event));
    } finally {
      precedence.end();
    }
  }

  private Receipt store(String where, Supplier<CompletableFuture<Receipt>> submit) {
    try {
      return submit.get().get(properties.storeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new InboxUnavailableException("Too many events wait to be stored", e);
    } catch (ExecutionException e) {
      throw new InboxUnavailableException(
          "The %s did not take the event".formatted(where), e.getCause());
    } catch (TimeoutException e) {
      throw new InboxUnavailableException("The event was not stored in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("Stopped while the event was being stored", e);
    }
  }
}
