package org.idwiseroutes.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.idwiseroutes.database.GroupCommit;
import org.idwiseroutes.database.Outage;
import org.idwiseroutes.outbox.Precedence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts events into the database, or, while that is away and a spool is set, onto the disk. As long
 * as the spool holds anything, all events go through it, so that they are decided in the order in
 * which they came.
 */
@Component
class Storing {

  private static final Logger LOG = LoggerFactory.getLogger(Storing.class);

  private final Events events;
  private final ErasedJourneys erased;
  private final Spool spool;
  private final InboxProperties properties;
  private final Precedence precedence;
  private final GroupCommit<Event, Receipt> database;
  private final GroupCommit<Event, Receipt> disk;

  Storing(
      Events events,
      ErasedJourneys erased,
      Spool spool,
      InboxProperties properties,
      Precedence precedence,
      MeterRegistry metrics) {
    Timer commits = metrics.timer("idwise.inbox.commit");
    this.events = events;
    this.erased = erased;
    this.spool = spool;
    this.properties = properties;
    this.precedence = precedence;
    this.database =
        new GroupCommit<>(
            "inbox",
            properties.maxBatch(),
            properties.maxWaiting(),
            group -> commits.record(() -> events.store(group)));
    this.disk =
        new GroupCommit<>("spool", properties.maxBatch(), properties.maxWaiting(), this::spool);
  }

  /**
   * Stores one event durably.
   *
   * @throws InboxUnavailableException when it was not stored within {@code
   *     idwise.inbox.store-timeout}
   */
  Receipt store(Event event) {
    if (!spool.isEmpty()) {
      return store(event, disk);
    }
    try {
      return store(event, database);
    } catch (InboxUnavailableException e) {
      if (spool.isEnabled() && (e.isTimeout() || Outage.is(e))) {
        return store(event, disk);
      }
      throw e;
    }
  }

  /**
   * Hands what the spool holds to the database, once that is back, and at once what has come
   * meanwhile: each time that is less, until there is a moment in which nothing comes.
   */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void drain() {
    boolean taken = true;
    while (taken && !spool.isEmpty()) {
      taken = handOver();
    }
  }

  /** Hands over what the spool holds now; answers whether the database took it. */
  synchronized boolean handOver() {
    try {
      if (spool.isEmpty()) {
        return true;
      }
      spool.drain(properties.maxBatch(), batch -> store(erased.without(batch)));
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{} events wait in the spool: {}", spool.depth(), e.toString());
      return false;
    }
  }

  @PreDestroy
  void close() {
    database.close();
    disk.close();
  }

  /**
   * All together, or, when one of them does not go in, each alone up to that one. What the database
   * refuses for its values is set aside; what fails otherwise may go in the next time, and stays in
   * the spool with all that comes after it.
   */
  private void store(List<Event> spooled) {
    try {
      events.store(spooled);
    } catch (RuntimeException e) {
      if (spooled.size() > 1) {
        spooled.forEach(event -> store(List.of(event)));
      } else if (e instanceof DataIntegrityViolationException) {
        spool.setAside(spooled.get(0));
      } else {
        throw e;
      }
    }
  }

  private List<Receipt> spool(List<Event> group) {
    spool.append(group);
    return group.stream().map(event -> new Receipt(event.id(), true)).toList();
  }

  private Receipt store(Event event, GroupCommit<Event, Receipt> where) {
    precedence.begin();
    try {
      return where.submit(event).get(properties.storeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      throw new InboxUnavailableException("Too many events wait to be stored", e);
    } catch (ExecutionException e) {
      String what = e.getCause() instanceof UncheckedIOException ? "spool" : "database";
      throw new InboxUnavailableException(
          "The %s did not take the event".formatted(what), e.getCause());
    } catch (TimeoutException e) {
      throw new InboxUnavailableException("The event was not stored in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InboxUnavailableException("Stopped while the event was being stored", e);
    } finally {
      precedence.end();
    }
  }
}
