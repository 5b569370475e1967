package org.idwiseroutes.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.idwiseroutes.backfill.ComparisonView;
import org.idwiseroutes.backfill.Comparisons;
import org.idwiseroutes.backfill.Item;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DecidedEvents.Decided;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Looks at every person of whom events are kept, one after another and no faster than {@code
 * idwise.ledger.rate}: what IDWise, the CRM and the desk hold, beside what each was told. What
 * differs is kept as a comparison, from which a backfill can be proposed; nothing is changed
 * before. One node looks at a time.
 */
@Component
public class Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int AT_ONCE = 200;
  private static final int MOST_PEOPLE = 100_000;
  private static final int MOST_DIFFERENCES = 10_000;
  private static final int SAMPLES = 20;
  private static final int MOST_OF_A_PERSON = 1_000;

  /** A system that fails so often in a row is down, and is not asked any more. */
  private static final int MOST_FAILURES = 3;

  private static final Duration TELLING = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final Actor SCHEDULE = new Actor("idwise-routes", null, "on schedule");

  private final Comparisons comparisons;
  private final DecidedEvents events;
  private final Look look;
  private final RouteFiles files;
  private final Audit audit;
  private final LedgerProperties properties;
  private final Clock clock;
  private final AtomicInteger people;
  private final AtomicInteger different;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          BasicThreadFactory.builder().namingPattern("ledger").daemon().build());

  Ledger(
      Comparisons comparisons,
      DecidedEvents events,
      Look look,
      RouteFiles files,
      Audit audit,
      LedgerProperties properties,
      Clock clock,
      MeterRegistry metrics) {
    this.comparisons = comparisons;
    this.events = events;
    this.look = look;
    this.files = files;
    this.audit = audit;
    this.properties = properties;
    this.clock = clock;
    this.people = metrics.gauge("idwise.ledger.people", new AtomicInteger());
    this.different = metrics.gauge("idwise.ledger.different", new AtomicInteger());
  }

  /**
   * A look ends before the next person; a thread that works with the database is not interrupted.
   */
  @PreDestroy
  void close() throws InterruptedException {
    closing.countDown();
    worker.shutdown();
    if (!worker.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
      LOG.warn("A look at the ledger did not end in time; other nodes count it as failed");
    }
  }

  /** The systems that this node can look at; none while none is set. */
  public List<String> systems() {
    return look.systems();
  }

  /** The latest looks, the newest first. */
  public List<ComparisonView> last(int limit) {
    return comparisons.lastOfLedger(limit);
  }

  /** What the last looks have found; empty before the first. */
  public Optional<Comparisons.Drift> drift() {
    return comparisons.drift();
  }

  /**
   * People of whom something is to be put right.
   *
   * @param since when they were found first
   */
  public record Differing(int people, Instant since) {}

  /** Empty when there is none. */
  public Optional<Differing> differing() {
    return drift()
        .filter(one -> one.different() > 0)
        .map(one -> new Differing(one.different(), one.since()));
  }

  /**
   * Begins a look, on this node.
   *
   * @throws ResponseStatusException 403 for who sees only some sources; 409 when no system is set,
   *     or when one is under way
   */
  public ComparisonView begin(Actor actor) {
    VisibleSources.requireAll();
    if (systems().isEmpty()) {
      throw conflict(
          "No system is set to be looked at: set ledger.crm, ledger.ticketing or ledger.idwise");
    }
    ComparisonView begun =
        begin("asked " + UUID.randomUUID(), actor)
            .orElseThrow(() -> conflict("A look is under way, on this node or another"));
    audit.record(actor, "look at the ledger", begun.id().toString(), null);
    return begun;
  }

  private Optional<ComparisonView> begin(String purpose, Actor actor) {
    if (!busy.compareAndSet(false, true)) {
      return Optional.empty();
    }
    try {
      Optional<ComparisonView> begun = comparisons.beginLedger(purpose, actor);
      begun.ifPresent(one -> worker.execute(() -> run(one)));
      if (begun.isEmpty()) {
        busy.set(false);
      }
      return begun;
    } catch (RuntimeException e) {
      busy.set(false);
      throw e;
    }
  }

  @Scheduled(cron = "${idwise.ledger.cron}")
  void onSchedule() {
    try {
      if (files.isLoaded() && !systems().isEmpty()) {
        begin("due " + clock.instant().truncatedTo(ChronoUnit.MINUTES), SCHEDULE);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The ledger is looked at the next time: {}", e.toString());
    }
  }

  @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
  void measure() {
    try {
      drift()
          .ifPresent(
              one -> {
                people.set(one.people());
                different.set(one.different());
              });
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("The ledger's figures are read again in a minute", e);
    }
  }

  private void run(ComparisonView begun) {
    try {
      new Run(begun).look();
    } catch (Exception | OutOfMemoryError e) {
      LOG.warn("The look at the ledger {} failed", begun.id(), e);
      comparisons.failed(begun.id(), e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      busy.set(false);
      measure();
    }
  }

  private static ResponseStatusException conflict(String detail) {
    return new ResponseStatusException(HttpStatus.CONFLICT, detail);
  }

  /** One look. */
  private final class Run implements Look.Unread {

    private final UUID id;
    private final Instant settled;
    private final Duration step = Duration.ofNanos((long) (1e9 / properties.rate()));
    private final Set<String> seen = new HashSet<>();
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Integer> samples = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private Instant told = Instant.EPOCH;
    private final Set<String> unasked = new TreeSet<>();
    private int looked;
    private int toDo;
    private int kept;
    private int differing;
    private long next = System.nanoTime();

    Run(ComparisonView begun) {
      this.id = begun.id();
      this.settled = begun.createdAt().minus(properties.settle());
    }

    void look() throws InterruptedException {
      UUID last = null;
      List<Decided> page;
      do {
        page = events.between(null, Instant.EPOCH, settled, last, AT_ONCE);
        for (Decided event : page) {
          if (isNew(event)) {
            look(events.ofPerson(event.id()));
          }
        }
        last = page.isEmpty() ? last : page.get(page.size() - 1).id();
      } while (page.size() == AT_ONCE && !isFull());
      comparisons.found(id, looked, differing, items, problem());
    }

    private boolean isFull() {
      if (looked >= MOST_PEOPLE || toDo >= MOST_DIFFERENCES) {
        problems.put("the rest", "too many people, or too many differences, for one look");
        return true;
      }
      return false;
    }

    private boolean isNew(Decided event) {
      return keys(event).stream().noneMatch(seen::contains);
    }

    private static List<String> keys(Decided event) {
      String source = event.document().path("source").asText();
      List<String> keys = new ArrayList<>();
      for (String field : List.of("referenceNo", "journey")) {
        String value = event.document().path(field).asText(null);
        if (value != null && !value.equals("null")) {
          keys.add(source + ' ' + field + ' ' + value);
        }
      }
      return keys;
    }

    private void look(List<Decided> person) throws InterruptedException {
      person.forEach(event -> seen.addAll(keys(event)));
      boolean young = !Look.lastAt(person).isBefore(settled);
      if (young || isFull()) {
        return;
      }
      if (person.size() > MOST_OF_A_PERSON) {
        problems.put("somebody", "has too many events to be looked at");
        return;
      }
      pace();
      List<Item> found = look.at(person, this);
      looked++;
      differing += found.stream().anyMatch(item -> item.act().isDone()) ? 1 : 0;
      found.forEach(this::keep);
      goesOn();
    }

    /** Of what nothing is done about, no more than of the rest: it stops no look. */
    private void keep(Item item) {
      if (item.act().isDone()) {
        toDo++;
      } else {
        kept++;
      }
      if (item.act().isDone() || kept <= MOST_DIFFERENCES) {
        items.add(shown(item));
      }
    }

    /** The first of each kind lead to the event, and by it to the person. */
    private Item shown(Item item) {
      return samples.merge(item.words(), 1, Integer::sum) <= SAMPLES ? item.asSample() : item;
    }

    /** Waits for this person's turn. */
    private void pace() throws InterruptedException {
      if (closing.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw new IllegalStateException("its node has stopped");
      }
      next = Math.max(next, System.nanoTime() - step.toNanos()) + step.toNanos();
    }

    private String problem() {
      return problems.isEmpty()
          ? null
          : problems.entrySet().stream()
              .map(one -> one.getKey() + ": " + one.getValue())
              .collect(Collectors.joining("; ", unasked.isEmpty() ? "" : Comparisons.UNASKED, ""));
    }

    @Override
    public void goesOn() {
      if (told.plus(TELLING).isBefore(clock.instant())) {
        told = clock.instant();
        if (!comparisons.goesOn(id, looked)) {
          throw new IllegalStateException("it was cancelled, or counts as failed by now");
        }
      }
    }

    @Override
    public boolean isAsked(String system) {
      return failures.getOrDefault(system, 0) < MOST_FAILURES;
    }

    @Override
    public void said(String system) {
      failures.remove(system);
    }

    @Override
    public void failed(String system, String why) {
      int times = failures.merge(system, 1, Integer::sum);
      unasked.add(system);
      problems.put(
          system,
          times == MOST_FAILURES
              ? "was not asked further, since it fails: " + why
              : "did not answer about somebody: " + why);
    }
  }
}
