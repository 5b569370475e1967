package org.idwiseroutes.journey;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.idwiseroutes.journey.Journey.Sign;

/**
 * What one event makes of its journey, and what it means by that. It depends on nothing but the
 * journey, the event and the settings that it is given.
 *
 * <ul>
 *   <li>Within a round a person's decision beats the system's, whatever the order of arrival.
 *   <li>What the person submits opens a round in which the system's word counts again.
 *   <li>After a review IDWise repeats what the system had said: the echo, which changes nothing.
 *   <li>What contradicts a decision that is older than the late window is news, since IDWise's
 *       retries have ended by then.
 *   <li>What contradicts a person's decision and is none of these is reviewed by somebody.
 *   <li>Of two words of equal rank the one that was received later counts.
 * </ul>
 */
final class Transition {

  private static final int MOST_FACTS = 50;
  private static final Set<Sign> ROUND = EnumSet.of(Sign.OPEN, Sign.SUBMITTED, Sign.DOUBTFUL);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Journey before;
  private final Arrival event;
  private final Statement said;
  private final Duration lateWindow;
  private final boolean asks;

  private Decision decision;
  private Long decisionSeq;
  private Long seqBeforeAlarm;
  private Instant decidedAt;
  private Decision decisionBefore;
  private Decision personBefore;
  private Decision systemDecision;
  private int round;
  private final Set<Sign> signs = EnumSet.noneOf(Sign.class);
  private Renewal renewal;
  private String renewalDeadline;
  private List<RequiredStep> requiredSteps;
  private Instant renewedAt;
  private BigInteger amlVersion;
  private Long amlSeq;
  private List<Fact> facts;

  private boolean stale;
  private boolean worse;
  private boolean echo;
  private boolean twin;
  private boolean late;
  private boolean explains;
  private boolean overruled;
  private boolean ask;
  private Decision asked;
  private String meaning;

  /**
   * Prepares the transition.
   *
   * @param lateWindow how long after another event one may arrive that IDWise has sent before it
   * @param asks whether IDWise can be asked where only it can tell
   */
  Transition(Journey before, Arrival event, Duration lateWindow, boolean asks) {
    this.before = before;
    this.event = event;
    this.said = event.statement();
    this.lateWindow = lateWindow;
    this.asks = asks;
    this.decision = before.decision();
    this.decisionSeq = before.decisionSeq();
    this.seqBeforeAlarm = before.seqBeforeAlarm();
    this.decidedAt = before.decidedAt();
    this.decisionBefore = before.decisionBefore();
    this.personBefore = before.personBefore();
    this.systemDecision = before.systemDecision();
    this.round = before.round();
    this.signs.addAll(before.signs());
    this.renewal = before.renewal();
    this.renewalDeadline = before.renewalDeadline();
    this.requiredSteps = before.requiredSteps();
    this.renewedAt = before.renewedAt();
    this.amlVersion = before.amlVersion();
    this.amlSeq = before.amlSeq();
    this.facts = before.facts();
  }

  /** The journey afterwards, and the event's meaning. */
  record Result(Journey journey, Verdict verdict) {}

  /**
   * Applies the event.
   *
   * @param newestJourney whether no journey of the same person began after this one
   * @param newest the newest journey of the person; null for none. It is asked for only when this
   *     is an older one
   * @param others what the person's other journeys say: with what persons have decided on them, or
   *     their alarms alone
   */
  Result apply(boolean newestJourney, Supplier<Journey> newest, Function<Boolean, Others> others) {
    facts =
        new ArrayList<>(
            facts.stream()
                .filter(fact -> !isBeyondWindow(fact.receivedAt()))
                .skip(Math.max(0, facts.size() - MOST_FACTS))
                .toList());
    if (said.name() != null && event.waitedIn() == null) {
      String opened = said.isSubmission() ? submitted() : null;
      if (said.name() == EventName.KYC_RENEWAL_DEADLINE_EXCEEDED) {
        deadlineExceeded();
      } else if (said.aml()) {
        amlChanged();
      } else if (!said.isProvisional()) {
        decisionTold();
        if (said.name() == EventName.VERIFICATION_UPDATE_REQUIRED) {
          updateRequired();
        }
        if (opened != null && signs.contains(Sign.SUBMITTED) && !late && !ask) {
          meaning = opened;
        }
      }
    }
    if (event.waitedIn() != null) {
      late = !event.waitedIn().goesOn(before) || isSettledElsewhere(newestJourney, newest);
      meaning = late ? "what its timer waited in had ended by then" : "a timer has run out";
      if (!late && event.waitedIn().isForDoubtfulRound()) {
        roundUndecided();
      }
    }
    boolean takesBack = overrules(newestJourney);
    Decision shown = shown(newestJourney, takesBack, newest, others);
    return new Result(
        journey(), verdict(newestJourney, takesBack, overruled ? Decision.REFER : shown));
  }

  /** Whether a later journey of the person says more than this one. */
  private boolean isSettledElsewhere(boolean newestJourney, Supplier<Journey> newest) {
    if (newestJourney || signs.contains(Sign.OVERRULES)) {
      return false;
    }
    Journey other = newest.get();
    return other != null && other.decision() != null && other.decision() != Decision.INCOMPLETE;
  }

  /**
   * Whether what this older journey has put in the CRM has no reason any more: its AML alarm has
   * ended, or the system has ended what a person had decided.
   */
  private boolean overrules(boolean newestJourney) {
    if (newestJourney || isDecidedByPerson()) {
      signs.remove(Sign.OVERRULES);
      return false;
    }
    if (worse && isInReview() || isTurnedByAlarm()) {
      signs.add(Sign.OVERRULES);
      return false;
    }
    if (signs.contains(Sign.CONTESTED) && before.decision() == Decision.REJECTED) {
      signs.add(Sign.OVERRULES);
      return true;
    }
    boolean alarmEnded = before.is(Sign.ALARMED) && before.decision() == Decision.REFER;
    boolean over = signs.contains(Sign.OVERRULES) || alarmEnded;
    if (over && !isInReview()) {
      signs.remove(Sign.OVERRULES);
      return true;
    }
    return before.decision() != null
        && before.decision().isManual()
        && decision != before.decision();
  }

