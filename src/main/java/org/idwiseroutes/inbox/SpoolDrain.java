package org.idwiseroutes.inbox;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.database.SqlArrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Hands what waits in this node's spool to the database, once that is back. The inbox recognises
 * what it has, so handing over the same again is harmless.
 */
@Component
class SpoolDrain {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

  private final Spool spool;
  private final Events events;
  private final JdbcClient jdbc;
  private final InboxProperties properties;
  private final TransactionTemplate transaction;

  SpoolDrain(
      Spool spool,
      Events events,
      JdbcClient jdbc,
      InboxProperties properties,
      PlatformTransactionManager transactions) {
    this.spool = spool;
    this.events = events;
    this.jdbc = jdbc;
    this.properties = properties;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Hands over all that there is, and at once what has come meanwhile: each time that is less,
   * until there is a moment in which nothing comes.
   */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
  void run() {
    boolean taken = true;
    while (taken && !spool.isEmpty()) {
      taken = handOver();
    }
  }

  /** Hands over what the spool holds now; answers whether the database took it. */
  synchronized boolean handOver() {
    try {
      if (!spool.isEmpty()) {
        spool.drain(properties.maxBatch(), this::store);
      }
      return true;
    } catch (RuntimeException e) {
      LOG.warn("{} events wait in the spool: {}", spool.depth(), e.toString());
      return false;
    }
  }

  /**
   * All together, or, when one of them does not go in, each alone up to that one. What the database
   * refuses for its values is set aside; what fails otherwise may go in the next time, and stays in
   * the spool with all that comes after it.
   */
  private void store(List<Event> batch) {
    try {
      transaction.executeWithoutResult(status -> mark(events.store(batch)));
    } catch (RuntimeException e) {
      if (batch.size() > 1) {
        batch.forEach(event -> store(List.of(event)));
      } else if (e instanceof DataIntegrityViolationException) {
        spool.setAside(batch.get(0));
      } else {
        throw e;
      }
    }
  }

  /** Their numbers tell when they were stored, and not when they were received. */
  private void mark(List<Receipt> stored) {
    List<UUID> fresh = stored.stream().filter(Receipt::isNew).map(Receipt::id).toList();
    jdbc.sql("UPDATE event SET spooled = TRUE WHERE id = ANY(:ids)")
        .param("ids", SqlArrays.ofIds(fresh.stream()))
        .update();
  }
}
