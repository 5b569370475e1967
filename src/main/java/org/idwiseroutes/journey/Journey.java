package org.idwiseroutes.journey;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is known of one IDWise journey in one source. {@link Transition} says what an event makes of
 * it.
 *
 * @param decision the effective decision; null before the first
 * @param decisionSeq the event that set it, by its place in the inbox; after an AML alarm again the
 *     one that had set it before
 * @param seqBeforeAlarm the event that had set the decision before the AML alarm that is the review
 *     now; null without one
 * @param decidedAt when the decision was set last
 * @param decisionBefore the one that it took the place of; null for none
 * @param personBefore what a person had decided before a person's present decision; null for none
 * @param systemDecision what the system last said, when it was done
 * @param round the pass of verification, from 1
 * @param signs what has been seen in this round
 * @param renewalDeadline the earliest one of the renewal; null for none
 * @param requiredSteps what the person has to submit again
 * @param renewedAt when the last round after the first was decided; null before
 * @param amlVersion the highest AML version seen
 * @param amlSeq the event that brought it
 * @param facts the AML changes and reviews of the last late window, the oldest first
 * @param changedSeq the last event that changed any of this
 * @param reference the customer's id for the person; null before one was sent
 * @param beganSeq the first event of the journey; null before it
 */
record Journey(
    Decision decision,
    Long decisionSeq,
    Long seqBeforeAlarm,
    Instant decidedAt,
    Decision decisionBefore,
    Decision personBefore,
    Decision systemDecision,
    int round,
    Set<Sign> signs,
    Renewal renewal,
    String renewalDeadline,
    List<RequiredStep> requiredSteps,
    Instant renewedAt,
    BigInteger amlVersion,
    Long amlSeq,
    List<Fact> facts,
    Long changedSeq,
    String reference,
    Long beganSeq) {

  /** What has been seen in a round. */
  enum Sign {
    /** The round has begun and is not decided. */
    OPEN,
    /** The person has submitted something since the decision. */
    SUBMITTED,
    /** A Finished Journey has come. */
    FINISHED,
    /** A second Finished Journey has come before a person decided. */
    REPEATED,
    /** The echo of the person's decision has come. */
    ECHOED,
    /**
     * The round is open, and a Finished Journey that was taken for another one of the round before
     * may have been its end, which overtook what was submitted.
     */
    DOUBTFUL,
    /** The renewal was processed, and its decision is awaited. */
    RENEWED,
    /** AML monitoring said Refer, and neither it nor a person has settled that. */
    ALARM,
    /** It is an AML alarm that brought the review, or that asked IDWise whether there is one. */
    ALARMED,
    /** The last round ended before anything had told that it began. */
    UNASKED,
    /** The review stands in the place of a person's rejection: only a person ends it. */
    CONTESTED,
    /**
     * The person submitted while the decision was Refer: nothing had told that it was asked for.
     */
    UNREQUESTED,
    /**
     * An AML alarm of this older journey, or the review of a rejection, stands in the CRM in place
     * of the newest journey's status.
     */
    OVERRULES
  }

  /** Before its first event. */
  static final Journey NEW =
      new Journey(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          1,
          Set.of(),
          Renewal.NONE,
          null,
          List.of(),
          null,
          null,
          null,
          List.of(),
          null,
          null,
          null);

  boolean is(Sign sign) {
    return signs.contains(sign);
  }

  /** The event that set the decision; -1 for none. */
  long decidedBy() {
    return decisionSeq == null ? -1 : decisionSeq;
  }

  Outcome outcome() {
    return decision == null ? Outcome.UNKNOWN : decision.outcome();
  }

  /** Whether this event was the last to change the journey. */
  boolean wasLastChangedBy(long seq) {
    return changedSeq != null && changedSeq == seq;
  }
}
