package org.idwiseroutes.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.inbox.HandOver.NotStoredException;
import org.idwiseroutes.inbox.HandOver.Stored;
import org.idwiseroutes.log.LogReader;
import org.idwiseroutes.log.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stores what stands in the log. An event that the database refuses goes into quarantine; so does
 * one that fails alone, again and again, while others go in. What fails for all of them waits.
 */
@Component
class LogStoring implements LogReader.Taker {

  private static final Logger LOG = LoggerFactory.getLogger(LogStoring.class);

  /** Bytes of bodies that are stored at once: an event takes ten times its body meanwhile. */
  private static final long PORTION = 2L * 1024 * 1024;

  /** How often one event may fail, a second apart, while others go in. */
  private static final int MOST_FAILURES = 10;

  /** How often an event has failed, and whether another has gone in since it did first. */
  private record Failing(int times, boolean othersWentIn) {}

  private final LogFormat format;
  private final HandOver inbox;
  private final Spool spool;
  private final Repeats repeats;
  private final Timer commits;
  private final Counter refused;
  private final Map<UUID, Failing> failing = new HashMap<>();
  private final Set<UUID> givenUp = new HashSet<>();

  LogStoring(
      LogFormat format, HandOver inbox, Spool spool, Repeats repeats, MeterRegistry metrics) {
    this.format = format;
    this.inbox = inbox;
    this.spool = spool;
    this.repeats = repeats;
    this.commits = metrics.timer("idwise.inbox.commit");
    this.refused = metrics.counter("idwise.log.refused");
  }

  /** By one thread at a time. What was given up is known until all that came with it is stored. */
  @Override
  public void take(List<LogRecord> records) {
    List<Event> portion = new ArrayList<>();
    Set<UUID> late = new HashSet<>();
    Set<UUID> again = new HashSet<>();
    long bytes = 0;
    for (LogRecord record : records) {
      Event event = format.read(record);
      if (givenUp.contains(event.id())) {
        continue;
      }
      if (bytes > 0 && bytes + record.value().length > PORTION) {
        store(portion, late, again);
        portion.clear();
        bytes = 0;
      }
      portion.add(event);
      bytes += record.value().length;
      if (LogFormat.isLate(record)) {
        late.add(event.id());
      }
    }
    store(portion, late, again);
    failing.clear();
    givenUp.clear();
    again.forEach(repeats::add);
  }

  private void store(List<Event> portion, Set<UUID> late, Set<UUID> again) {
    if (portion.isEmpty()) {
      return;
    }
    try {
      List<Stored> stored =
          commits.record(
              () -> inbox.store(portion, event -> late.contains(event.id()), this::quarantine));
      wentIn(stored);
      stored.stream().filter(Stored::isRepeat).forEach(one -> again.add(one.receipt().id()));
    } catch (NotStoredException e) {
      Event culprit = e.culprit().orElse(null);
      if (culprit == null) {
        throw e;
      }
      failing.merge(
          culprit.id(),
          new Failing(1, false),
          (one, next) -> new Failing(one.times() + 1, one.othersWentIn()));
      store(portion.stream().filter(event -> isApart(event, culprit)).toList(), late, again);
      Failing known = failing.get(culprit.id());
      if (known.times() < MOST_FAILURES || !known.othersWentIn()) {
        throw e;
      }
      quarantine(culprit);
      givenUp.add(culprit.id());
      store(
          portion.stream().filter(event -> !event.id().equals(culprit.id())).toList(), late, again);
    }
  }

  /** Whether it need not wait for the other. */
  private static boolean isApart(Event event, Event culprit) {
    return !event.id().equals(culprit.id())
        && (event.lane() == null || !Objects.equals(event.lane(), culprit.lane()));
  }

  private void wentIn(List<Stored> stored) {
    boolean decided =
        stored.stream()
            .anyMatch(one -> one.receipt().isNew() && one.event().state().equals(Event.ACCEPTED));
    if (decided) {
      failing.replaceAll((id, known) -> new Failing(known.times(), true));
    }
  }

  /** Keeps what the database does not take as it is, and sets aside what it does not take so. */
  private void quarantine(Event event) {
    Event copy = event.refused("the database has refused it; the log of the node says why");
    try {
      if (!inbox.store(List.of(copy), any -> false, this::setAside).isEmpty()) {
        LOG.error("The database refuses the event {} of the log; it is in quarantine", event.id());
      }
    } catch (NotStoredException e) {
      if (e.culprit().isEmpty()) {
        throw e;
      }
      setAside(event);
    }
    refused.increment();
  }

  private void setAside(Event event) {
    if (spool.isEnabled()) {
      spool.setAside(event);
    } else {
      LOG.error(
          "The database refuses the event {} of the log, also for the quarantine; it stays in the topic, with that id in the header {}, until the topic deletes it",
          event.id(),
          LogFormat.ID);
    }
  }
}
