package org.idwiseroutes.alert;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.forget.SystemErasures;
import org.idwiseroutes.ledger.Ledger;
import org.idwiseroutes.ops.DeliveryQueries;
import org.idwiseroutes.ops.DestinationQueries;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.EventQueries;
import org.idwiseroutes.ops.FailureGroup;
import org.idwiseroutes.ops.PlainReason;
import org.idwiseroutes.ops.Proposal;
import org.idwiseroutes.ops.Proposals;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.OutboxProperties;
import org.idwiseroutes.people.NotReached;
import org.idwiseroutes.people.People;
import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.slo.SloStatus;
import org.idwiseroutes.slo.Slos;
import org.idwiseroutes.webhook.SourceStatuses;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/** Finds what needs somebody now; the rest of the product knows it already. */
@Component
class Troubles {

  /** A route that is just being exchanged is there again by then. */
  private static final Duration TAKEN_WITHIN = Duration.ofMinutes(1);

  private final DeliveryQueries deliveries;
  private final DestinationQueries destinations;
  private final EventQueries events;
  private final SourceStatuses sources;
  private final Proposals proposals;
  private final SystemErasures erasures;
  private final Ledger ledger;
  private final People people;
  private final Slos slos;
  private final RouteFiles files;
  private final Node node;
  private final OutboxProperties outbox;
  private final AlertProperties properties;
  private final Clock clock;

  Troubles(
      DeliveryQueries deliveries,
      DestinationQueries destinations,
      EventQueries events,
      SourceStatuses sources,
      Proposals proposals,
      SystemErasures erasures,
      Ledger ledger,
      People people,
      Slos slos,
      RouteFiles files,
      Node node,
      OutboxProperties outbox,
      AlertProperties properties,
      Clock clock) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.events = events;
    this.sources = sources;
    this.proposals = proposals;
    this.erasures = erasures;
    this.ledger = ledger;
    this.people = people;
    this.slos = slos;
    this.files = files;
    this.node = node;
    this.outbox = outbox;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * What is found of one kind.
   *
   * @param now what there is
   * @param lingering what is not over although it is not there now, by subject and part
   */
  record Found(List<Trouble> now, Set<String> lingering) {

    static Found of(List<Trouble> now) {
      return new Found(now, Set.of());
    }

    boolean has(Alert alert) {
      return now.stream().anyMatch(alert::isAbout)
          || lingering.contains(key(alert.subject(), alert.part()));
    }

    private static String key(String subject, String part) {
      return subject + '/' + part;
    }
  }

  /**
   * How what there is now of each kind is found; it is null where nobody knows yet. Refusals are
   * told as they happen.
   */
  Map<Kind, Supplier<Found>> all() {
    return Map.of(
        Kind.FAILURES, this::failures,
        Kind.HELD, () -> Found.of(held()),
        Kind.ROUTES, () -> files.isLoaded() ? Found.of(routes()) : null,
        Kind.SILENCE, () -> Found.of(silence()),
        Kind.DEADLINE, () -> slos.isMeasured() ? Found.of(deadlines()) : null,
        Kind.QUARANTINE, () -> Found.of(quarantine()),
        Kind.PROPOSAL, () -> Found.of(proposals()),
        Kind.ERASURE, () -> Found.of(erasures()),
        Kind.LEDGER, () -> Found.of(ledger()));
  }

  /** What is being tried again after a replay is not over before it has arrived. */
  private Found failures() {
    List<FailureGroup> groups = deliveries.failureGroups();
    List<Trouble> dead =
        groups.stream().filter(one -> one.status().equals("dead")).map(Troubles::failures).toList();
    Set<String> pending =
        groups.stream()
            .filter(one -> one.status().equals("pending"))
            .map(one -> Found.key(one.destination(), digest(one.error())))
            .collect(Collectors.toSet());
    return new Found(dead, pending);
  }

  private static Trouble failures(FailureGroup group) {
    return Trouble.counted(
        Kind.FAILURES,
        group.destination(),
        digest(group.error()),
        "%s %s: deliveries are dead until somebody replays or discards them"
            .formatted(group.destination(), PlainReason.aboutNobody(group.error())),
        group.count(),
        group.people(),
        group.firstAt());
  }

  /** The group's text may be about a person. */
  static String digest(String group) {
    return DigestUtils.md5DigestAsHex(group.getBytes(StandardCharsets.UTF_8));
  }

