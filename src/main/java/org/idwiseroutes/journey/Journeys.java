package org.idwiseroutes.journey;

import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is known of each journey, and what an event changes about it. */
@Component
public class Journeys {

  private final JourneyTable table;

  Journeys(JourneyTable table) {
    this.table = table;
  }

  /**
   * Reads and locks journeys ahead, in two round trips, for {@link #apply} in the same transaction.
   */
  public void lockAll(Set<JourneyKey> keys) {
    if (!keys.isEmpty()) {
      table.lockAll(keys.stream().sorted().toList());
    }
  }

  /**
   * Applies an event to its journey, which stays locked until the surrounding transaction ends.
   *
   * @param key null when the event belongs to no journey
   * @param seq the event's place in the inbox
   * @param late whether {@link #decidedBy the event that set the decision} was received after this
   *     one, whatever their places
   * @param earlier what the same event meant when it was applied before; null the first time. If
   *     the journey is still as this event left it, it means the same again
   */
  @Transactional
  public Verdict apply(
      JourneyKey key, long seq, boolean late, Statement statement, Verdict earlier) {
    if (isAlone(key, statement)) {
      return alone(statement);
    }
    Journey before = table.lock(key);
    if (earlier != null && before.wasLastChangedBy(seq)) {
      return earlier;
    }
    Journey after = before.after(statement, seq, late);
    if (!after.equals(before)) {
      table.store(key, after);
    }
    return verdict(before, after, statement, seq);
  }

  /** Whether the event says nothing about the decision on a journey. */
  static boolean isAlone(JourneyKey key, Statement statement) {
    return key == null || statement.problem() != null || isCheck(statement);
  }

  /** What an event has changed. */
  static Verdict verdict(Journey before, Journey after, Statement statement, long seq) {
    boolean stale = before.isStale(statement, seq);
    return new Verdict(
        after.decision(),
        before.decision(),
        after.decision() != before.decision(),
        outcome(after.decision(), statement),
        stale,
        !stale && before.isWorsenedBy(statement));
  }

  /** The effective decision now. */
  public Optional<Decision> decision(String source, String key) {
    return table.decision(source, key);
  }

  /** The place in the inbox of the event that set the effective decision; -1 for none. */
  public long decidedBy(String source, String key) {
    return table.decisionSeq(source, key).orElse(-1L);
  }

  private static boolean isCheck(Statement statement) {
    return statement.name() != null && statement.name().isCheck();
  }

  /** What an event means that belongs to no journey's decision. */
  static Verdict alone(Statement statement) {
    boolean readable = statement.problem() == null && statement.decision() != null;
    return new Verdict(
        statement.decision(),
        null,
        false,
        readable ? statement.decision().outcome() : Outcome.UNKNOWN,
        false,
        false);
  }

  private static Outcome outcome(Decision decision, Statement statement) {
    if (decision != null) {
      return decision.outcome();
    }
    return statement.isProvisional() && statement.name() != null
        ? Outcome.IN_PROGRESS
        : Outcome.UNKNOWN;
  }
}