  /** Of two events of one alarm it may be the second that says what it means for the decision. */
  private boolean isTurnedByAlarm() {
    return said.aml()
        && isInReview()
        && before.decision() != Decision.REFER
        && signs.contains(Sign.ALARM);
  }

  private boolean isDecidedByPerson() {
    return said.isPersons() && decision != before.decision();
  }

  /**
   * What of it is shown: an event that decides nothing, such as the end of an AML alarm, does not
   * undo what a person has decided on another journey since; and an AML alarm of another one is a
   * review, unless a rejection is newer.
   */
  private Decision shown(
      boolean newestJourney,
      boolean takesBack,
      Supplier<Journey> newest,
      Function<Boolean, Others> others) {
    Word own = word(newestJourney, takesBack, newest);
    boolean isTold =
        said.aml()
            || said.name() == EventName.VERIFICATION_UPDATE_REQUIRED
            || said.name() == EventName.KYC_RENEWAL_DEADLINE_EXCEEDED;
    boolean decidesNothing = newestJourney && decision == before.decision() && isTold;
    boolean restores = decidesNothing || endsAlarm() || !own.told() || !newestJourney;
    boolean goesNowhere = said.name() != null && said.isProvisional();
    if (own.decision() == null
        || own.decision() == Decision.REFER && !restores
        || goesNowhere && event.waitedIn() == null) {
      return own.decision();
    }
    Others theirs = others.apply(restores);
    boolean isOther = restores && theirs.decided() != null && theirs.decidedSeq() > own.seq();
    Decision shown = isOther ? theirs.decided() : own.decision();
    long at = isOther ? theirs.decidedSeq() : own.seq();
    overruled = theirs.alarmSeq() >= 0 && (shown != Decision.REJECTED || theirs.alarmSeq() > at);
    return shown;
  }

  /**
   * A decision.
   *
   * @param decision null for none
   * @param seq the event that set it; -1 for none
   * @param told whether it is what the event tells; if not, it is what stands without that
   */
  private record Word(Decision decision, long seq, boolean told) {}

  /**
   * What the person's record is to show of this journey, or of the newest one, unless a person has
   * decided on this one since.
   */
  private Word word(boolean newestJourney, boolean takesBack, Supplier<Journey> newest) {
    long seq = decisionSeq == null ? -1 : decisionSeq;
    boolean stands = isInReview() && signs.contains(Sign.OVERRULES);
    boolean own = stands || !takesBack && (!worse || isInReview() || isDecidedByPerson());
    Journey counts = newestJourney || stands ? null : newest.get();
    boolean since = counts != null && counts.decidedBy() > event.seq();
    if (counts == null || counts.decision() == null || own && !since) {
      return new Word(decision, seq, true);
    }
    boolean later = decision != null && decision.isManual() && seq > counts.decidedBy();
    return later
        ? new Word(decision, seq, false)
        : new Word(counts.decision(), counts.decidedBy(), false);
  }

  /**
   * The person has submitted something: after a decision a round begins.
   *
   * @return what that means; null when no round began
   */
  private String submitted() {
    boolean unknown = decision == null && !signs.contains(Sign.OPEN);
    if (!unknown && signs.contains(Sign.SUBMITTED) && !isOlder()) {
      note(Fact.Topic.SUBMISSION);
    }
    if (unknown || signs.contains(Sign.SUBMITTED) || isOlder()) {
      meaning = "a step: provisional, it decides nothing";
      return null;
    }
    boolean ended = decision != null && (decision.isFinal() || signs.contains(Sign.UNREQUESTED));
    if (ended && !signs.contains(Sign.OPEN) && !isBeyondWindow(decidedAt)) {
      meaning = "a step: it may have come late, so %s stands".formatted(decision.text());
      note(Fact.Topic.SUBMISSION);
      return null;
    }
    if (decision == Decision.REFER) {
      signs.add(Sign.UNREQUESTED);
    }
    if (mayHaveEnded()) {
      signs.add(Sign.DOUBTFUL);
    }
    openRound();
    signs.add(Sign.SUBMITTED);
    note(Fact.Topic.SUBMISSION);
    meaning =
        decision == null
            ? "the person submitted something: round %d is to be decided".formatted(round)
            : "the person submitted something: %s stands until round %d is decided"
                .formatted(decision.text(), round);
    return meaning;
  }

  /** Notes when something of which only the last time matters was told. */
  private void note(Fact.Topic topic) {
    facts.removeIf(fact -> fact.topic() == topic);
    facts.add(
        new Fact(
            topic,
            event.seq(),
            event.receivedAt().toEpochMilli(),
            null,
            null,
            Set.of(said.name()),
            false,
            false));
  }

  /**
   * Whether one of the Finished Journeys that have come may be the end of the round that begins.
   */
  private boolean mayHaveEnded() {
    return signs.contains(Sign.ECHOED) && !isBeyondWindow(decidedAt.plus(lateWindow))
        || signs.contains(Sign.REPEATED) && !isBeyondWindow(decidedAt);
  }

  /** Nothing has decided the round, or what did was taken for an echo. */
  private void roundUndecided() {
    ambiguous(Decision.REFER);
    if (!ask) {
      signs.add(Sign.FINISHED);
      meaning =
          "round %d was submitted, and nothing has told how it ended: somebody has to look"
              .formatted(round);
    }
  }

  private void openRound() {
    if (signs.add(Sign.OPEN)) {
      round++;
      signs.removeAll(EnumSet.of(Sign.FINISHED, Sign.REPEATED));
    }
  }

