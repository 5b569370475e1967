package org.idwiseroutes.inbox;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.idwiseroutes.http.PathSegment;
import org.idwiseroutes.inbox.ErasureTable.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Forgets a journey or a person: all that is stored, wherever it is stored, and nothing of anybody
 * else. An event of an erased journey that comes later, or that waits in the spool of a node, is
 * kept without its content; see {@link ErasureTable}.
 */
@Component
public class Erasures {

  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
  private static final int MOST_TRIES = 3;

  /** An attempt that was under way at the erasure has ended by then. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(5);

  private record Recent(Names names, Instant until) {}

  /** Under what else other systems may have the person. */
  private record Elsewhere(List<String> tickets, List<String> withoutReference) {}

  private record Done(Names names, ErasureReport report) {}

  private final PersonalData data;
  private final ErasureTable table;
  private final SpoolDrain drain;
  private final Spool spool;
  private final EventLog log;
  private final ErasureListener listener;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Queue<Recent> recent = new ConcurrentLinkedQueue<>();

  Erasures(
      PersonalData data,
      ErasureTable table,
      SpoolDrain drain,
      Spool spool,
      EventLog log,
      ErasureListener listener,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.data = data;
    this.table = table;
    this.drain = drain;
    this.spool = spool;
    this.log = log;
    this.listener = listener;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * What {@link #erase} would remove now; changes nothing.
   *
   * @throws InboxUnavailableException when events wait in the log, which may be about this person
   */
  public ErasureReport preview(ErasureRequest asked) {
    log.awaitStored();
    PersonalData.Found found = data.find(asked, null);
    return report(true, asked, found, data.count(found));
  }

  /**
   * Erases in one transaction. Events that come while it lasts wait for its end.
   *
   * @param record writes down the act in the same transaction. Not called when nothing is known
   * @throws InboxUnavailableException when events wait in the log, which may be about this person
   * @return an empty report when nothing is known, and then nothing was changed
   */
  public ErasureReport erase(ErasureRequest asked, Consumer<ErasureReport> record) {
    drain.handOver();
    log.awaitStored();
    PersonalData.Found before = data.find(asked, null);
    for (int tries = 1; ; tries++) {
      try {
        return erase(asked, before, record);
      } catch (ConcurrencyFailureException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        LOG.debug("An erasure met another transaction and is tried again", e);
      }
    }
  }

  /** When this journey or check was erased; empty when it was not, or when that is forgotten. */
  public Optional<Instant> erasedAt(String source, String journeyId) {
    return table.erasedAt(Kind.JOURNEY, source, journeyId);
  }

  /** When a person was erased last, likewise. */
  public Optional<Instant> personErasedAt(String source, String reference) {
    return table.erasedAt(Kind.PERSON, source, reference);
  }

  /** What stands in texts in place of the reference of a person who was erased. */
  public String markOfPerson(String source, String reference) {
    return table.shortMark(Kind.PERSON, source, reference);
  }

  /**
   * Whether something is known of this id now, in any source: what was erased is known no longer.
   */
  public boolean isInUse(String id) {
    return data.isInUse(id);
  }

  /** The latest erasures, the newest first. */
  public List<Erased> last(int limit) {
    return table.last(limit);
  }

  /**
   * That a journey or a person was erased.
   *
   * @param mark what stands in texts in place of the id
   * @param what {@code journey} or {@code person}
   */
  public record Erased(String source, String mark, String what, Instant at) {}

  /** Forgets which journeys and persons were erased before this. */
  public void removeBefore(Instant limit) {
    table.removeBefore(limit);
  }

  /**
   * Sees to this node's spool after erasures on other nodes, and to what attempts have written that
   * were under way as this node erased.
   */
  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void sweep() {
    try {
      table.hashClear();
      spool.forget(table::covers);
      recent.forEach(one -> data.eraseAgain(one.names()));
      recent.removeIf(one -> one.until().isBefore(clock.instant()));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("What is left of erasures is looked for again in a minute", e);
    }
  }

  private ErasureReport erase(
      ErasureRequest asked, PersonalData.Found before, Consumer<ErasureReport> record) {
    Done done =
        transaction.execute(
            status -> {
              data.lock(before);
              table.stopStoring();
              PersonalData.Found found = data.find(asked, before);
              data.lock(found);
              Names names = found.names();
              Elsewhere known =
                  new Elsewhere(data.tickets(names), data.withoutReference(found.events()));
              ErasureReport report = report(false, asked, found, data.erase(found));
              if (report.isEmpty() && !asked.unknown()) {
                status.setRollbackOnly();
              } else {
                table.remember(Kind.JOURNEY, names.source(), names.journeys());
                table.remember(Kind.PERSON, names.source(), names.references());
                record.accept(report);
                if (report.isEmpty()) {
                  data.rewriteProposals(names, true);
                } else {
                  data.rewrite(names, true);
                }
                listener.erased(person(asked, found, known, report.mark()));
              }
              return new Done(names, report);
            });
    if (!done.report().isEmpty() || asked.unknown()) {
      recent.add(new Recent(done.names(), clock.instant().plus(UNDER_WAY)));
      forgetInSpool(done.names());
    }
    return done.report();
  }

  private static ErasedPerson person(
      ErasureRequest asked, PersonalData.Found found, Elsewhere known, String mark) {
    Names names = found.names();
    Set<String> checks = new TreeSet<>(names.journeys());
    found.journeys().forEach(checks::remove);
    Set<String> customers = new TreeSet<>();
    if (!found.staysElsewhere()) {
      names.references().stream().filter(PathSegment::isSafe).forEach(customers::add);
      Stream<String> others =
          customers.size() == names.references().size() && !customers.isEmpty()
              ? known.withoutReference().stream()
              : names.journeys().stream();
      others.filter(PathSegment::isSafe).forEach(customers::add);
    }
    return new ErasedPerson(
        asked.source(),
        mark,
        kind(asked).column(),
        names.references(),
        found.journeys(),
        checks,
        customers,
        known.tickets(),
        found.staysElsewhere());
  }

  private void forgetInSpool(Names names) {
    try {
      spool.forget(names::cover);
    } catch (UncheckedIOException e) {
      LOG.warn("The spool still holds what was erased; it is tried again in a minute", e);
    }
  }

  /** Texts of others are searched only for ids that are known: any word could be one. */
  private ErasureReport report(
      boolean dryRun, ErasureRequest asked, PersonalData.Found found, Map<String, Integer> rows) {
    Names names = found.names();
    int spoolFiles = spool.count(names::cover);
    Map<String, Integer> all = new TreeMap<>(rows);
    boolean known =
        spoolFiles > 0 || rows.values().stream().anyMatch(count -> count > 0) || wasErased(asked);
    if (known) {
      data.rewrite(names, false).forEach((table, count) -> all.merge(table, count, Integer::sum));
    }
    List<String> notes = new ArrayList<>(found.notes());
    notes.add(table.whatStays());
    if (log.isEnabled()) {
      notes.add("The topic of the log holds payloads until its retention.ms is over");
    }
    return new ErasureReport(
        dryRun,
        table.shortMark(kind(asked), asked.source(), id(asked)),
        found.journeys(),
        found.checks(),
        found.unreadable(),
        all,
        spoolFiles,
        listener.systems(),
        notes);
  }

  private boolean wasErased(ErasureRequest asked) {
    return table.erasedAt(kind(asked), asked.source(), id(asked)).isPresent();
  }

  private static Kind kind(ErasureRequest asked) {
    return asked.journeyId() == null ? Kind.PERSON : Kind.JOURNEY;
  }

  private static String id(ErasureRequest asked) {
    return asked.journeyId() == null ? asked.reference() : asked.journeyId();
  }
}
