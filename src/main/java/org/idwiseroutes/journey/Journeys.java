package org.idwiseroutes.journey;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is known of each journey, and what an event changes about it. */
@Component
public class Journeys {

  /**
   * A condition on the journey {@code j}: no later journey of the same person is settled (one that
   * is Incomplete settles nothing) unless a person has decided on this one since, or an AML alarm
   * of this one stands.
   */
  public static final String COUNTS =
      """
      (j.reference_no IS NULL OR j.signs LIKE '%OVERRULES%' OR NOT EXISTS (
        SELECT 1 FROM journey later
        WHERE later.source = j.source AND later.reference_no = j.reference_no
          AND later.began_seq > j.began_seq AND later.decision IS NOT NULL
          AND later.decision <> 'Incomplete'
          AND NOT (j.decision IN ('Approved', 'Rejected', 'Resubmission Requested')
            AND j.decision_seq > later.decision_seq)))
      """;

  private final JourneyTable table;
  private final JourneyProperties properties;

  Journeys(JourneyTable table, JourneyProperties properties) {
    this.table = table;
    this.properties = properties;
  }

  /**
   * What an event will be applied to.
   *
   * @param key never null
   * @param reference the customer's id for the person; null for none
   */
  public record Wanted(JourneyKey key, long seq, String reference) {}

  /**
   * Reads and locks journeys ahead, and which is the newest of each person, in three round trips,
   * for {@link #apply} in the same transaction.
   */
  public void lockAll(Collection<Wanted> wanted) {
    if (!wanted.isEmpty()) {
      table.lockAll(wanted);
    }
  }

  /**
   * Applies an event to its journey, which stays locked until the surrounding transaction ends.
   *
   * @param key null when the event belongs to no journey
   * @param asks whether IDWise can be asked about this source's journeys
   * @param earlier what the same event meant when it was applied before; null the first time. If
   *     the journey is still as this event left it, it means the same again; otherwise it changes
   *     nothing any more
   */
  @Transactional
  public Verdict apply(JourneyKey key, Arrival event, boolean asks, Verdict earlier) {
    Statement statement = event.statement();
    if (isAlone(key, statement)) {
      return alone(statement);
    }
    Wanted wanted = new Wanted(key, event.seq(), event.reference());
    Journey before = table.lock(wanted);
    boolean timer = event.waitedIn() != null && !event.waitedIn().isForDoubtfulRound();
    boolean again = earlier != null && !timer;
    if (again && before.wasLastChangedBy(event.seq())) {
      return earlier;
    }
    if (again && earlier.round() > 0) {
      return overtaken(before, earlier);
    }
    Transition.Result result =
        new Transition(before, event, properties.lateWindow(), asks)
            .apply(
                table.isNewest(wanted),
                () -> table.newest(wanted).orElse(null),
                decided -> table.others(wanted, decided));
    if (result.journey() != before) {
      table.store(key, result.journey());
    }
    return result.verdict();
  }

  /** Whether the event says nothing about the decision on a journey. */
  static boolean isAlone(JourneyKey key, Statement statement) {
    return key == null || statement.problem() != null || statement.isCheck();
  }

  /** The effective decision now. */
  public Optional<Decision> decision(String source, String key) {
    return Optional.ofNullable(now(new JourneyKey(source, key)).decision());
  }

  /** Whether a ticket of this kind is needed now. */
  boolean needs(JourneyKey key, String kind) {
    return switch (kind) {
      case Tickets.REVIEW -> now(key).decision() == Decision.REFER;
      case Tickets.AML -> now(key).is(Journey.Sign.ALARM);
      case Tickets.KYC -> now(key).renewal() == Renewal.OVERDUE;
      default -> true;
    };
  }

  /**
   * How a journey stands now.
   *
   * @param counts whether no later journey of the person is settled, or an AML alarm of this one
   *     stands
   */
  public record Standing(Outcome outcome, Renewal renewal, boolean counts) {}

  /** How it stands in the surrounding transaction. */
  public Standing standing(JourneyKey key) {
    Journey now = now(key);
    return new Standing(now.outcome(), now.renewal(), table.counts(key));
  }

  /** Whether a ticket of this kind is needed now. */
  public boolean isTicketNeeded(JourneyKey key, String kind) {
    return needs(key, kind);
  }

  /** The place in the inbox of the event that set the effective decision; -1 for none. */
  public long decidedBy(String source, String key) {
    Long seq = now(new JourneyKey(source, key)).decisionSeq();
    return seq == null ? -1 : seq;
  }

  /** The customer's id for the person, as last sent. */
  public Optional<String> reference(JourneyKey key) {
    return Optional.ofNullable(now(key).reference());
  }

  private Journey now(JourneyKey key) {
    return table.read(key).orElse(Journey.NEW);
  }

  /** What an event means that is decided again after others have changed its journey. */
  private static Verdict overtaken(Journey now, Verdict earlier) {
    return new Verdict(
        now.decision(),
        now.decision(),
        false,
        now.outcome(),
        earlier.stale(),
        false,
        now.round(),
        now.renewal(),
        now.renewalDeadline(),
        now.requiredSteps(),
        earlier.echo(),
        earlier.twin(),
        earlier.late(),
        earlier.newestJourney(),
        false,
        now.outcome(),
        now.decision(),
        earlier.byPerson(),
        false,
        false,
        false,
        false,
        null,
        null,
        List.of(),
        "decided again after other events of its journey: it changes nothing any more");
  }

  /** What an event means that belongs to no journey's decision. */
  static Verdict alone(Statement statement) {
    boolean readable = statement.problem() == null && statement.decision() != null;
    boolean check = readable && statement.isCheck();
    boolean passed = check && statement.decision() == Decision.COMPLETE;
    return new Verdict(
        statement.decision(),
        null,
        false,
        readable ? statement.decision().outcome() : Outcome.UNKNOWN,
        false,
        false,
        0,
        Renewal.NONE,
        null,
        statement.requiredSteps(),
        false,
        false,
        false,
        true,
        false,
        null,
        null,
        statement.isPersons(),
        false,
        check,
        false,
        false,
        null,
        check && !passed ? Tickets.SPOT_CHECK : null,
        passed ? List.of(Tickets.SPOT_CHECK) : List.of(),
        check ? "the check " + (passed ? "was passed" : "was not passed") : null);
  }
}
