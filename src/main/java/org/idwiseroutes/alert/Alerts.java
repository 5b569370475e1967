package org.idwiseroutes.alert;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.idwiseroutes.ops.Actor;
import org.idwiseroutes.ops.Audit;
import org.idwiseroutes.outbox.Node;
import org.idwiseroutes.outbox.RefusalListener;
import org.idwiseroutes.outbox.failure.Failure;
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
import org.springframework.util.DigestUtils;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sees that people hear of what needs them: once when it begins, again when it has doubled or
 * nobody has acknowledged it for long, once when it is over. However many nodes look, each is told
 * by one: who changes its row, in the transaction that adds the letter.
 */
@Component
public class Alerts implements RefusalListener {

  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

  private static final Duration REFUSALS_STAND = Duration.ofDays(1);
  private static final Duration LONGEST_SNOOZE = Duration.ofDays(30);

  /** Failures whose words differ each time would be as many alerts. */
  private static final int MOST_OF_A_SUBJECT = 10;

  private final Troubles troubles;
  private final AlertTable table;
  private final Letters letters;
  private final Audit audit;
  private final Node node;
  private final AlertProperties properties;
  private final Duration interval;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Alerts(
      Troubles troubles,
      AlertTable table,
      Letters letters,
      Audit audit,
      Node node,
      AlertProperties properties,
      @Value("${idwise.alerts-interval}") Duration interval,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.troubles = troubles;
    this.table = table;
    this.letters = letters;
    this.audit = audit;
    this.node = node;
    this.properties = properties;
    this.interval = interval;
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
    Alert alert = table.lock(id).orElseThrow(Alerts::missing);
    table.answer(id, AlertTable.OPEN, null, null, null);
    audit.record(actor, "reopen alert", words(alert), null);
    return find(id);
  }

  private Alert answer(UUID id, String state, Instant until, Actor actor) {
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
    String text = "%s: %s; the others have the mail".formatted(destination, failure.publicGroup());
    String part = DigestUtils.md5DigestAsHex(failure.group().getBytes(StandardCharsets.UTF_8));
    Trouble trouble = new Trouble(Kind.REFUSED, destination, part, text, null, null, 1, now);
    begin(trouble, now.plus(REFUSALS_STAND));
  }

  @Scheduled(fixedDelayString = "${idwise.alerts-interval}")
  void look() {
    troubles.all().forEach(this::lookSafely);
    try {
      Set<String> nodes = table.nodes();
      Instant now = clock.instant();
      for (Alert alert : table.all()) {
        boolean orphan = !isOurs(alert) && !nodes.contains(alert.part());
        if (orphan || alert.endsAt() != null && alert.endsAt().isBefore(now)) {
          transaction.executeWithoutResult(status -> table.end(alert));
        }
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("Alerts are looked at again in a while", e);
    }
  }

  /** What cannot be found out now leaves its alerts as they are. */
  private void lookSafely(Kind kind, Supplier<List<Trouble>> find) {
    try {
      List<Alert> before =
          table.all().stream().filter(one -> one.kind() == kind && isOurs(one)).toList();
      List<Trouble> found = find.get();
      for (Trouble trouble : found) {
        before.stream()
            .filter(one -> one.isAbout(trouble))
            .findFirst()
            .ifPresentOrElse(alert -> goOn(alert, trouble), () -> beginUnlessMany(before, trouble));
      }
      before.stream()
          .filter(alert -> found.stream().noneMatch(alert::isAbout))
          .filter(alert -> alert.toldAt().plus(interval).isBefore(clock.instant()))
          .forEach(this::end);
    } catch (DataAccessException | TransactionException | ResponseStatusException e) {
      LOG.debug("Alerts of {} are looked at again in a while", kind, e);
    }
  }

  private boolean isOurs(Alert alert) {
    return alert.kind() != Kind.ROUTES || alert.part().equals(node.name());
  }

  private void beginUnlessMany(List<Alert> before, Trouble trouble) {
    long there = before.stream().filter(one -> one.subject().equals(trouble.subject())).count();
    if (there < MOST_OF_A_SUBJECT) {
      transaction.executeWithoutResult(status -> begin(trouble, null));
    }
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
    if (trouble.size() >= 2L * alert.toldSize()) {
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