  private void updateRequired() {
    boolean lateRenewal = said.isRenewal() && signs.contains(Sign.UNASKED) && endedLately();
    if (lateRenewal && decision.outcome() == Outcome.VERIFIED) {
      late = true;
      meaning = endedBefore();
      return;
    }
    boolean wasRejected = before.decision() == Decision.REJECTED && decision == Decision.REJECTED;
    if (said.isRenewal() && wasRejected) {
      nobodyRenews();
      return;
    }
    if (!said.requiredSteps().isEmpty()) {
      requiredSteps = said.requiredSteps();
    }
    if (!said.isRenewal() || decision == Decision.REJECTED) {
      return;
    }
    late = false;
    note(Fact.Topic.RENEWAL);
    if (lateRenewal) {
      signs.add(Sign.RENEWED);
      signs.remove(Sign.UNASKED);
    } else {
      if (decision != null && isSubmittedLately() && mayHaveEnded()) {
        signs.add(Sign.DOUBTFUL);
      }
      openRound();
    }
    if (renewal == Renewal.NONE) {
      renewal = Renewal.REQUIRED;
    }
    if (said.renewalDeadline() != null) {
      renewalDeadline = said.renewalDeadline();
    }
    if (decision == Decision.INCOMPLETE
        && decisionBefore != null
        && decisionBefore.outcome() == Outcome.VERIFIED
        && !isBeyondWindow(decidedAt)) {
      decision = decisionBefore;
      decisionSeq = event.seq();
    }
    if (decision == before.decision() && !ask) {
      meaning =
          decision == null
              ? "the person has to renew; the decision that there was is not known here"
              : "the person has to renew; %s stands meanwhile".formatted(decision.text());
    }
  }

  private void deadlineExceeded() {
    if (decision == Decision.REJECTED) {
      nobodyRenews();
      return;
    }
    if (renewal == Renewal.NONE && endedLately()) {
      if (decision.outcome() == Outcome.VERIFIED) {
        late = true;
        meaning = endedBefore();
        return;
      }
      signs.add(Sign.RENEWED);
    }
    note(Fact.Topic.RENEWAL);
    renewal = Renewal.OVERDUE;
    if (said.renewalDeadline() != null) {
      renewalDeadline = said.renewalDeadline();
    }
    if (!said.requiredSteps().isEmpty()) {
      requiredSteps = said.requiredSteps();
    }
    meaning = "the person did not renew in time";
  }

  private void nobodyRenews() {
    late = true;
    meaning = "nobody has to renew: the person was rejected";
  }

  /** Whether a later round was decided so lately that an event of it may still be on its way. */
  private boolean endedLately() {
    return decision != null && renewedAt != null && !isBeyondWindow(renewedAt);
  }

  private String endedBefore() {
    return "came late: the renewal ended at %s".formatted(words(renewedAt));
  }

  /** An AML change, of which IDWise may tell twice: with a version and without. */
  private void amlChanged() {
    boolean monitor = said.name() == EventName.AML_MONITOR_UPDATE;
    BigInteger version = monitor ? said.amlVersion() : null;
    if (version != null && isKnown(version)) {
      stale = true;
      meaning = "AML version %s is known already".formatted(version);
      return;
    }
    Fact told = told(Fact.Topic.AML, version, said.systemDecision());
    if (version != null && amlVersion != null && version.compareTo(amlVersion) < 0) {
      if (told != null && countsAgain(told)) {
        return;
      }
      stale = true;
      meaning =
          "AML version %s came late: version %s had counted already".formatted(version, amlVersion);
      return;
    }
    if (version != null) {
      amlVersion = version;
      amlSeq = event.seq();
    }
    twin = told != null;
    boolean lower = twin && told.version() != null && told.version().compareTo(amlVersion) < 0;
    if (lower || twin && isOutdated(told, version != null)) {
      late = true;
      meaning = "%s, and what came after that counts".formatted(same(told));
      return;
    }
    boolean alarming = isWorse();
    worse = alarming && (!twin || !before.is(Sign.ALARM) && decision != Decision.REJECTED);
    if (alarming && !(twin && decision == Decision.REJECTED)) {
      signs.add(Sign.ALARM);
    } else if (said.systemDecision() != null
        && said.systemDecision() != Decision.REFER
        && !signs.contains(Sign.CONTESTED)) {
      signs.remove(Sign.ALARM);
    }
    if (said.systemDecision() != null) {
      systemDecision = said.systemDecision();
    }
    amlDecision();
    if (twin && decision == before.decision() && !ask) {
      meaning = worse ? same(told) + ", and that it got worse" : same(told);
    } else if (twin && meaning == null) {
      meaning =
          "it says more of the AML update of %s: %s".formatted(words(told.receivedAt()), became());
    }
    boolean unsettled =
        said.isPersons()
            && decision != Decision.REJECTED
            && said.systemDecision() == Decision.REFER
            && (alarming || before.is(Sign.ALARM) && !isDecidedSince());
    if (unsettled || decision == Decision.REFER && before.decision() != Decision.REFER) {
      signs.add(Sign.ALARM);
    }
    if (before.is(Sign.ALARMED) && decision == Decision.REFER && before.is(Sign.ALARM)) {
      signs.add(Sign.ALARM);
    }
    boolean known = before.decision() != null && before.decision() != Decision.REFER;
    if (ask || known && decision == Decision.REFER) {
      signs.add(Sign.ALARMED);
    }
  }

  /**
   * Whether the person's decision that this tells first was made after the alarm. Events of AML
   * changes carry decisions along that may be older, where somebody may have been reviewing.
   */
  private boolean isDecidedSince() {
    boolean aboutTheAlarm = before.is(Sign.ALARMED) && (!twin || said.isAmend());
    return decision != before.decision()
        && (aboutTheAlarm || facts.stream().noneMatch(fact -> isOlderAml(fact)));
  }

  private boolean isOlderAml(Fact fact) {
    return fact.topic() == Fact.Topic.AML && fact.seq() != event.seq();
  }