  private List<Trouble> held() {
    Map<String, Integer> notReached =
        people.notReached().stream()
            .collect(Collectors.toMap(NotReached::destination, NotReached::people));
    return destinations.all().stream()
        .filter(one -> one.heldSince() != null && one.failures() >= outbox.holdAfter())
        .map(one -> held(one, notReached.getOrDefault(one.name(), 0)))
        .toList();
  }

  private static Trouble held(DestinationView one, int people) {
    return Trouble.counted(
        Kind.HELD,
        one.name(),
        "",
        "%s %s: its deliveries wait, and go out by themselves once it answers"
            .formatted(one.name(), PlainReason.aboutNobody(one.heldReason())),
        one.pending(),
        people,
        one.heldSince());
  }

  /** Of this node alone. */
  private List<Trouble> routes() {
    Stream<Trouble> broken =
        files.all().stream()
            .filter(RouteFile::isBroken)
            .map(one -> routes(one.name(), one.problem()));
    Stream<Trouble> folder =
        Stream.ofNullable(files.problem()).map(problem -> routes("routes", problem));
    Instant longAgo = clock.instant().minus(TAKEN_WITHIN);
    Stream<Trouble> stopped =
        destinations.all().stream()
            .filter(one -> !one.running() && one.oldestPendingAt() != null)
            .filter(one -> one.oldestPendingAt().isBefore(longAgo))
            .map(this::stopped);
    return Stream.of(folder, broken, stopped).flatMap(all -> all).toList();
  }

  /** Another node may take them. */
  private Trouble stopped(DestinationView one) {
    return Trouble.counted(
        Kind.ROUTES,
        one.name(),
        node.name(),
        "%s has no route that runs on %s: its deliveries wait".formatted(one.name(), node.name()),
        one.pending(),
        null,
        one.oldestPendingAt());
  }

  private Trouble routes(String file, String problem) {
    return new Trouble(
        Kind.ROUTES,
        file,
        node.name(),
        "%s does not run on %s: %s".formatted(file, node.name(), problem),
        null,
        null,
        1,
        clock.instant());
  }

  private List<Trouble> silence() {
    Instant now = clock.instant();
    return sources.all().stream()
        .filter(one -> one.lastEventAt() != null)
        .filter(one -> one.lastEventAt().plus(properties.silentAfter()).isBefore(now))
        .map(one -> silence(one.name(), one.lastEventAt(), now))
        .toList();
  }

  private Trouble silence(String source, Instant last, Instant now) {
    long times = Duration.between(last, now).dividedBy(properties.silentAfter());
    return new Trouble(
        Kind.SILENCE,
        source,
        "",
        "no event comes from the source %s any more".formatted(source),
        null,
        null,
        Math.toIntExact(Math.min(Integer.MAX_VALUE, times)),
        last);
  }

  private List<Trouble> deadlines() {
    return slos.all().stream().filter(one -> one.late() > 0).map(Troubles::deadline).toList();
  }

  private static Trouble deadline(SloStatus one) {
    return Trouble.counted(
        Kind.DEADLINE,
        one.name(),
        "",
        "the deadline %s is missed: %s has not reached %s in time"
            .formatted(
                one.name(), one.event() == null ? "an event" : one.event(), one.destination()),
        one.late(),
        one.latePeople(),
        one.lateSince());
  }

  private List<Trouble> proposals() {
    List<Proposal> waiting = proposals.waiting();
    return waiting.isEmpty()
        ? List.of()
        : List.of(
            Trouble.counted(
                Kind.PROPOSAL,
                "",
                "",
                "what somebody has proposed waits for a second person",
                waiting.size(),
                null,
                waiting.get(0).createdAt()));
  }

  private List<Trouble> erasures() {
    SystemErasures.Unanswered now = erasures.unanswered();
    return now.due() == 0
        ? List.of()
        : List.of(
            Trouble.counted(
                Kind.ERASURE,
                "",
                "",
                "other systems have not forgotten who was erased, and the deadline is near or over",
                now.due(),
                null,
                now.since()));
  }

  private List<Trouble> ledger() {
    return ledger
        .differing()
        .map(
            one ->
                Trouble.counted(
                    Kind.LEDGER,
                    "",
                    "",
                    "other systems hold something else of people than is known here, or than they were told",
                    one.people(),
                    one.people(),
                    one.since()))
        .stream()
        .toList();
  }

  private List<Trouble> quarantine() {
    EventQueries.Quarantined there = events.quarantine();
    return there.events() == 0
        ? List.of()
        : List.of(
            Trouble.counted(
                Kind.QUARANTINE,
                "",
                "",
                "events are in quarantine: no rule takes them, or they cannot be read",
                there.events(),
                there.people(),
                there.since()));
  }
}
