package org.idwiseroutes.shadow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.codec.digest.DigestUtils;
import org.idwiseroutes.check.Comparer;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.OngoingComparison;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.HeavyWork;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.idwiseroutes.rules.Changeover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Runs each decided event by the next rules as well ({@code idwise.routes.next}), some seconds
 * after it came and without any effect, and keeps what differs. One of the nodes that have the same
 * next rules does it. What has been counted is counted again from the beginning when that node
 * ends, or other rules begin to run.
 */
@Component
public class Shadow implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

  private static final int AT_ONCE = 50;
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
  private static final int MOST_EVENTS = 100_000;

  private final Path folder;
  private final RouteFiles files;
  private final RunningRules rules;
  private final Comparer comparer;
  private final DecidedEvents events;
  private final ShadowTable table;
  private final Changeover changeover;
  private final Clock clock;

  /** An event that was not decided by then is not looked at. */
  private final Duration behind;

  private String hash;
  private OngoingComparison comparison;
  private UUID last;
  private int looked;

  Shadow(
      @Value("${idwise.routes.next}") Path folder,
      RouteFiles files,
      RunningRules rules,
      Comparer comparer,
      DecidedEvents events,
      ShadowTable table,
      Changeover changeover,
      Clock clock,
      @Value("${idwise.routes.next-interval}") Duration interval) {
    this.behind = interval.multipliedBy(2);
    this.folder = folder.toAbsolutePath().normalize();
    this.files = files;
    this.rules = rules;
    this.comparer = comparer;
    this.events = events;
    this.table = table;
    this.changeover = changeover;
    this.clock = clock;
  }

  /** What the next rules of this node would do; empty when there are none. */
  public Optional<NextRules> now() {
    try {
      return next().flatMap(next -> table.find(hash(next), folder.getFileName().toString()));
    } catch (IOException e) {
      return Optional.of(
          new NextRules(folder.getFileName().toString(), null, null, null, e.toString()));
    }
  }

  /**
   * Begins to make them the rules, with all checks.
   *
   * @throws ResponseStatusException 404 when there are none, 409 as {@link Changeover#takeNext}
   */
  public CompletableFuture<HeavyWork.Run<Changeover.Result>> take(Actor actor) {
    try {
      return changeover.takeNext(next().orElseThrow(Shadow::none), actor);
    } catch (IOException e) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "The next rules cannot be read: " + e, e);
    }
  }

  private static ResponseStatusException none() {
    return new ResponseStatusException(HttpStatus.NOT_FOUND, "There are no next rules");
  }

  private Optional<RoutesSnapshot> next() throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    RoutesSnapshot next = RoutesSnapshot.read(folder).inUse();
    return next.routes().isEmpty() ? Optional.empty() : Optional.of(next);
  }

  private String hash(RoutesSnapshot next) {
    return DigestUtils.sha256Hex(rules.version() + "\n" + next.texts());
  }

  @Scheduled(fixedDelayString = "${idwise.routes.next-interval}")
  synchronized void look() {
    try {
      if (!files.isLoaded()) {
        return;
      }
      Optional<RoutesSnapshot> next = next();
      if (next.isEmpty() || !table.take(hash(next.get()))) {
        destroy();
        return;
      }
      String wanted = hash(next.get());
      if (!wanted.equals(hash)) {
        begin(wanted, next.get());
      }
      if (comparison != null) {
        compare(clock.instant().minus(behind));
      }
      table.tidy();
    } catch (IOException | DataAccessException | TransactionException e) {
      LOG.debug("The next rules are looked at in a while", e);
    }
  }

  private void begin(String wanted, RoutesSnapshot next) {
    destroy();
    hash = wanted;
    try {
      comparison = comparer.begin(Folder.of(files.running()), Folder.of(next));
      table.found(hash, comparison.found(), null);
    } catch (Exception e) {
      LOG.warn("The next rules in {} cannot be run: {}", folder, StandIn.why(e));
      table.found(hash, null, StandIn.why(e));
    }
  }

  private void compare(Instant until) {
    Instant since = table.since(hash);
    int before = looked;
    Instant end = clock.instant().plus(LONGEST_LOOK);
    List<ObjectNode> page;
    do {
      page =
          events.page(since, last, AT_ONCE).stream()
              .filter(event -> Instant.parse(event.path("receivedAt").asText()).isBefore(until))
              .toList();
      for (ObjectNode event : page) {
        last = UUID.fromString(event.path("id").asText());
        looked++;
        add(event);
      }
    } while (page.size() == AT_ONCE
        && looked < MOST_EVENTS
        && clock.instant().isBefore(end)
        && table.take(hash));
    if (looked > before) {
      table.found(hash, comparison.found(), null);
    }
  }

  private void add(ObjectNode event) {
    try {
      comparison.add(event);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("An event cannot be run by the next rules", e);
    }
  }

  @Override
  public synchronized void destroy() {
    if (comparison != null) {
      comparison.close();
    }
    comparison = null;
    hash = null;
    last = null;
    looked = 0;
  }
}
