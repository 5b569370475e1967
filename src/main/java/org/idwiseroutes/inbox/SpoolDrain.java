package org.idwiseroutes.inbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.log.LogWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Hands what waits in this node's spool to the database, or to the log, once that is back. The
 * inbox recognises what it has, so handing over the same again is harmless.
 */
@Component
class SpoolDrain {

  private static final Logger LOG = LoggerFactory.getLogger(SpoolDrain.class);

  private final Spool spool;
  private final HandOver inbox;
  private final EventLog log;
  private final InboxProperties properties;

  SpoolDrain(Spool spool, HandOver inbox, EventLog log, InboxProperties properties) {
    this.spool = spool;
    this.inbox = inbox;
    this.log = log;
    this.properties = properties;
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

  /** Into the log where there is one, behind what stands there already. */
  private void store(List<Event> batch) {
    if (log.isEnabled()) {
      rounds(batch).forEach(this::append);
    } else {
      inbox.store(batch, event -> true, spool::setAside);
    }
  }

  /**
   * Nothing is sent behind what has failed: it would stand in the log before the next try of that.
   */
  private void append(List<Event> round) {
    Map<Event, CompletableFuture<Receipt>> sent = new LinkedHashMap<>();
    for (Event event : round) {
      CompletableFuture<Receipt> appended = log.append(event, true);
      sent.put(event, appended);
      if (appended.isCompletedExceptionally()) {
        break;
      }
    }
    sent.forEach(
        (event, appended) -> {
          try {
            appended.join();
          } catch (CompletionException e) {
            if (!LogWriter.refuses(e)) {
              throw e;
            }
            spool.setAside(event);
          }
        });
    if (sent.size() < round.size()) {
      append(round.subList(sent.size(), round.size()));
    }
  }

  /**
   * In their order, and no two of a lane in one: the second waits until the first is in the log.
   */
  static List<List<Event>> rounds(List<Event> batch) {
    List<List<Event>> rounds = new ArrayList<>();
    Set<String> lanes = new HashSet<>();
    for (Event event : batch) {
      if (rounds.isEmpty() || event.lane() != null && !lanes.add(event.lane())) {
        rounds.add(new ArrayList<>());
        lanes.clear();
        lanes.add(event.lane());
      }
      rounds.get(rounds.size() - 1).add(event);
    }
    return rounds;
  }
}
