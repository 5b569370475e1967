package org.idwiseroutes.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What an event means once everything known of its journey is taken into account.
 *
 * @param decision the journey's effective decision; null when there is none yet
 * @param previousDecision the effective decision before this event; null when there was none
 * @param changed this event changed the effective decision
 * @param outcome what the effective decision means for the person
 * @param stale a newer or the same AML version was already known
 * @param worse AML monitoring turned the system's decision to Refer
 * @param round the pass of verification that the journey is in, from 1; 0 when the event belongs to
 *     no journey's decision
 * @param renewal whether IDWise waits for the person to renew steps
 * @param renewalDeadline the earliest deadline; null for none
 * @param requiredSteps what the person has to submit again
 * @param echo it repeats the system's word after a person's decision, as IDWise does
 * @param twin it tells of an AML change that another event has told already
 * @param late something that happened after it is known already, so it changes nothing
 * @param newestJourney no journey of the same reference began after this one
 * @param takesBack what this older journey had put in the place of the newest one's status has no
 *     reason any more
 * @param status what the person's record is to show: the outcome, or that of the newest journey
 * @param statusDecision the decision that the status follows from; null for none
 * @param byPerson the event tells a person's decision that was not known yet
 * @param overturned a person's approval or rejection was replaced by what means something else: by
 *     the system's word, or by another person's so soon that the two may have come in the wrong
 *     order
 * @param news somebody has to hear of it: it changed the decision, the renewal or which tickets are
 *     needed
 * @param explains it tells the reasons of a person's decision that was told without them
 * @param ask only IDWise can tell what it means, and is to be asked: until then it changes nothing
 * @param asked the decision that the event would mean if IDWise could not be asked; null unless it
 *     is to be asked
 * @param opens the kind of the ticket that is needed from now on; null for none
 * @param closes the kinds of the tickets that are needed no longer
 * @param meaning what it meant and why nothing followed, in one plain sentence
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Verdict(
    Decision decision,
    Decision previousDecision,
    boolean changed,
    Outcome outcome,
    boolean stale,
    boolean worse,
    int round,
    Renewal renewal,
    String renewalDeadline,
    List<RequiredStep> requiredSteps,
    boolean echo,
    boolean twin,
    boolean late,
    boolean newestJourney,
    boolean takesBack,
    Outcome status,
    Decision statusDecision,
    boolean byPerson,
    boolean overturned,
    boolean news,
    boolean explains,
    boolean ask,
    Decision asked,
    String opens,
    List<String> closes,
    String meaning) {

  /** Lists are never null. */
  public Verdict {
    requiredSteps = requiredSteps == null ? List.of() : List.copyOf(requiredSteps);
    closes = closes == null ? List.of() : List.copyOf(closes);
    renewal = renewal == null ? Renewal.NONE : renewal;
    statusDecision = status == null ? decision : statusDecision;
    status = status == null ? outcome : status;
  }

  /** What a version before this one has stored of it. */
  public static Verdict before(
      Decision decision,
      Decision previousDecision,
      boolean changed,
      Outcome outcome,
      boolean stale,
      boolean worse) {
    boolean review = changed && outcome == Outcome.REVIEW;
    boolean person = changed && decision != null && decision.isManual();
    return new Verdict(
        decision,
        previousDecision,
        changed,
        outcome,
        stale,
        worse,
        1,
        Renewal.NONE,
        null,
        null,
        false,
        false,
        false,
        true,
        false,
        outcome,
        decision,
        person,
        false,
        changed || worse,
        false,
        false,
        null,
        worse ? "aml" : review ? "review" : null,
        person ? List.of("review", "aml") : List.of(),
        null);
  }
}