  /**
   * The twin of an older change had come before this told that it was older: the highest version
   * counts again when it says otherwise.
   */
  private boolean countsAgain(Fact older) {
    Decision highest =
        facts.stream()
            .filter(fact -> amlVersion.equals(fact.version()))
            .map(Fact::decision)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    boolean followed =
        facts.stream()
            .anyMatch(
                fact ->
                    fact.topic() == Fact.Topic.AML
                        && fact.seq() > older.seq()
                        && (fact.version() == null || fact.version().compareTo(amlVersion) > 0));
    if (highest != Decision.REFER || systemDecision == Decision.REFER || followed) {
      return false;
    }
    systemDecision = highest;
    signs.add(Sign.ALARM);
    worse = true;
    if (decision != null && !decision.isManual()) {
      decide(highest, false);
    }
    meaning = "AML version %s counts again: what came after it was older".formatted(amlVersion);
    return true;
  }

  private boolean isKnown(BigInteger version) {
    return version.equals(amlVersion) && !Objects.equals(amlSeq, event.seq())
        || facts.stream().anyMatch(fact -> version.equals(fact.version()));
  }

  /** Notes who has told of this fact; what was known of it before, null when this is the first. */
  private Fact told(Fact.Topic topic, BigInteger version, Decision decided) {
    Fact known =
        facts.stream()
            .filter(fact -> fact.mayBeToldBy(said.name(), topic, decided))
            .findFirst()
            .orElse(null);
    if (known == null) {
      facts.add(
          new Fact(
              topic,
              event.seq(),
              event.receivedAt().toEpochMilli(),
              version,
              decided,
              Set.of(said.name()),
              !said.reasons().isEmpty(),
              said.isAmend()));
    } else {
      facts.set(
          facts.indexOf(known),
          known.toldBy(said.name(), version, decided, !said.reasons().isEmpty()));
    }
    return known;
  }

  /**
   * Whether something newer has been told since this fact was told first.
   *
   * @param highest whether its version is now the highest, so that only a person's decision is
   *     newer, or what has no version yet
   */
  private boolean isOutdated(Fact fact, boolean highest) {
    boolean decidedSince = before.decisionSeq() != null && before.decisionSeq() > fact.seq();
    if (highest) {
      return decidedSince && before.decision().isManual()
          || facts.stream().anyMatch(other -> isLaterWithoutVersion(other, fact));
    }
    return decidedSince
        || facts.stream()
            .anyMatch(other -> other.topic() == fact.topic() && other.seq() > fact.seq());
  }

  /** The versions will tell, but until then what was told later counts. */
  private static boolean isLaterWithoutVersion(Fact other, Fact fact) {
    return other.topic() == fact.topic()
        && other.seq() > fact.seq()
        && other.version() == null
        && !other.amended()
        && other.decision() != fact.decision();
  }

  private String same(Fact told) {
    return "IDWise says the same as the %s of %s"
        .formatted(
            told.topic() == Fact.Topic.AML ? "AML update" : "review", words(told.receivedAt()));
  }

  private boolean isWorse() {
    Decision previous =
        said.previousSystemDecision() == null
            ? before.systemDecision()
            : said.previousSystemDecision();
    return said.systemDecision() == Decision.REFER && previous != Decision.REFER;
  }

  /** What an AML change says about the decision; it is no word on a round that is open. */
  private void amlDecision() {
    Decision stated = said.decision();
    if (stated == null) {
      return;
    }
    if (said.isPersons()) {
      if (stated != decision) {
        told(Fact.Topic.REVIEW, null, stated);
      }
      personDecided(stated);
    } else if (isUnknownInGrace(stated)) {
      meaning = stays();
    } else if (decision == null) {
      decideInRound(stated);
    } else if (stated == decision || isOlder() || isGrace(stated)) {
      meaning = twin ? null : stays();
    } else if (isContested(stated)) {
      meaning = onlyAPerson();
    } else if (decision == Decision.RESUBMISSION_REQUESTED
        && stated.outcome() == Outcome.VERIFIED) {
      meaning = stays();
    } else if (!decision.isManual()) {
      decideInRound(stated);
    } else if (said.stated() && contradicts(stated) && stated != Decision.INCOMPLETE) {
      ambiguous(withoutAsking(stated));
    } else {
      meaning = twin ? null : stays();
    }
  }

  /** Sets the decision, and leaves a round open that is. */
  private void decideInRound(Decision stated) {
    Set<Sign> open = EnumSet.copyOf(ROUND);
    open.retainAll(signs);
    decide(stated, false);
    signs.addAll(open);
  }

  private void decisionTold() {
    Decision stated = said.decision();
    if (stated == null) {
      return;
    }
    if (isAnswer() && !isGrace(stated)) {
      boolean ended = signs.contains(Sign.SUBMITTED) && !signs.contains(Sign.DOUBTFUL);
      if (before.is(Sign.ALARMED) && stated != decision) {
        decideInRound(stated);
      } else if (stated != decision || ended) {
        decide(stated, true);
        keepAlarm();
      }
      if (said.systemDecision() == null && before.decision() == Decision.REJECTED && isInReview()) {
        signs.add(Sign.CONTESTED);
      }
      meaning = "settled by asking IDWise's API: " + stated.text();
    } else if (said.isPersons()) {
      personDecided(stated);
    } else if (said.name() == EventName.VERIFICATION_UPDATE_REQUIRED) {
      updateSays(stated);
    } else if (isUnknownInGrace(stated)) {
      meaning = stays();
    } else if (decision == null) {
      boolean renewed = renewal != Renewal.NONE && said.name() == EventName.FINISHED_JOURNEY;
      decide(stated, renewed || signs.contains(Sign.SUBMITTED));
    } else if (isOlder()) {
      late = true;
      meaning = older();
    } else if (said.isSubmission() && stated == Decision.INCOMPLETE) {
      meaning = stays();
    } else if (decision.isManual()) {
      systemAfterPerson(stated);
    } else {
      systemAfterSystem(stated);
    }
    if (said.systemDecision() != null
        && said.name() != EventName.VERIFICATION_UPDATE_REQUIRED
        && !late) {
      systemDecision = said.systemDecision();
    }
  }

