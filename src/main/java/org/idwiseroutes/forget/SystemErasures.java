package org.idwiseroutes.forget;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.uuid.NoArgGenerator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.idwiseroutes.inbox.ErasedPerson;
import org.idwiseroutes.inbox.ErasureListener;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.Ended;
import org.idwiseroutes.outbox.NewDelivery;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.routes.Choice;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
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
 * Sees that an erasure goes on in other systems. Each destination {@code forget-…} that has a route
 * is asked by a delivery of its own, with retries as all others; this delivery is the only place
 * that still names the person, and is removed once it has ended. What was answered stays.
 */
@Component
public class SystemErasures implements ErasureListener {

  /** How the destinations begin that forget persons. */
  public static final String PREFIX = "forget-";

  private static final Logger LOG = LoggerFactory.getLogger(SystemErasures.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String ERASURE = "erasure";
  static final String SYSTEM = "system";

  private final ErasureAnswers table;
  private final RunningDestinations destinations;
  private final Deliveries deliveries;
  private final RouteFiles files;
  private final Audit audit;
  private final NoArgGenerator ids;
  private final ErasureProperties properties;
  private final Duration kept;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final AtomicReference<Set<String>> known = new AtomicReference<>();
  private final AtomicInteger open;
  private final AtomicInteger due;

  SystemErasures(
      ErasureAnswers table,
      RunningDestinations destinations,
      Deliveries deliveries,
      RouteFiles files,
      Audit audit,
      NoArgGenerator ids,
      ErasureProperties properties,
      @Value("${idwise.retention.erasures}") Duration kept,
      Clock clock,
      PlatformTransactionManager transactions,
      MeterRegistry metrics,
      Environment settings) {
    for (String system : List.of("crm", "ticketing", "idwise")) {
      Choice.require(settings, "forget." + system, "system", "person", "none");
    }
    Choice.require(settings, "forget.others", "person", "none");
    this.table = table;
    this.destinations = destinations;
    this.deliveries = deliveries;
    this.files = files;
    this.audit = audit;
    this.ids = ids;
    this.properties = properties;
    this.kept = kept;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
    this.open = metrics.gauge("idwise.erasures.open", new AtomicInteger());
    this.due = metrics.gauge("idwise.erasures.due", new AtomicInteger());
  }

  /**
   * How many erasures are not complete.
   *
   * @param due of which the deadline is over or near
   * @param since when the oldest of these was; null when none is due
   */
  public record Unanswered(int all, int due, Instant since) {}

  @Override
  public List<String> systems() {
    return destinations.named(PREFIX).stream().map(SystemErasures::system).toList();
  }

  /**
   * Asks each system, a while later.
   *
   * @throws ResponseStatusException 409 when not all route files run here: a system might not be
   *     asked
   */
  @Override
  public void erased(ErasedPerson person) {
    requireRunning();
    List<String> names = destinations.named(PREFIX);
    if (names.isEmpty()) {
      return;
    }
    UUID id = ids.generate();
    Instant now = clock.instant();
    Instant deadline = now.plus(properties.deadline());
    Map<String, Object> shared = new HashMap<>();
    shared.put("source", person.source());
    shared.put(ERASURE, id.toString());
    Map<String, String> systems = new TreeMap<>();
    names.forEach(name -> systems.put(system(name), deliveries.partition(name, shared)));
    table.begin(id, person, deadline, systems);
    String body = document(id, person, deadline);
    deliveries.add(
        systems.entrySet().stream()
            .map(
                system -> {
                  Map<String, Object> variables = new HashMap<>(shared);
                  variables.put(SYSTEM, system.getKey());
                  return new NewDelivery(
                      system.getValue(),
                      id.toString(),
                      null,
                      null,
                      body,
                      false,
                      variables,
                      now.plus(properties.askAfter()));
                })
            .toList());
  }

  /**
   * Whom no route asks now, although a file has one, would never be asked. Routes are gone for a
   * moment while a file is taken over: so they have to be those of the last look.
   */
  private void requireRunning() {
    if (!files.isLoaded()) {
      throw refused("routes are not loaded yet; try again in a moment");
    }
    files.all().stream()
        .filter(RouteFile::isBroken)
        .map(RouteFile::name)
        .findFirst()
        .ifPresent(
            name -> {
              throw refused(
                  "%s does not run, and may be what asks another system; mend it first"
                      .formatted(name));
            });
    Set<String> now = Set.copyOf(destinations.named(PREFIX));
    Set<String> before = known.compareAndExchange(null, now);
    if (before != null && !before.equals(now)) {
      throw refused("route files have just been taken over; try again in a moment");
    }
  }

  private static ResponseStatusException refused(String why) {
    return new ResponseStatusException(HttpStatus.CONFLICT, "Nothing was erased: " + why);
  }

  private static String system(String destination) {
    return destination.substring(PREFIX.length());
  }

  private static String document(UUID id, ErasedPerson person, Instant deadline) {
    ObjectNode document =
        JSON.createObjectNode()
            .put(ERASURE, id.toString())
            .put("source", person.source())
            .put("what", person.what())
            .put("stays", person.staysElsewhere())
            .put("deadline", deadline.truncatedTo(ChronoUnit.SECONDS).toString());
    document.set("customers", JSON.valueToTree(person.customers()));
    document.set("tickets", JSON.valueToTree(person.tickets()));
    document.set("references", JSON.valueToTree(person.references()));
    document.set("journeys", JSON.valueToTree(person.journeys()));
    document.set("checks", JSON.valueToTree(person.checks()));
    return document.toString();
  }

  /** One erasure; 404 when there is none of this id. */
  public ErasureView find(UUID id) {
    return table.find(id).orElseThrow(SystemErasures::missing);
  }

  /** The latest, or the latest of those that are not complete. */
  public List<ErasureView> last(boolean openOnly, int limit) {
    return table.last(openOnly, limit);
  }

  /** Those of one mark, the latest first. */
  public List<ErasureView> of(String source, String mark, int limit) {
    return table.of(source, mark, limit);
  }

  /** How many are not complete. */
  public Unanswered unanswered() {
    ErasureAnswers.Open now = table.open(clock.instant().plus(properties.remindBefore()));
    return new Unanswered(now.all(), now.due(), now.since());
  }

  /**
   * A person has seen to it that a system has forgotten somebody.
   *
   * @throws ResponseStatusException 404 when there is no such erasure or system, 409 when the
   *     system has answered or is still being asked, 400 without a reason
   */
  @Transactional
  public ErasureView done(UUID id, String system, Actor actor) {
    ErasureView erasure = find(id);
    SystemAnswer answer =
        erasure.systems().stream()
            .filter(one -> one.system().equals(system))
            .findFirst()
            .orElseThrow(SystemErasures::missing);
    actor.requireReason("Say in the parameter reason what was done; do not name the person");
    if (answer.state().equals(SystemAnswer.DEAD)) {
      table
          .named(id, system)
          .filter(one -> deliveries.takeEnded(one.destination(), id.toString(), true).isPresent())
          .ifPresent(table::unnamed);
    }
    if (!table.done(id, system, actor)) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT,
          "Only what a person was told to do, or what no system is asked for any more, can be done by hand; this one is "
              + answer.state());
    }
    audit.record(
        actor,
        "forgotten by hand",
        erasure.source() + "/" + erasure.mark(),
        "%s, erasure %s".formatted(system, id));
    return find(id);
  }

  private static ResponseStatusException missing() {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no such erasure, or it has asked no such system");
  }

  /** Removes the deliveries that have ended, with all that they hold, and measures. */
  @Scheduled(fixedDelayString = "${idwise.erasure.sweep-interval}")
  void sweep() {
    try {
      if (files.isLoaded()) {
        known.set(Set.copyOf(destinations.named(PREFIX)));
      }
      table.named().forEach(this::sweep);
      Unanswered now = unanswered();
      open.set(now.all());
      due.set(now.due());
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Answers to erasures are looked at again in a while", e);
    }
  }

  private void sweep(ErasureAnswers.Named one) {
    transaction.executeWithoutResult(
        status -> {
          Optional<Ended> ended =
              deliveries.takeEnded(one.destination(), one.erasureId().toString(), false);
          ended.ifPresent(delivery -> table.unnamed(one));
        });
  }

  /** Forgets what all systems have answered, as long after it as erasures are remembered. */
  @Scheduled(
      initialDelayString = "${idwise.retention.interval}",
      fixedDelayString = "${idwise.retention.interval}")
  void tidy() {
    try {
      transaction.executeWithoutResult(status -> table.removeBefore(clock.instant().minus(kept)));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Old erasures are removed in a while", e);
    }
  }
}
