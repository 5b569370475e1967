package org.idwiseroutes.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.idwiseroutes.database.Outage;
import org.idwiseroutes.database.SqlArrays;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts events into the database that have waited elsewhere, in their order. It recognises what it
 * has, so handing over the same again is harmless.
 */
@Component
class HandOver {

  private final Events events;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  HandOver(Events events, JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.events = events;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Stores all together, or, when one of them does not go in, each alone up to that one.
   *
   * @param late those whose number will tell when they were stored and not when they were received
   * @param refused is given what the database refuses for its values; the rest goes on
   * @return what was stored, in its order
   * @throws NotStoredException what may go in the next time does not now, nor does all after it
   */
  List<Stored> store(List<Event> batch, Predicate<Event> late, Consumer<Event> refused) {
    try {
      return transaction.execute(status -> store(batch, late));
    } catch (RuntimeException e) {
      if (batch.size() > 1 && !Outage.is(e)) {
        List<Stored> stored = new ArrayList<>();
        batch.forEach(event -> stored.addAll(store(List.of(event), late, refused)));
        return stored;
      }
      if (batch.size() == 1 && e instanceof DataIntegrityViolationException) {
        refused.accept(batch.get(0));
        return List.of();
      }
      throw new NotStoredException(batch, e);
    }
  }

  private List<Stored> store(List<Event> batch, Predicate<Event> late) {
    List<Receipt> receipts = events.store(batch);
    List<Stored> stored = new ArrayList<>();
    List<UUID> marked = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      stored.add(new Stored(batch.get(i), receipts.get(i)));
      if (receipts.get(i).isNew() && late.test(batch.get(i))) {
        marked.add(receipts.get(i).id());
      }
    }
    if (!marked.isEmpty()) {
      jdbc.sql("UPDATE event SET spooled = TRUE WHERE id = ANY(:ids)")
          .param("ids", SqlArrays.ofIds(marked.stream()))
          .update();
    }
    return stored;
  }

  /** An event and what became of it. */
  record Stored(Event event, Receipt receipt) {

    /** Whether it repeats another that is stored, and is not that itself, handed over again. */
    boolean isRepeat() {
      return receipt.isRepeat() && !receipt.id().equals(event.id());
    }
  }

  /** What was not stored now may be the next time. */
  static final class NotStoredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Event only;

    private NotStoredException(List<Event> batch, RuntimeException cause) {
      super(cause.toString(), cause);
      boolean passes = Outage.is(cause) || cause instanceof TransientDataAccessException;
      this.only = batch.size() == 1 && !passes ? batch.get(0) : null;
    }

    /** The one event of which this is the fault, as it seems; empty when it may pass by itself. */
    Optional<Event> culprit() {
      return Optional.ofNullable(only);
    }
  }
}