  /** What IDWise's API knows of a person's decision may be older than the alarm. */
  private void keepAlarm() {
    if (before.is(Sign.ALARM)
        && !before.is(Sign.ALARMED)
        && decision != Decision.REJECTED
        && said.systemDecision() == Decision.REFER) {
      signs.add(Sign.ALARM);
    }
  }

  /** An answer to what was asked when the journey stood as it does now. */
  private boolean isAnswer() {
    long decidedBy = decisionSeq == null ? -1 : decisionSeq;
    return event.reconciled() && said.answersAbout() != null && said.answersAbout() == decidedBy;
  }

  private void personDecided(Decision stated) {
    explains = stated == decision && said.isReview() && isExplanationOf(stated);
    Fact told = said.aml() || isRemindedOf(stated) ? null : told(Fact.Topic.REVIEW, null, stated);
    if (told != null && stated != decision && isOutdated(told, false)) {
      late = true;
      meaning = "%s, and what came after that counts".formatted(same(told));
      if (asks && isRequest(stated) && !decision.isManual()) {
        ask(decision);
      }
    } else if (isCarriedAlong(stated) || isRequestOfTheRoundBefore(stated)) {
      late = true;
      meaning =
          "%s is older than %s of %s, which counts"
              .formatted(stated.text(), decision.text(), words(decidedAt));
      if (asks && isRequest(stated) && isRequestOfTheRoundBefore(stated)) {
        ask(decision);
      }
    } else if (stated != decision && isOlder() && decision.isManual()) {
      late = true;
      meaning = older();
    } else if (stated != decision) {
      boolean mayAnswer = stated == Decision.RESUBMISSION_REQUESTED && isSubmittedLately();
      Set<Sign> open = EnumSet.copyOf(ROUND);
      open.retainAll(signs);
      decide(stated, signs.contains(Sign.SUBMITTED) || isOnAnUnknownRenewal());
      if (mayAnswer) {
        signs.addAll(open);
      }
    } else if (endsRound()) {
      decide(stated, true);
      meaning = "a person decided on round %d: %s".formatted(round, stated.text());
    } else {
      if (told == null) {
        signs.remove(Sign.ECHOED);
      }
      if (said.name() == EventName.FINISHED_JOURNEY) {
        signs.add(Sign.FINISHED);
      }
      boolean again = said.isReview() && (told == null || isBeyondWindow(decidedAt));
      boolean settled = again && signs.remove(Sign.ALARM);
      meaning =
          settled
              ? "a person looked again and settled the AML alarm: %s stays".formatted(stated.text())
              : "tells once more of the decision of %s: %s"
                  .formatted(words(decidedAt), stated.text());
    }
  }

  /** Of a review, whose answer decides: the mail about the steps is that of another event. */
  private boolean isRequest(Decision stated) {
    return stated == Decision.RESUBMISSION_REQUESTED
        && said.name() != EventName.VERIFICATION_UPDATE_REQUIRED;
  }

  /** Whether the decision of long ago stands beside what the event is about: no review is told. */
  private boolean isRemindedOf(Decision stated) {
    boolean asks = said.name() == EventName.VERIFICATION_UPDATE_REQUIRED && !said.isRenewal();
    return !said.isReview() && !asks && stated == decision && isBeyondWindow(decidedAt);
  }

  /** Whether reasons are told that no event of such a review has told. */
  private boolean isExplanationOf(Decision stated) {
    return !said.reasons().isEmpty()
        && facts.stream()
            .filter(fact -> fact.topic() == Fact.Topic.REVIEW && fact.decision() == stated)
            .noneMatch(Fact::explained);
  }

  /**
   * What tells of no review may carry the person's decision along that there was before; but a
   * request to submit again asks once more.
   */
  private boolean isCarriedAlong(Decision stated) {
    boolean asks = said.name() == EventName.VERIFICATION_UPDATE_REQUIRED && !said.isRenewal();
    boolean alarmed = said.aml() && before.is(Sign.ALARMED);
    return !said.isReview()
        && said.reasons().isEmpty()
        && !asks
        && !alarmed
        && said.name() != EventName.FINISHED_JOURNEY
        && stated != decision
        && stated == personBefore
        && !isBeyondWindow(decidedAt);
  }

  /** Who submits while a Refer stands has been asked to, though the request comes only now. */
  private boolean isRequestOfTheRoundBefore(Decision stated) {
    return stated == Decision.RESUBMISSION_REQUESTED
        && decision != null
        && decision != stated
        && signs.contains(Sign.UNREQUESTED)
        && signs.contains(Sign.FINISHED)
        && !signs.contains(Sign.SUBMITTED)
        && !isBeyondWindow(decidedAt);
  }

  /**
   * Whether a person's first word that is known here is about the renewal: what was decided before
   * that would have come by now.
   */
  private boolean isOnAnUnknownRenewal() {
    return decision == null
        && renewal != Renewal.NONE
        && !isNoted(Fact.Topic.RENEWAL)
        && (said.isReview() || said.name() == EventName.FINISHED_JOURNEY);
  }

  /** The same decision once more may be its twin, unless that came long ago. */
  private boolean endsRound() {
    boolean review = said.isReview() || said.name() == EventName.FINISHED_JOURNEY;
    return review && signs.contains(Sign.SUBMITTED) && !isOlder() && isBeyondWindow(decidedAt);
  }

  /** What was submitted within the late window may be the answer to what is asked for now. */
  private boolean isSubmittedLately() {
    return isNoted(Fact.Topic.SUBMISSION);
  }

  /** Whether it was told within the late window. */
  private boolean isNoted(Fact.Topic topic) {
    return facts.stream().anyMatch(fact -> fact.topic() == topic);
  }

