package org.idwiseroutes.backfill;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.idwiseroutes.check.Version;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DecidedEvents.Decided;
import org.idwiseroutes.inbox.Overtaken;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.ops.Operations;
import org.idwiseroutes.ops.Proposal;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.outbox.Told;
import org.idwiseroutes.rules.PastRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ResponseStatusException;

/**
 * Compares what events did with what they would do by the rules of now, keeps what it finds, and
 * begins what puts it right: of one event at once, of many when a second person has approved it.
 */
@Component
public class Comparisons {

  /** How the problem of a look begins that could not ask all systems. */
  public static final String UNASKED = "not all systems could be asked: ";

  static final String BACKFILL = "backfill";

  private static final Logger LOG = LoggerFactory.getLogger(Comparisons.class);
  private static final String REDECIDE = "Deciding an event again";
  private static final int AT_ONCE = 200;
  private static final int MOST_OF_A_PERSON = 1_000;
  private static final int MOST_EVENTS = 100_000;
  private static final int LOOKS = 30;
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final ComparisonTable table;
  private final DecidedEvents events;
  private final Deliveries deliveries;
  private final RunningDestinations destinations;
  private final Overtaken overtaken;
  private final PastRules past;
  private final RunningRules rules;
  private final Correction correction;
  private final Operations operations;
  private final HeavyWork heavy;
  private final Audit audit;
  private final Node node;
  private final Clock clock;
  private final Duration kept;
  private final TransactionTemplate transaction;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          BasicThreadFactory.builder().namingPattern("comparing").daemon().build());

  Comparisons(
      ComparisonTable table,
      DecidedEvents events,
      Deliveries deliveries,
      RunningDestinations destinations,
      Overtaken overtaken,
      PastRules past,
      RunningRules rules,
      Correction correction,
      Operations operations,
      HeavyWork heavy,
      Audit audit,
      Node node,
      Clock clock,
      @Value("${idwise.retention.finished}") Duration kept,
      PlatformTransactionManager transactions) {
    this.table = table;
    this.events = events;
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.overtaken = overtaken;
    this.past = past;
    this.rules = rules;
    this.correction = correction;
    this.operations = operations;
    this.heavy = heavy;
    this.audit = audit;
    this.node = node;
    this.clock = clock;
    this.kept = kept;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * What is asked of a backfill's proposal.
   *
   * @param source of which events; null for all
   */
  record Request(UUID comparison, String source) {}

  /**
   * One difference of an event that was decided again.
   *
   * @param result {@code added}, {@code done}, or why nothing was done; null of a dry run
   */
  public record Redecided(String destination, String act, String words, String result) {}

  @PreDestroy
  void close() {
    worker.shutdownNow();
  }

  /**
   * Begins to compare, on this node.
   *
   * @param asked the source; null or blank for all
   * @param until null for now
   * @throws ResponseStatusException 400 for an empty span, 409 while this node compares already
   */
  public ComparisonView begin(String asked, Instant from, Instant until, Actor actor) {
    String source = asked == null || asked.isBlank() ? null : asked.strip();
    if (source == null) {
      VisibleSources.requireAll();
    }
    Instant end = until == null ? clock.instant() : until;
    if (!from.isBefore(end)) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "from has to be before until, which is now unless you say so");
    }
    if (!busy.compareAndSet(false, true)) {
      throw conflict("This node is comparing already: try again when it has ended");
    }
    try {
      int version = rules.version();
      UUID id = table.begin(source, from, end, version, actor, node.name(), null).orElseThrow();
      audit.record(actor, "compare", id.toString(), null);
      worker.execute(() -> compare(id, source, from, end, version));
      return find(id);
    } catch (RuntimeException e) {
      busy.set(false);
      throw e;
    }
  }

  private void compare(UUID id, String source, Instant from, Instant until, int version) {
    try (Version now = past.openRunning();
        PastVersions then = new PastVersions(past, now, version)) {
      Plan plan = new Plan(now, then, deliveries, destinations, overtaken);
      UUID last = null;
      List<Decided> page;
      do {
        page = events.between(source, from, until, last, AT_ONCE);
        look(plan, page);
        last = page.isEmpty() ? last : page.get(page.size() - 1).id();
        if (!table.touch(id, plan.events())) {
          return;
        }
        if (plan.events() > MOST_EVENTS) {
          throw new IllegalStateException(
              "these are more than %,d events: choose a shorter span".formatted(MOST_EVENTS));
        }
      } while (page.size() == AT_ONCE);
      List<Item> items = plan.items();
      if (rules.version() != version) {
        throw new IllegalStateException("other rules have begun to run meanwhile; compare again");
      }
      table.found(id, plan.events(), plan.different(), items, null);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      LOG.warn("The comparison {} failed", id, e);
      table.fail(id, e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  private void look(Plan plan, List<Decided> page) {
    Map<UUID, List<Told>> told = deliveries.told(page.stream().map(Decided::id).toList());
    page.forEach(event -> plan.add(event, told.getOrDefault(event.id(), List.of())));
  }

  /** One that whoever asks may see; 404 when there is none. */
  public ComparisonView find(UUID id) {
    return table
        .find(id)
        .filter(one -> VisibleSources.see(one.source()))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "There is no comparison of this id"));
  }

  /**
   * Begins a look of the ledger, which tells by the methods below how far it is.
   *
   * @param purpose what it is for, so that one node does it
   * @return empty when one is under way, or when another node has begun it
   */
  public Optional<ComparisonView> beginLedger(String purpose, Actor actor) {
    table.failSilent(SILENCE, node.name());
    if (table.isLooking()) {
      return Optional.empty();
    }
    return table
        .begin(null, Instant.EPOCH, clock.instant(), rules.version(), actor, node.name(), purpose)
        .flatMap(table::find);
  }

  /** Its node is still at it, and has looked at so many people; false when it is to end. */
  public boolean goesOn(UUID id, int people) {
    return table.touch(id, people);
  }

  /**
   * Keeps what the ledger has found.
   *
   * @param problem what could not be looked at; null for nothing
   */
  public void found(UUID id, int people, int different, List<Item> items, String problem) {
    table.found(id, people, different, items, problem);
  }

  /** It could not be done. */
  public void failed(UUID id, String problem) {
    table.fail(id, problem);
  }

  /** The latest that whoever asks may see, the newest first. */
  public List<ComparisonView> last(int limit) {
    return last(false, limit);
  }

  /**
   * What the last looks of the ledger have found.
   *
   * @param id of the last that has ended
   * @param people at how many it looked
   * @param different of how many people something is to be put right: those that it has found, or a
   *     look before it, when it could not ask all systems
   * @param since when the first look began that has found them
   */
  public record Drift(UUID id, int people, int different, Instant since) {}

  /**
   * The figure of the ledger; empty before the first look. What was put right counts as none until
   * the next look.
   */
  public Optional<Drift> drift() {
    List<ComparisonTable.Looked> looked = table.looked(LOOKS);
    if (looked.isEmpty()) {
      return Optional.empty();
    }
    int different = 0;
    Instant since = looked.get(0).createdAt();
    for (ComparisonTable.Looked one : looked) {
      if (one.state().equals("finished")) {
        break;
      }
      if (one.different() > different) {
        different = one.different();
        since = one.createdAt();
      }
      if (one.problem() == null || !one.problem().startsWith(UNASKED)) {
        break;
      }
    }
    return Optional.of(new Drift(looked.get(0).id(), looked.get(0).people(), different, since));
  }

  /** The latest looks of the ledger likewise. */
  public List<ComparisonView> lastOfLedger(int limit) {
    return last(true, limit);
  }

  private List<ComparisonView> last(boolean ledger, int limit) {
    return table.last(ledger, limit).stream()
        .filter(one -> VisibleSources.see(one.source()))
        .toList();
  }

  /** What differs, the most frequent first. */
  public List<Difference> differences(UUID id) {
    find(id);
    return table.differences(id);
  }

  /** How many people something is done about. */
  public int people(UUID id) {
    return table.people(id);
  }

  /** What came of what is to be put right: how many, by state or by why nothing was done. */
  public Map<String, Integer> results(UUID id) {
    find(id);
    return table.results(id);
  }

  /**
   * Proposes that the difference goes out.
   *
   * @throws ResponseStatusException 400 without a reason; 409 when there is nothing to put right,
   *     or when it is in another state
   */
  @Transactional
  public Proposal propose(UUID id, Actor actor) {
    actor.requireReason("Say in the parameter reason why this is put right");
    ComparisonView comparison = find(id);
    requireRules(comparison);
    if (comparison.total() == 0) {
      throw conflict("There is nothing to put right");
    }
    if (!table.change(id, "proposed", List.of("compared", "proposed"))) {
      throw conflict("Only what was compared can be proposed; this one is " + comparison.state());
    }
    Proposal proposal =
        operations.propose(
            BACKFILL,
            "of %d differences of %d %s, comparison %s"
                .formatted(
                    comparison.total(),
                    comparison.different(),
                    comparison.ledger() ? "people, which the ledger found" : "events",
                    id),
            new Request(id, comparison.source()),
            actor);
    table.propose(id, proposal.id());
    return proposal;
  }

  /** Begins to put right what was found, for whom the second person has approved it. */
  void run(UUID id, Actor actor) {
    ComparisonView comparison = find(id);
    requireRules(comparison);
    if (!table.change(id, "running", List.of("proposed"))) {
      throw conflict("Only what was proposed can begin; this one is " + comparison.state());
    }
    audit.record(actor, BACKFILL, id.toString(), comparison.total() + " differences");
  }

  /** Puts nothing further right, and what was added stays; or compares no further. */
  @Transactional
  public ComparisonView cancel(UUID id, Actor actor) {
    ComparisonView comparison = find(id);
    if (comparison.state().equals("comparing")) {
      table.fail(id, "cancelled by " + actor.name());
      audit.record(actor, "cancel comparison", id.toString(), null);
      return find(id);
    }
    if (!table.change(id, "cancelled", List.of("running"))) {
      throw conflict("Only what is running can be cancelled; this one is " + comparison.state());
    }
    audit.record(actor, "cancel backfill", id.toString(), comparison.done() + " were done");
    return find(id);
  }

  /**
   * Decides one event again by the rules of now, and sends the difference.
   *
   * @param dryRun whether to tell only what would be done
   * @throws ResponseStatusException 404 when it was never decided; 409 while other heavy work runs,
   *     or when the rules fail
   */
  public List<Redecided> redecide(UUID eventId, boolean dryRun, Actor actor) {
    if (!dryRun) {
      actor.requireReason("Say in the parameter reason why it is decided again");
    }
    boolean seen =
        events
            .find(eventId)
            .filter(one -> VisibleSources.see(one.path("source").asText()))
            .isPresent();
    List<Decided> person = seen ? events.ofPerson(eventId) : List.of();
    if (person.stream().noneMatch(one -> one.id().equals(eventId))) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "No event of this id has been decided");
    }
    if (person.size() > MOST_OF_A_PERSON) {
      throw conflict(
          "This person has more than %,d events: compare instead".formatted(MOST_OF_A_PERSON));
    }
    HeavyWork.Run<List<Redecided>> run =
        heavy.begin(REDECIDE, actor.name(), () -> redecide(eventId, person, dryRun, actor)).join();
    if (run.error() != null) {
      throw conflict("It was not decided again, or may still be: " + run.error());
    }
    return run.result();
  }

  private List<Redecided> redecide(UUID eventId, List<Decided> person, boolean dryRun, Actor actor)
      throws Exception {
    int version = rules.version();
    Instant begun = clock.instant();
    try (Version now = past.openRunning();
        PastVersions then = new PastVersions(past, now, version)) {
      Plan plan = new Plan(now, then, deliveries, destinations, overtaken);
      look(plan, person);
      List<Item> items =
          plan.items().stream().filter(item -> item.eventId().equals(eventId)).toList();
      if (dryRun) {
        return items.stream().map(item -> redecided(item, null)).toList();
      }
      if (Thread.interrupted()) {
        throw new IllegalStateException("it was given up");
      }
      return transaction.execute(
          status -> {
            audit.record(
                actor, "redecide event", eventId.toString(), items.size() + " differences");
            return items.stream()
                .map(
                    item -> {
                      Corrected result =
                          correction.apply(
                              eventId,
                              item.destination(),
                              item.key(),
                              item.act(),
                              item.ticket(),
                              new Correction.Compared(version, begun, begun));
                      return redecided(
                          item, result.words() == null ? result.state() : result.words());
                    })
                .toList();
          });
    }
  }

  private static Redecided redecided(Item item, String result) {
    return new Redecided(item.destination(), item.act().toString(), item.words(), result);
  }

  private void requireRules(ComparisonView comparison) {
    if (rules.version() != comparison.rules()) {
      throw conflict(
          "It was compared with version %d of the rules, and %d run now: compare again"
              .formatted(comparison.rules(), rules.version()));
    }
  }

  private static ResponseStatusException conflict(String detail) {
    return new ResponseStatusException(HttpStatus.CONFLICT, detail);
  }

  @Scheduled(
      initialDelayString = "${idwise.retention.interval}",
      fixedDelayString = "${idwise.retention.interval}")
  void tidy() {
    try {
      table.failSilent(SILENCE, node.name());
      table.removeBefore(clock.instant().minus(kept));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Old comparisons are removed in a while", e);
    }
  }
}
