package org.idwiseroutes.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.ops.VisibleSources;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.RefusalListener;
import org.idwiseroutes.outbox.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
 * Sees that people hear of what needs them: once when it begins, again when it has doubled or
 * nobody has acknowledged it for long, once when it is over, which two looks in a row have to find.
 * Of the nodes the first by name looks, since what each knows is of another moment; each for its
 * own route files. While another takes over from it, each alert is told by one of them: who changes
 * its row, in the transaction that adds the letter.
 */
@Component
public class Alerts implements RefusalListener {

  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  private static final Duration REFUSALS_STAND = Duration.ofDays(1);
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);

  private static final int MOST_OF_A_SUBJECT = 10;

  /** The part of the alert that stands for all that are not told one by one. */
  private static final String OTHERS = "others";

  /** A channel of alerts would be told by itself that it cannot tell that it cannot tell. */
  private static final String CHANNEL = "alert-";

  private final Troubles troubles;
  private final AlertTable table;
  private final Letters letters;
  private final Audit audit;
  private final Node node;
  private final AlertProperties properties;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final Set<Kind> failing = EnumSet.noneOf(Kind.class);

  /** What the look before did not find any more. */
  private final Set<UUID> missed = new HashSet<>();

  Alerts(
      Troubles troubles,
      AlertTable table,
      Letters letters,
      Audit audit,
      Node node,
      AlertProperties properties,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.troubles = troubles;
    this.table = table;
    this.letters = letters;
    this.audit = audit;
    this.node = node;
    this.properties = properties;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Those that stand, the oldest first. */
  public List<Alert> all() {
    return table.all();
  }

  /** One of them; 404 when there is none of this id. */
  public Alert find(UUID id) {
    return table.find(id).orElseThrow(Alerts::missing);
  }

  /**
   * Somebody sees to it: it is told again only when it gets worse.
   *
   * @throws ResponseStatusException 404 for one that is over, 400 without a reason
   */
  @Transactional
  public Alert acknowledge(UUID id, Actor actor) {
    return answer(id, "acknowledged", null, actor);
  }

  /**
   * It is not told again before this time has passed, however bad it gets, and told then if it is
   * not over.
   *
   * @throws ResponseStatusException 404 for one that is over, 400 without a reason or for a time
   *     that is none or longer than 30 days
   */
  @Transactional
  public Alert snooze(UUID id, Duration time, Actor actor) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST_SNOOZE) > 0) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Snooze for longer than nothing and at most 30d");
    }
    return answer(id, "snoozed", clock.instant().plus(time), actor);
  }

  /** Takes either back. */
  @Transactional
  public Alert reopen(UUID id, Actor actor) {
    VisibleSources.requireAll();
    Alert alert = table.lock(id).orElseThrow(Alerts::missing);
    table.answer(id, AlertTable.OPEN, null, null, null);
    audit.record(actor, "reopen alert", words(alert), null);
    return find(id);
  }

  private Alert answer(UUID id, String state, Instant until, Actor actor) {
    VisibleSources.requireAll();
    Alert alert = table.lock(id).orElseThrow(Alerts::missing);
    String reason = actor.requireReason("Nothing was %s: give a reason".formatted(state));
    table.answer(id, state, actor.name(), reason, until);
    audit.record(
        actor,
        until == null ? "acknowledge alert" : "snooze alert",
        words(alert),
        until == null ? null : "until " + until);
    return find(id);
  }

  private static String words(Alert alert) {
    return alert.subject().isEmpty()
        ? alert.kind().toString()
        : "%s: %s".formatted(alert.kind(), alert.subject());
  }

  private static ResponseStatusException missing() {
    return new ResponseStatusException(
        HttpStatus.NOT_FOUND, "There is no alert of this id: it may be over");
  }

  @Override
  public void refused(String destination, Failure failure) {
    Instant now = clock.instant();
    String group = failure.publicGroup();
    String text = "%s: %s; the others have the mail".formatted(destination, group);
    String part = Troubles.digest(group);
    Trouble trouble = new Trouble(Kind.REFUSED, destination, part, text, null, null, 1, now);
    begin(trouble, now.plus(REFUSALS_STAND));
  }

  @Scheduled(fixedDelayString = "${idwise.alerts-interval}")
  synchronized void look() {
    try {
      Set<String> nodes = table.nodes();
      boolean first = nodes.stream().min(String::compareTo).orElse(node.name()).equals(node.name());
      troubles
          .all()
          .forEach(
              (kind, find) -> {
                if (first || kind == Kind.ROUTES) {
                  lookSafely(kind, find);
                }
              });
      if (first) {
        Instant now = clock.instant();
        table.all().stream()
            .filter(
                alert ->
                    !isOurs(alert) && !nodes.contains(alert.part())
                        || alert.endsAt() != null && alert.endsAt().isBefore(now))
            .forEach(this::end);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Alerts are looked at again in a while", e);
    }
  }

  /** What cannot be found out now leaves its alerts as they are. */
  private void lookSafely(Kind kind, Supplier<Troubles.Found> find) {
    try {
      List<Alert> before =
          table.all().stream().filter(one -> one.kind() == kind && isOurs(one)).toList();
      Troubles.Found found = find.get();
      if (found != null) {
        compare(before, bounded(found, before));
      }
      failing.remove(kind);
    } catch (RuntimeException e) {
      if (failing.add(kind)) {
        LOG.warn("What there is of {} cannot be found out: nobody hears of it", kind, e);
      }
    }
  }

  private void compare(List<Alert> before, Troubles.Found found) {
    for (Trouble trouble : found.now()) {
      before.stream()
          .filter(one -> one.isAbout(trouble))
          .findFirst()
          .ifPresentOrElse(
              alert -> goOn(alert, trouble),
              () -> transaction.executeWithoutResult(status -> begin(trouble, null)));
    }
    for (Alert alert : before) {
      if (found.has(alert)) {
        missed.remove(alert.id());
      } else {
        boolean quiet =
            alert.snoozedUntil() != null && alert.snoozedUntil().isAfter(clock.instant());
        if (!missed.add(alert.id()) && !quiet) {
          end(alert);
          missed.remove(alert.id());
        }
      }
    }
  }

  /**
   * Failures whose words differ each time would be as many alerts: of one subject the first ten
   * stand by themselves, and one stands for all others.
   */
  private static Troubles.Found bounded(Troubles.Found found, List<Alert> before) {
    Map<String, List<Trouble>> bySubject =
        found.now().stream()
            .collect(
                Collectors.groupingBy(Trouble::subject, LinkedHashMap::new, Collectors.toList()));
    List<Trouble> bounded = new ArrayList<>();
    bySubject.forEach(
        (subject, all) -> {
          List<Trouble> known =
              all.stream()
                  .filter(trouble -> before.stream().anyMatch(one -> one.isAbout(trouble)))
                  .toList();
          List<Trouble> fresh = all.stream().filter(one -> !known.contains(one)).toList();
          int free = Math.max(0, MOST_OF_A_SUBJECT - known.size());
          bounded.addAll(known);
          bounded.addAll(fresh.subList(0, Math.min(free, fresh.size())));
          if (fresh.size() > free) {
            bounded.add(others(fresh.subList(free, fresh.size())));
          }
        });
    return new Troubles.Found(bounded, found.lingering());
  }

  private static Trouble others(List<Trouble> all) {
    Trouble first = all.get(0);
    return Trouble.counted(
        first.kind(),
        first.subject(),
        OTHERS,
        "%s has troubles of more kinds than are told one by one".formatted(first.subject()),
        all.stream().mapToInt(Trouble::size).sum(),
        null,
        all.stream().map(Trouble::since).min(Instant::compareTo).orElseThrow());
  }

  private boolean isOurs(Alert alert) {
    return alert.kind() != Kind.ROUTES || alert.part().equals(node.name());
  }

  private void begin(Trouble trouble, Instant endsAt) {
    table.add(trouble, endsAt).flatMap(table::find).ifPresent(one -> letters.add("began", one));
  }

  private void goOn(Alert alert, Trouble trouble) {
    String state = toTell(alert, trouble);
    transaction.executeWithoutResult(
        status -> {
          if (hasChanged(alert, trouble)) {
            table.keep(alert, trouble);
          }
          if (state != null && table.tell(alert)) {
            table.find(alert.id()).ifPresent(one -> letters.add(state, one));
          }
        });
  }

  private static boolean hasChanged(Alert alert, Trouble trouble) {
    return alert.size() != trouble.size()
        || !alert.text().equals(trouble.text())
        || !Objects.equals(alert.count(), trouble.count())
        || !Objects.equals(alert.people(), trouble.people());
  }

  /** Null for nothing. */
  private String toTell(Alert alert, Trouble trouble) {
    Instant now = clock.instant();
    if (alert.snoozedUntil() != null) {
      return alert.snoozedUntil().isAfter(now) ? null : "reminder";
    }
    if (alert.subject().startsWith(CHANNEL)) {
      return null;
    }
    if (trouble.size() >= 2L * alert.toldSize()
        && !alert.toldAt().plus(properties.worseAfter()).isAfter(now)) {
      return "worse";
    }
    boolean forgotten =
        alert.state().equals(AlertTable.OPEN)
            && !alert.toldAt().plus(properties.remindAfter()).isAfter(now);
    return forgotten ? "reminder" : null;
  }

  private void end(Alert alert) {
    transaction.executeWithoutResult(
        status -> {
          if (table.end(alert)) {
            letters.add("ended", alert);
          }
        });
  }
}