  /**
   * The system's word in a request to submit again. During the grace period of a renewal it may be
   * Incomplete of somebody who is verified, so only Refer changes what is known. Of a person who
   * was decided on before this product was there it tells no decision.
   */
  private void updateSays(Decision stated) {
    if (decision == null && stated == Decision.INCOMPLETE && said.isRenewal()) {
      meaning = null;
    } else if (decision == null) {
      decide(stated, false);
    } else if (stated == Decision.REFER && decision != Decision.REFER && !isOlder()) {
      if (!decision.isManual()) {
        decide(stated, false);
      } else if (said.stated()) {
        ambiguous(stated);
      }
    }
  }

  private void systemAfterSystem(Decision stated) {
    boolean finished = said.name() == EventName.FINISHED_JOURNEY;
    boolean open = signs.contains(Sign.OPEN);
    if (finished && !open && !signs.contains(Sign.FINISHED) && !isBeyondWindow(decidedAt)) {
      late = true;
      signs.add(Sign.FINISHED);
      meaning =
          stated == decision
              ? stays()
              : "came late: what was told at %s happened after it".formatted(words(decidedAt));
    } else if (finished && mayBeFromBeforeTheRenewal(stated)) {
      late = true;
      signs.add(Sign.REPEATED);
      meaning =
          "it may be what was decided before the renewal, so %s stands".formatted(decision.text());
      if (asks) {
        ask(decision);
      }
    } else if (isGrace(stated)) {
      meaning = stays();
    } else if (isContested(stated)) {
      if (finished) {
        signs.add(Sign.FINISHED);
      }
      meaning = onlyAPerson();
    } else if (finished && (open || isBeyondWindow(decidedAt))) {
      decide(stated, true);
    } else {
      boolean repeated = finished && signs.contains(Sign.FINISHED);
      if (stated != decision) {
        decide(stated, signs.contains(Sign.SUBMITTED));
      } else {
        meaning = stays();
      }
      if (finished) {
        signs.add(repeated ? Sign.REPEATED : Sign.FINISHED);
      }
    }
  }

  /** Who has to renew had passed before, though that is not known here. */
  private boolean mayBeFromBeforeTheRenewal(Decision stated) {
    return renewal != Renewal.NONE
        && isNoted(Fact.Topic.RENEWAL)
        && decision == Decision.REFER
        && decisionBefore == null
        && !signs.contains(Sign.SUBMITTED)
        && !signs.contains(Sign.REPEATED)
        && stated.outcome() == Outcome.VERIFIED
        && !isBeyondWindow(decidedAt);
  }

  /** The system ends no review that stands in the place of a person's rejection. */
  private boolean isContested(Decision stated) {
    return signs.contains(Sign.CONTESTED) && stated != Decision.REFER;
  }

  private String onlyAPerson() {
    return "a person had rejected: only a person ends this review";
  }

  private void systemAfterPerson(Decision stated) {
    if (isGrace(stated)) {
      meaning = stays();
    } else if (said.name() == EventName.FINISHED_JOURNEY) {
      finishedAfterPerson(stated);
    } else if (said.isReview()) {
      reviewWithoutDecision(stated);
    } else if (!contradicts(stated) || stated == Decision.INCOMPLETE) {
      meaning = stays();
    } else if (said.stated() || isBeyondWindow(decidedAt) && !said.isSubmission()) {
      ambiguous(withoutAsking(stated));
    } else {
      meaning = stays();
    }
  }

  private void finishedAfterPerson(Decision stated) {
    if (signs.contains(Sign.SUBMITTED)) {
      ambiguous(withoutAsking(stated));
    } else if (isBeyondWindow(decidedAt)) {
      ambiguous(withoutAsking(stated));
    } else if (!signs.contains(Sign.FINISHED) && !signs.contains(Sign.OPEN)) {
      late = true;
      signs.add(Sign.FINISHED);
      meaning =
          "came late: a person had decided %s at %s".formatted(decision.text(), words(decidedAt));
      if (asks && said.stated()) {
        ask(decision);
      }
    } else if (renewal != Renewal.NONE
        && signs.contains(Sign.OPEN)
        && systemDecision != null
        && systemDecision != stated) {
      ambiguous(stated);
    } else if (!contradicts(stated)) {
      echoed();
    } else if (said.stated()) {
      ambiguous(withoutAsking(stated));
    } else if (!signs.contains(Sign.ECHOED)
        && (systemDecision == null || systemDecision == stated)) {
      signs.add(Sign.ECHOED);
      echoed();
    } else {
      ambiguous(withoutAsking(stated));
    }
  }

  private void reviewWithoutDecision(Decision stated) {
    if (!contradicts(stated) || !isBeyondWindow(decidedAt)) {
      echoed();
    } else {
      ambiguous(withoutAsking(stated));
    }
  }

  private void echoed() {
    echo = true;
    meaning = "the echo of the review of %s".formatted(words(decidedAt));
  }

  /** Asks IDWise, or takes the decision at once when it cannot be asked. */
  private void ambiguous(Decision withoutAsking) {
    if (asks) {
      ask(withoutAsking);
      return;
    }
    Decision previous = decision;
    Instant then = decidedAt;
    boolean submitted = signs.contains(Sign.SUBMITTED);
    boolean late = isBeyondWindow(decidedAt);
    if (said.aml()) {
      decideInRound(withoutAsking);
    } else {
      decide(withoutAsking, true);
    }
    if (previous == Decision.REJECTED && decision == Decision.REFER) {
      signs.add(Sign.CONTESTED);
    }
    boolean other = said.decision() != null && said.decision() != decision;
    meaning =
        other
            ? "IDWise says %s after %s of %s: somebody has to look"
                .formatted(said.decision().text(), previous.text(), words(then))
            : submitted
                ? "round %d ended: %s".formatted(round, decision.text())
                : late
                    ? "no late message can come so long after %s of %s: round %d ended with %s"
                        .formatted(previous.text(), words(then), round, decision.text())
                    : "it contradicts %s of %s: somebody has to look"
                        .formatted(previous.text(), words(then));
  }

  private void ask(Decision withoutAsking) {
    ask = true;
    asked = withoutAsking;
    meaning = "only IDWise can tell what it means: its API is asked";
  }

  /**
   * Nobody is verified by the system alone against a person's word, unless in a new round, and
   * never against a rejection.
   */
  private Decision withoutAsking(Decision stated) {
    boolean submitted = signs.contains(Sign.SUBMITTED);
    boolean rejected = decision == Decision.REJECTED;
    boolean requested = decision == Decision.RESUBMISSION_REQUESTED && isBeyondWindow(decidedAt);
    boolean review = contradicts(stated) && !requested && (rejected || !submitted);
    return review ? Decision.REFER : stated;
  }

  private boolean contradicts(Decision stated) {
    return stated.outcome() != decision.outcome();
  }

  /** A person who has to renew is still verified while steps are missing. */
  private boolean isGrace(Decision stated) {
    return decision != null
        && stated == Decision.INCOMPLETE
        && renewal != Renewal.NONE
        && decision.outcome() == Outcome.VERIFIED;
  }

  /** Nor is somebody in progress who was verified before this product was there. */
  private boolean isUnknownInGrace(Decision stated) {
    return decision == null && stated == Decision.INCOMPLETE && renewal != Renewal.NONE;
  }

  /** Whether what set the decision was received after this event, whatever their places. */
  private boolean isOlder() {
    return before.decisionSeq() != null
        && (before.decisionSeq() > event.seq()
            || event.spooled() && event.receivedAt().isBefore(before.decidedAt()));
  }

  private boolean isBeyondWindow(Instant then) {
    return event.receivedAt().isAfter(then.plus(lateWindow));
  }

  /**
   * Sets the decision.
   *
   * @param endsRound whether it is about what was submitted, or news of a round that nobody told of
   */
  private void decide(Decision value, boolean endsRound) {
    meaning = null;
    boolean unheardOf = endsRound && decision != null && !signs.contains(Sign.OPEN);
    boolean later = unheardOf && isBeyondWindow(decidedAt);
    boolean corrected = event.reconciled() || value.outcome() == Outcome.VERIFIED;
    boolean renewalUnheardOf =
        endsRound
            && decision != null
            && decision.outcome() == Outcome.VERIFIED
            && renewal == Renewal.NONE
            && (signs.contains(Sign.OPEN) || later || !corrected);
    if (later) {
      round++;
    }
    if (renewalUnheardOf) {
      signs.add(Sign.UNASKED);
    } else if (endsRound) {
      signs.remove(Sign.UNASKED);
    }
    if (renewalUnheardOf || renewal != Renewal.NONE) {
      renewedAt = event.receivedAt();
    }
    if (value == Decision.RESUBMISSION_REQUESTED) {
      signs.remove(Sign.UNREQUESTED);
    }
    if (value != decision) {
      personBefore = decision != null && decision.isManual() ? decision : personBefore;
      decisionBefore = decision;
    }
    boolean renewed = endsRound || signs.contains(Sign.RENEWED);
    decision = value;
    decisionSeq = endsAlarm() ? seqBeforeAlarm : Long.valueOf(event.seq());
    seqBeforeAlarm = isAlarm(value) ? before.decisionSeq() : null;
    decidedAt = event.receivedAt();
    boolean repeated = signs.contains(Sign.REPEATED) || signs.contains(Sign.DOUBTFUL);
    signs.removeAll(ROUND);
    signs.removeAll(EnumSet.of(Sign.ECHOED, Sign.REPEATED, Sign.ALARMED));
    if (value.isManual() && repeated) {
      signs.add(Sign.REPEATED);
    }
    if (said.name() == EventName.FINISHED_JOURNEY) {
      signs.add(Sign.FINISHED);
    }
    if (value.isManual()) {
      signs.removeAll(EnumSet.of(Sign.ALARM, Sign.CONTESTED));
    } else if (value != Decision.REFER) {
      signs.remove(Sign.CONTESTED);
    }
    boolean over =
        value.outcome() == Outcome.REJECTED || renewed && value.outcome() == Outcome.VERIFIED;
    if (renewal != Renewal.NONE && over) {
      renewal = Renewal.NONE;
      renewalDeadline = null;
      signs.remove(Sign.RENEWED);
    } else if (renewal != Renewal.NONE && renewed) {
      signs.add(Sign.RENEWED);
    }
    if (renewal == Renewal.NONE && said.name() != EventName.VERIFICATION_UPDATE_REQUIRED) {
      requiredSteps = List.of();
    }
  }

  /** The system ends the review that an AML alarm had brought. */
  private boolean endsAlarm() {
    return said.aml()
        && !said.isPersons()
        && before.decision() == Decision.REFER
        && before.seqBeforeAlarm() != null;
  }

  /** An AML alarm brings the review, or IDWise's API says that one has. */
  private boolean isAlarm(Decision value) {
    boolean asked = event.reconciled() && before.is(Sign.ALARMED);
    return value == Decision.REFER && before.decision() != Decision.REFER && (said.aml() || asked);
  }

  /** An event of an unknown name leaves no trace: once its name is known, it is applied. */
  private Journey journey() {
    boolean decides = event.waitedIn() != null && event.waitedIn().isForDoubtfulRound() && !late;
    if (said.name() == null && !decides) {
      return before;
    }
    Journey after =
        new Journey(
            decision,
            decisionSeq,
            seqBeforeAlarm,
            decidedAt,
            decisionBefore,
            personBefore,
            systemDecision,
            round,
            Set.copyOf(signs),
            renewal,
            renewalDeadline,
            requiredSteps,
            renewedAt,
            amlVersion,
            amlSeq,
            List.copyOf(facts),
            before.changedSeq(),
            event.reference() == null ? before.reference() : event.reference(),
            before.beganSeq() == null ? Long.valueOf(event.seq()) : before.beganSeq());
    return after.equals(before)
        ? before
        : new Journey(
            decision,
            decisionSeq,
            seqBeforeAlarm,
            decidedAt,
            decisionBefore,
            personBefore,
            systemDecision,
            round,
            after.signs(),
            renewal,
            renewalDeadline,
            requiredSteps,
            renewedAt,
            amlVersion,
            amlSeq,
            after.facts(),
            Long.valueOf(event.seq()),
            after.reference(),
            after.beganSeq());
  }

  private Verdict verdict(boolean newestJourney, boolean takesBack, Decision statusDecision) {
    boolean changed = decision != before.decision();
    boolean byPerson =
        said.isPersons() && decisionSeq != null && decisionSeq.longValue() == event.seq();
    String opens = opens();
    List<String> closes = closes(isDecidedByPerson());
    boolean renewalChanged =
        renewal != before.renewal() || !Objects.equals(renewalDeadline, before.renewalDeadline());
    boolean news = changed || renewalChanged || opens != null || !closes.isEmpty();
    return new Verdict(
        decision,
        before.decision(),
        changed,
        outcome(),
        stale,
        worse || isTurnedByAlarm(),
        said.name() == null && event.waitedIn() == null ? 0 : round,
        renewal,
        renewalDeadline,
        requiredSteps,
        echo,
        twin,
        late,
        newestJourney,
        takesBack,
        statusDecision == null ? outcome() : statusDecision.outcome(),
        statusDecision,
        byPerson,
        changed && isOverturned(),
        news,
        explains && !news && !late,
        ask,
        asked,
        opens,
        closes,
        meaning(
            changed,
            renewalChanged,
            newestJourney || byPerson || worse || isTurnedByAlarm() || takesBack));
  }

  /**
   * Whether a person's approval or rejection is in force no longer, and somebody has to know: the
   * system's word has replaced it, or another person's contrary one so soon that the two may have
   * come in the wrong order.
   */
  private boolean isOverturned() {
    boolean bySystem =
        !said.isPersons()
            && before.decision() != null
            && before.decision().isFinal()
            && decision.outcome() != before.outcome();
    return bySystem || areContrary();
  }

  /** A review that stands in the place of a rejection is no less contrary to an approval. */
  private boolean areContrary() {
    boolean newRound = before.is(Sign.SUBMITTED);
    if (!said.isPersons() || before.decision() == null) {
      return false;
    }
    boolean contrary = before.decision().isFinal() && decision.outcome() != before.outcome();
    boolean contested = before.is(Sign.CONTESTED) && decision.outcome() == Outcome.VERIFIED;
    boolean replaced = before.decision() == Decision.REFER && isContraryToAReview();
    boolean soon = !newRound && !isBeyondWindow(before.decidedAt());
    return replaced || soon && (contrary || contested);
  }

  /** Whether a review within the late window has said otherwise, though the system has since. */
  private boolean isContraryToAReview() {
    return before.facts().stream()
        .filter(fact -> fact.topic() == Fact.Topic.REVIEW && !isBeyondWindow(fact.receivedAt()))
        .map(Fact::decision)
        .anyMatch(said -> said.isFinal() && said.outcome() != decision.outcome());
  }

  private Outcome outcome() {
    if (decision != null) {
      return decision.outcome();
    }
    return said.name() != null && said.isProvisional() ? Outcome.IN_PROGRESS : Outcome.UNKNOWN;
  }

  private boolean isInReview() {
    return decision == Decision.REFER;
  }

  /** An AML change that brings the review has a ticket of its own kind, which is the review. */
  private String opens() {
    if (said.aml()) {
      boolean raised = signs.contains(Sign.ALARM) && !before.is(Sign.ALARM);
      return (worse || raised) && signs.contains(Sign.ALARM) ? Tickets.AML : null;
    }
    boolean alarmIsTheReview =
        event.reconciled() && before.is(Sign.ALARMED) && before.is(Sign.ALARM);
    if (isInReview() && before.decision() != Decision.REFER && !alarmIsTheReview) {
      return Tickets.REVIEW;
    }
    boolean overdue =
        said.name() == EventName.KYC_RENEWAL_DEADLINE_EXCEEDED && renewal == Renewal.OVERDUE;
    return overdue ? Tickets.KYC : null;
  }

  private List<String> closes(boolean personDecided) {
    List<String> closes = new ArrayList<>();
    if (!isInReview() && (personDecided || before.decision() == Decision.REFER)) {
      closes.add(Tickets.REVIEW);
    }
    boolean settled = before.is(Sign.ALARM) && !signs.contains(Sign.ALARM);
    if (personDecided && !signs.contains(Sign.ALARM) || settled) {
      closes.add(Tickets.AML);
    }
    if (before.renewal() == Renewal.OVERDUE && renewal != Renewal.OVERDUE) {
      closes.add(Tickets.KYC);
    }
    return closes;
  }

  private String meaning(boolean changed, boolean renewalChanged, boolean reachesCrm) {
    String words = meaning;
    if (words == null) {
      words = changed ? became() : stays();
    }
    if (changed && areContrary()) {
      words +=
          "; two persons' words so close together may have come in the wrong order: somebody has to look";
    }
    if ((changed || renewalChanged) && !reachesCrm) {
      words += "; a newer journey of the person has begun, so the CRM keeps its status";
    }
    if ((changed || renewalChanged) && overruled) {
      words += "; an AML alarm of an older journey stands, so the CRM shows a review";
    }
    return said.remark() == null ? words : words + "; " + said.remark();
  }

  private String became() {
    return before.decision() == null
        ? "the decision became " + decision.text()
        : "the decision changed from %s to %s".formatted(before.decision().text(), decision.text());
  }

  private String older() {
    return "older than the decision of %s, which counts".formatted(words(before.decidedAt()));
  }

  private String stays() {
    return decision == null ? "no decision yet" : "the decision stayed " + decision.text();
  }

  /** A time in UTC, with its day when that is another. */
  private String words(Instant then) {
    LocalDate today = LocalDate.ofInstant(event.receivedAt(), ZoneOffset.UTC);
    var local = then.atOffset(ZoneOffset.UTC);
    return local.toLocalDate().equals(today) ? TIME.format(local) : DAY_AND_TIME.format(local);
  }
}
