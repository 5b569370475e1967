package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.idwiseroutes.journey.Decision.APPROVED;
import static org.idwiseroutes.journey.Decision.COMPLETE;
import static org.idwiseroutes.journey.Decision.REFER;
import static org.idwiseroutes.journey.Decision.REJECTED;
import static org.idwiseroutes.journey.Decision.RESUBMISSION_REQUESTED;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sequences of events mean for a person. */
class TransitionTest {

  private static final String FINISHED = "Finished Journey";
  private static final String REVIEWED = "Manually Reviewed";
  private static final String UPDATED = "Updated Journey";
  private static final String MONITOR = "AML Monitor Update";
  private static final String REQUIRED = "Verification Update Required";
  private static final String EXCEEDED = "KYC Renewal Deadline Exceeded";
  private static final String STEPS = "Finished User Steps";

  private final RememberedJourneys journeys = new RememberedJourneys(Duration.ofMinutes(45));
  private Instant now = Instant.parse("2026-01-01T10:00:00Z");
  private boolean asks;
  private long seq;

  @Test
  void aJourneyThatTheSystemCompletesAfterAllClosesItsReview() {
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(complete.closes()).containsExactly("review");
  }

  @ParameterizedTest
  @CsvSource({
    "Approved, 44, APPROVED",
    "Approved, 45, APPROVED",
    "Approved, 46, REFER",
    "Resubmission Requested, 45, RESUBMISSION_REQUESTED",
    "Resubmission Requested, 46, REFER"
  })
  void theSystemsWordAfterAReviewIsItsEchoForAsLongAsTheWindow(
      String decided, int minutes, Decision after) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed(decided);
    pass(minutes);
    Verdict verdict = tell(FINISHED, "systemDecision=Refer");
    assertThat(verdict.decision()).isEqualTo(after);
    assertThat(verdict.echo()).isEqualTo(after != REFER);
    assertThat(verdict.news()).isEqualTo(after == REFER);
    assertThat(verdict.opens()).isEqualTo(after == REFER ? "review" : null);
    assertThat(verdict.round()).isEqualTo(after == REFER ? 2 : 1);
    if (after != REFER) {
      assertThat(verdict.meaning()).isEqualTo("the echo of the review of 10:00");
    }
  }

  @Test
  void oneReviewHasOneEcho() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    assertThat(tell(FINISHED, "systemDecision=Refer").echo()).isTrue();
    Verdict second = tell(FINISHED, "systemDecision=Refer");
    assertThat(second.decision()).isEqualTo(REFER);
    assertThat(second.overturned()).isTrue();
  }

  /** One of them may have come late: IDWise's retries end after half an hour. */
  @ParameterizedTest
  @CsvSource({"44, true", "46, false"})
  void whoIsContradictedByAnotherPersonSoonAfterIsToldOf(int minutes, boolean told) {
    reviewed("Rejected");
    pass(minutes);
    Verdict approved = reviewed("Approved");
    assertThat(approved.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(approved.overturned()).isEqualTo(told);
    assertThat(approved.meaning().contains("somebody has to look")).isEqualTo(told);
  }

  /** What was submitted in between is what the second person decided on. */
  @Test
  void aPersonsWordOnTheNextRoundContradictsNobody() {
    reviewed("Approved");
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    tell(STEPS, "systemDecision=Incomplete");
    Verdict rejected = reviewed("Rejected");
    assertThat(rejected.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(rejected.overturned()).isFalse();
  }

  /** Whichever of the two came first: one ticket, one message. */
  @Test
  void thatItGotWorseIsToldByWhicheverEventSaysSo() {
    reviewed("Approved");
    Verdict first =
        tell(
            "Updated Journey",
            "action=AML OGM Update",
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(first.worse()).isFalse();
    Verdict second =
        tell(
            "AML Monitor Update",
            "updatedAMLVersionNumber=1",
            "previousSystemDecision=Complete",
            "systemDecision=Refer");
    assertThat(second.twin()).isTrue();
    assertThat(second.worse()).isTrue();
    assertThat(second.opens()).isEqualTo("aml");
    assertThat(second.meaning()).endsWith("and that it got worse");
  }

  @Test
  void aRenewalIsANewRoundInWhichTheSystemsWordCounts() {
    reviewed("Approved");
    pass(60 * 24 * 300);
    Verdict required = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(required.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(required.renewal()).isEqualTo(Renewal.REQUIRED);
    assertThat(required.round()).isEqualTo(2);
    assertThat(tell("Finished Step", "stepId=0").news()).isFalse();
    Verdict refer = tell(FINISHED, "systemDecision=Refer");
    assertThat(refer.decision()).isEqualTo(REFER);
    assertThat(refer.round()).isEqualTo(2);
    assertThat(refer.opens()).isEqualTo("review");
    assertThat(refer.overturned()).isTrue();
    assertThat(refer.renewal()).isEqualTo(Renewal.REQUIRED);
    Verdict approved = reviewed("Approved");
    assertThat(approved.renewal()).isEqualTo(Renewal.NONE);
    assertThat(approved.closes()).contains("review");
  }

  @ParameterizedTest
  @CsvSource({"Complete, true", "Refer, true", "Refer, false"})
  void aRenewalOfAPersonWhoIsUnknownHereIsARound(String end, boolean steps) {
    Verdict required = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(required.decision()).isNull();
    assertThat(required.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(required.renewal()).isEqualTo(Renewal.REQUIRED);
    assertThat(required.meaning()).contains("is not known here");
    if (steps) {
      assertThat(tell(STEPS, "systemDecision=Incomplete").meaning()).contains("is to be decided");
    }
    Verdict ended = tell(FINISHED, "systemDecision=" + end);
    assertThat(ended.opens()).isEqualTo(end.equals("Refer") ? "review" : null);
    assertThat(ended.renewal()).isEqualTo(end.equals("Refer") ? Renewal.REQUIRED : Renewal.NONE);
    if (steps) {
      assertThat(reviewed("Approved").renewal()).isEqualTo(Renewal.NONE);
    }
  }

  @Test
  void anUpdateThatOpensARoundSaysSo() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    pass(60);
    Verdict update =
        tell(
            UPDATED,
            "action=Step Update",
            "systemDecision=Refer",
            "manualDecision=Resubmission Requested");
    assertThat(update.round()).isEqualTo(2);
    assertThat(update.meaning())
        .isEqualTo(
            "the person submitted something: Resubmission Requested stands until round 2 is decided");
  }

  @Test
  void theReasonsOfADecisionAreToldOnce() {
    tell(FINISHED, "systemDecision=Refer");
    assertThat(reviewed("Rejected").explains()).isFalse();
    Verdict update = explained("Rejected", "fraud");
    assertThat(update.explains()).isTrue();
    assertThat(update.news()).isFalse();
    assertThat(tell(FINISHED, "systemDecision=Refer", "manualDecision=Rejected").explains())
        .isFalse();
  }

  @Test
  void reasonsThatCameWithTheDecisionAreNotToldAgain() {
    tell(FINISHED, "systemDecision=Refer");
    assertThat(explained("Rejected", "fraud").explains()).isFalse();
    assertThat(reviewed("Rejected").explains()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"90, true", "91, false"})
  void whatIsSubmittedSoonAfterAnEchoMayHaveBeenDecidedByThat(int minutes, boolean doubtful) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    tell(FINISHED, "systemDecision=Refer");
    pass(minutes);
    tell(STEPS, "systemDecision=Incomplete");
    Verdict undecided = undecided(2);
    assertThat(undecided.late()).isEqualTo(!doubtful);
    assertThat(undecided.opens()).isEqualTo(doubtful ? "review" : null);
    assertThat(undecided.outcome()).isEqualTo(doubtful ? Outcome.REVIEW : Outcome.RESUBMISSION);
    assertThat(undecided(2).late()).isTrue();
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isEqualTo(Outcome.VERIFIED);
  }

  /** A review, and a renewal so soon after it that retries mix them up; each is told once. */
  @ParameterizedTest
  @CsvSource({
    "refer refer approved step steps refer renewal",
    "refer refer approved step steps renewal refer",
    "refer refer step steps approved renewal refer"
  })
  void theReferOfARenewalIsReviewedThoughItLooksLikeAnEcho(String order) {
    Verdict last = null;
    for (String word : order.split(" ")) {
      last =
          switch (word) {
            case "refer" -> tell(FINISHED, "systemDecision=Refer");
            case "approved" -> reviewed("Approved");
            case "step" -> tell("Finished Step", "stepId=0");
            case "steps" -> tell(STEPS, "systemDecision=Incomplete");
            default -> tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
          };
    }
    if (last.outcome() != Outcome.REVIEW) {
      last = undecided(last.round());
    }
    assertThat(last.outcome()).isEqualTo(Outcome.REVIEW);
  }

  @Test
  void theWordFromBeforeARenewalDoesNotEndItsReview() {
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    tell(STEPS, "systemDecision=Incomplete");
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(complete.meaning()).contains("before the renewal");
    pass(46);
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isEqualTo(Outcome.VERIFIED);
  }

  @ParameterizedTest
  @CsvSource({"Approved", "Rejected"})
  void aRequestSoSoonAfterADecisionMayHaveComeInTheWrongOrder(String decided) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed(decided);
    pass(30);
    assertThat(reviewed("Resubmission Requested").overturned()).isTrue();
    pass(16);
    assertThat(reviewed(decided).overturned()).isFalse();
    pass(46);
    assertThat(reviewed("Resubmission Requested").overturned()).isFalse();
  }

  @Test
  void theVersionOfAChangeThatAnotherFollowedRaisesNoSecondAlarm() {
    tell(FINISHED, "systemDecision=Complete");
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").opens())
        .isEqualTo("aml");
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Complete").closes())
        .contains("aml");
    assertThat(aml(2, "Complete", "Refer").news()).isFalse();
    assertThat(aml(3, "Refer", "Complete").news()).isFalse();
    assertThat(aml(4, "Complete", "Refer").opens()).isEqualTo("aml");
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, true"})
  void theRenewalOfAPersonWhoIsUnknownHereEndsWithoutSteps(boolean required, boolean overdue) {
    if (required) {
      tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
      pass(9_000);
    }
    if (overdue) {
      tell(EXCEEDED, "renewalDeadline=2026-10-31T00:00:00Z");
    }
    pass(1_000);
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(complete.renewal()).isEqualTo(Renewal.NONE);
    assertThat(complete.closes().contains("kyc")).isEqualTo(overdue);
  }

  @ParameterizedTest
  @CsvSource({UPDATED + ", Step Update", UPDATED + ", AML Amend", MONITOR + ", none"})
  void duringTheGracePeriodNobodyWhoIsUnknownHereIsInProgress(String name, String action) {
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    pass(600);
    Verdict incomplete = tell(name, "action=" + action, "systemDecision=Incomplete");
    assertThat(incomplete.decision()).isNull();
    assertThat(incomplete.news()).isFalse();
    pass(20);
    Verdict refer = tell(FINISHED, "systemDecision=Refer");
    assertThat(refer.opens()).isEqualTo("review");
    assertThat(refer.late()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Refer, REFER", "Complete, COMPLETE"})
  void aStepThatComesLateDecidesNothing(String before, Decision after) {
    tell(FINISHED, "systemDecision=" + before);
    Verdict late =
        tell(
            UPDATED, "action=Step Update", "systemDecision=Incomplete", "finalDecision=Incomplete");
    assertThat(late.decision()).isEqualTo(after);
    assertThat(late.news()).isFalse();
  }

  @Test
  void aRenewalThatBeginsWithReferEndsWithComplete() {
    verified("Complete");
    assertThat(tell(REQUIRED, "systemDecision=Refer", "trigger=KYC Renewal").opens())
        .isEqualTo("review");
    pass(30);
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(complete.renewal()).isEqualTo(Renewal.NONE);
    assertThat(complete.closes()).contains("review");
  }

  @Test
  void theEndOfWhatWasSubmittedIsNotFromBeforeTheRenewal() {
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    tell(STEPS, "systemDecision=Incomplete");
    tell(FINISHED, "systemDecision=Refer");
    pass(10);
    tell(FINISHED, "systemDecision=Complete");
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isEqualTo(Outcome.VERIFIED);
  }

  @Test
  void anAnswerThatTheRoundGoesOnLeavesItOpen() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    tell(FINISHED, "systemDecision=Refer");
    tell(STEPS, "systemDecision=Incomplete");
    asks = true;
    pass(135);
    assertThat(undecided(2).ask()).isTrue();
    assertThat(tell(FINISHED, "finalDecision=Resubmission Requested", "answersAbout=2").outcome())
        .isEqualTo(Outcome.RESUBMISSION);
    pass(10);
    Verdict refer = tell(FINISHED, "systemDecision=Refer");
    assertThat(refer.late()).isFalse();
    assertThat(refer.ask()).isTrue();
  }

  @Test
  void anAmendHasNoVersionThatCouldTellThatItWasEarlier() {
    tell(FINISHED, "systemDecision=Complete");
    pass(600);
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer");
    tell(UPDATED, "action=AML Amend", "systemDecision=Complete");
    Verdict version = aml(1, "Complete", "Refer");
    assertThat(version.opens()).isEqualTo("aml");
    assertThat(version.outcome()).isEqualTo(Outcome.REVIEW);
  }

  @Test
  void theSameReasonsOnceMoreAreToldToNobody() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Rejected");
    assertThat(explained("Rejected", "fraud").explains()).isTrue();
    assertThat(explained("Rejected", "fraud").explains()).isFalse();
  }

  @Test
  void aDeadlineThatIsOverClosesItsTicketThoughTheNextRenewalBegins() {
    verified("Complete");
    assertThat(tell(EXCEEDED, "renewalDeadline=2026-10-31T00:00:00Z").opens()).isEqualTo("kyc");
    tell(STEPS, "systemDecision=Incomplete");
    Verdict again = tell(REQUIRED, "manualDecision=Approved", "trigger=KYC Renewal");
    assertThat(again.renewal()).isEqualTo(Renewal.REQUIRED);
    assertThat(again.closes()).contains("kyc");
  }

  @Test
  void ofARoundThatMayHaveEndedIdwiseIsAsked() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    tell(FINISHED, "systemDecision=Refer");
    tell(STEPS, "systemDecision=Incomplete");
    asks = true;
    Verdict undecided = undecided(2);
    assertThat(undecided.ask()).isTrue();
    assertThat(undecided.asked()).isEqualTo(REFER);
    assertThat(undecided.news()).isFalse();
    assertThat(tell(FINISHED, "finalDecision=Refer", "answersAbout=2").outcome())
        .isEqualTo(Outcome.REVIEW);
  }

  private Verdict undecided(int round) {
    seq++;
    return journeys.apply(
        new JourneyKey("live", "j"),
        new Arrival(
            seq,
            now,
            false,
            false,
            new Wait(round, null, null),
            "r",
            Statement.of("Round Undecided", body())),
        asks);
  }

  private Verdict explained(String decision, String reason) {
    seq++;
    ObjectNode body =
        body("systemDecision=Refer", "manualDecision=" + decision, "action=Manual Review");
    body.putObject("manualReviewDetails").put("reasonCode", reason);
    return journeys.apply(
        new JourneyKey("live", "j"),
        new Arrival(seq, now, false, false, "r", Statement.of(UPDATED, body)),
        false);
  }

  @ParameterizedTest
  @CsvSource({"Approved", "Complete"})
  void aRenewalThatEndsWellVerifiesAgain(String before) {
    verified(before);
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    tell(EXCEEDED, "renewalDeadline=2026-10-31T00:00:00Z");
    tell(STEPS, "systemDecision=Incomplete");
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(complete.renewal()).isEqualTo(Renewal.NONE);
    assertThat(complete.renewalDeadline()).isNull();
    assertThat(complete.closes()).containsExactly("kyc");
    assertThat(complete.news()).isTrue();
    assertThat(complete.overturned()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Step Update, Refer, REFER",
    "AML Amend, Refer, REFER",
    "Anything, Refer, REFER",
    "Manual Review, Refer, APPROVED",
    "Step Update, Complete, APPROVED",
    "Step Update, Incomplete, APPROVED"
  })
  void anUpdateThatStatesTheDecisionCountsUnlessItIsAReview(
      String action, String last, Decision after) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    Verdict verdict =
        tell(UPDATED, "systemDecision=" + last, "finalDecision=" + last, "action=" + action);
    assertThat(verdict.decision()).isEqualTo(after);
    assertThat(verdict.opens() != null).isEqualTo(after == REFER);
  }

  @Test
  void theSystemAloneVerifiesNobodyAgainstARejection() {
    reviewed("Rejected");
    pass(46);
    Verdict verdict = tell(FINISHED, "systemDecision=Complete");
    assertThat(verdict.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(verdict.opens()).isEqualTo("review");
  }

  @ParameterizedTest
  @CsvSource({STEPS, UPDATED, "Finished Step"})
  void whatIsSubmittedAfterARequestMakesTheNextDecisionCount(String submission) {
    tell(FINISHED, "systemDecision=Refer");
    assertThat(reviewed("Resubmission Requested").closes()).contains("review");
    Verdict submitted =
        tell(
            submission,
            "systemDecision=Refer",
            "manualDecision=Resubmission Requested",
            "action=Step Update");
    assertThat(submitted.decision()).isEqualTo(RESUBMISSION_REQUESTED);
    Verdict refer = tell(FINISHED, "systemDecision=Refer");
    assertThat(refer.decision()).isEqualTo(REFER);
    assertThat(refer.opens()).isEqualTo("review");
    assertThat(refer.round()).isEqualTo(2);
    assertThat(refer.overturned()).isFalse();
  }

  @Test
  void oneAmlChangeThatIsToldTwiceIsOneFactInEitherOrder() {
    tell(FINISHED, "systemDecision=Complete");
    Verdict updated = tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer");
    assertThat(updated.opens()).isEqualTo("aml");
    pass(45);
    Verdict monitor = aml(2, "Complete", "Refer");
    assertThat(monitor.twin()).isTrue();
    assertThat(monitor.news()).isFalse();
    assertThat(monitor.meaning()).isEqualTo("IDWise says the same as the AML update of 10:00");
    assertThat(aml(3, "Refer", "Refer").twin()).isFalse();
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").twin()).isTrue();
  }

  @Test
  void afterTheWindowTheSameWordsAreAnotherFact() {
    tell(FINISHED, "systemDecision=Complete");
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer");
    pass(46);
    assertThat(aml(2, "Complete", "Refer").twin()).isFalse();
  }

  @Test
  void pairsAreCountedSoThatFourEventsAreTwoFacts() {
    tell(FINISHED, "systemDecision=Complete");
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").twin()).isFalse();
    assertThat(aml(1, "Complete", "Refer").twin()).isTrue();
    assertThat(aml(2, "Refer", "Refer").twin()).isFalse();
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").twin()).isTrue();
  }

  @Test
  void anAmlUpdateThatSaysOtherwiseIsNoTwin() {
    aml(1, "Refer", "Complete");
    Verdict amended = tell(UPDATED, "action=AML Amend", "systemDecision=Refer");
    assertThat(amended.twin()).isFalse();
    assertThat(amended.outcome()).isEqualTo(Outcome.REVIEW);
  }

  @Test
  void aTwinThatStatesMoreOfTheDecisionCounts() {
    reviewed("Approved");
    pass(600);
    assertThat(aml(4, "Complete", "Refer").outcome()).isEqualTo(Outcome.VERIFIED);
    Verdict updated =
        tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(updated.twin()).isTrue();
    assertThat(updated.decision()).isEqualTo(REFER);
    assertThat(updated.opens()).isNull();
    assertThat(updated.meaning()).doesNotContain("IDWise says the same");
  }

  @ParameterizedTest
  @CsvSource({"4, true", "5, true", "6, false"})
  void anAmlVersionThatIsNotHigherIsStale(int version, boolean stale) {
    aml(5, "Complete", "Complete");
    Verdict verdict = aml(version, "Complete", "Refer");
    assertThat(verdict.stale()).isEqualTo(stale);
    assertThat(verdict.decision()).isEqualTo(stale ? COMPLETE : REFER);
  }

  @Test
  void anAmlUpdateThatIsNoLongerReferClosesWhatTheWorseOneOpened() {
    tell(FINISHED, "systemDecision=Complete");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    Verdict better = aml(3, "Refer", "Complete");
    assertThat(better.closes()).containsExactly("review", "aml");
    assertThat(better.outcome()).isEqualTo(Outcome.VERIFIED);
  }

  @Test
  void aReviewThatConfirmsTheDecisionSettlesTheAmlAlarm() {
    reviewed("Approved");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    pass(46);
    assertThat(reviewed("Approved").closes()).containsExactly("aml");
  }

  /** One review is told by two events; the second may come after the alarm that it knows not of. */
  @Test
  void theTwinOfAnEarlierReviewDoesNotSettleTheAmlAlarm() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    Verdict twin =
        tell(
            UPDATED,
            "action=Manual Review",
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(twin.closes()).isEmpty();
    assertThat(twin.changed()).isFalse();
  }

  @Test
  void theTwinOfAReviewDoesNotCloseTheReferThatCameAfterIt() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    pass(5);
    Verdict refer = tell(UPDATED, "action=Step Amend", "finalDecision=Refer");
    assertThat(refer.opens()).isEqualTo("review");
    pass(40);
    Verdict twin = tell(UPDATED, "action=Manual Review", "manualDecision=Approved");
    assertThat(twin.decision()).isEqualTo(REFER);
    assertThat(twin.news()).isFalse();
    assertThat(twin.meaning())
        .isEqualTo("IDWise says the same as the review of 10:00, and what came after that counts");
    assertThat(reviewed("Approved").decision()).isEqualTo(APPROVED);
  }

  @Test
  void afterTheWindowTheSameReviewIsAnother() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    pass(5);
    tell(UPDATED, "action=Step Amend", "finalDecision=Refer");
    pass(41);
    assertThat(tell(UPDATED, "action=Manual Review", "manualDecision=Approved").decision())
        .isEqualTo(APPROVED);
  }

  @Test
  void theTwinOfAnOlderAmlChangeChangesNothing() {
    tell(FINISHED, "systemDecision=Complete");
    aml(2, "Complete", "Refer");
    pass(1);
    aml(3, "Refer", "Complete");
    Verdict twin = tell(UPDATED, "action=AML Amend", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(twin.twin()).isTrue();
    assertThat(twin.decision()).isEqualTo(COMPLETE);
    assertThat(twin.news()).isFalse();
    assertThat(aml(4, "Complete", "Refer").worse()).isTrue();
  }

  @Test
  void theTwinOfAnAmlChangeDoesNotUndoTheReviewThatItLedTo() {
    tell(FINISHED, "systemDecision=Complete");
    aml(2, "Complete", "Refer");
    pass(1);
    reviewed("Approved");
    Verdict twin = tell(UPDATED, "action=AML Amend", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(twin.decision()).isEqualTo(APPROVED);
    assertThat(twin.news()).isFalse();
  }

  @Test
  void anOlderJourneyTakesItsAlarmBackAndGivesTheNewestItsStatusAgain() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", REVIEWED, "manualDecision=Rejected");
    Verdict alarm = tellOf("old", UPDATED, "action=AML OGM Update", "systemDecision=Refer");
    assertThat(alarm.status()).isEqualTo(Outcome.REVIEW);
    assertThat(alarm.takesBack()).isFalse();
    Verdict better = tellOf("old", UPDATED, "action=AML OGM Update", "systemDecision=Complete");
    assertThat(better.takesBack()).isTrue();
    assertThat(better.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(better.status()).isEqualTo(Outcome.REJECTED);
    Verdict again = tellOf("old", FINISHED, "systemDecision=Incomplete");
    assertThat(again.takesBack()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"45, NONE", "46, REQUIRED"})
  void aRequestToRenewThatComesAfterTheRenewalIsLate(int minutes, Renewal after) {
    verified("Complete");
    tell(FINISHED, "systemDecision=Complete");
    pass(minutes);
    Verdict late = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(late.renewal()).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"45, NONE", "46, OVERDUE"})
  void aDeadlineThatComesAfterTheRenewalIsLate(int minutes, Renewal after) {
    verified("Complete");
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    tell(FINISHED, "systemDecision=Complete");
    pass(minutes);
    Verdict late = tell(EXCEEDED, "renewalDeadline=2026-10-01T00:00:00Z");
    assertThat(late.renewal()).isEqualTo(after);
    assertThat(late.opens()).isEqualTo(after == Renewal.NONE ? null : "kyc");
  }

  @Test
  void aRequestThatComesAfterItsRenewalLedToAReviewEndsWithTheReview() {
    verified("Complete");
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
    Verdict request = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(request.decision()).isEqualTo(REFER);
    assertThat(request.renewal()).isEqualTo(Renewal.REQUIRED);
    assertThat(tell(EXCEEDED).opens()).isEqualTo("kyc");
    Verdict approved = reviewed("Approved");
    assertThat(approved.renewal()).isEqualTo(Renewal.NONE);
    assertThat(approved.closes()).containsExactly("review", "aml", "kyc");
  }

  @Test
  void asManyRenewalsAsWereAskedForCountHoweverSoonTheyFollow() {
    verified("Complete");
    for (int i = 0; i < 2; i++) {
      assertThat(tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal").renewal())
          .isEqualTo(Renewal.REQUIRED);
      assertThat(tell(FINISHED, "systemDecision=Complete").renewal()).isEqualTo(Renewal.NONE);
    }
  }

  @Test
  void nobodyWhoWasRejectedHasToRenew() {
    reviewed("Rejected");
    Verdict verdict = tell(EXCEEDED);
    assertThat(verdict.renewal()).isEqualTo(Renewal.NONE);
    assertThat(verdict.opens()).isNull();
  }

  @Test
  void aRenewalSoonAfterTheReviewEndsWithTheSystemsOtherWord() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    Verdict ended = tell(FINISHED, "systemDecision=Complete");
    assertThat(ended.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(ended.renewal()).isEqualTo(Renewal.NONE);
  }

  @ParameterizedTest
  @CsvSource({"2", "1440"})
  void onlyAPersonEndsTheReviewThatStandsInThePlaceOfARejection(int minutes) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Rejected");
    pass(60 * 24);
    Verdict review = tell(FINISHED, "systemDecision=Complete");
    assertThat(review.decision()).isEqualTo(REFER);
    assertThat(review.opens()).isEqualTo("review");
    assertThat(review.meaning()).contains("IDWise says Complete after Rejected");
    pass(minutes);
    for (String[] said :
        new String[][] {
          {FINISHED, "systemDecision=Complete"},
          {UPDATED, "action=Compliance Amend", "finalDecision=Complete"},
          {UPDATED, "action=AML Amend", "systemDecision=Complete", "finalDecision=Complete"}
        }) {
      Verdict verdict = tell(said[0], Arrays.copyOfRange(said, 1, said.length));
      assertThat(verdict.decision()).isEqualTo(REFER);
      assertThat(verdict.closes()).isEmpty();
      assertThat(verdict.meaning()).contains("only a person ends this review");
    }
    assertThat(reviewed("Approved").closes()).contains("review");
    assertThat(tell(FINISHED, "systemDecision=Refer").echo()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"10", "2880"})
  void theSystemAloneVerifiesNobodyWhoWasRejectedWhateverWasSubmitted(int minutes) {
    tell(FINISHED, "systemDecision=Complete");
    reviewed("Rejected");
    pass(minutes);
    tell(STEPS, "systemDecision=Complete");
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isNotEqualTo(Outcome.VERIFIED);
  }

  @ParameterizedTest
  @CsvSource({
    "Verification Update Required, trigger=KYC Renewal",
    "Updated Journey, action=AML OGM Update",
    "Updated Journey, action=Step Update"
  })
  void theDecisionBeforeThatAnEventCarriesAlongDoesNotReplaceTheNewerOne(
      String name, String field) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    pass(60 * 24);
    reviewed("Rejected");
    pass(10);
    Verdict late = tell(name, field, "manualDecision=Approved", "finalDecision=Approved");
    assertThat(late.decision()).isEqualTo(REJECTED);
    assertThat(late.late()).isTrue();
  }

  @Test
  void theHighestAmlVersionCountsAgainOnceWhatCameAfterItTurnsOutToBeOlder() {
    tell(FINISHED, "systemDecision=Complete");
    aml(4, "Complete", "Refer");
    pass(5);
    tell(UPDATED, "action=AML Amend", "systemDecision=Complete", "finalDecision=Complete");
    Verdict older = aml(3, "Refer", "Complete");
    assertThat(older.decision()).isEqualTo(REFER);
    assertThat(older.opens()).isEqualTo("aml");
    assertThat(older.stale()).isFalse();
    assertThat(older.meaning()).contains("AML version 4 counts again");
  }

  @Test
  void theHighestAmlVersionCountsThoughItsTwinCameBeforeALowerOne() {
    tell(FINISHED, "systemDecision=Complete");
    aml(2, "Complete", "Refer");
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(aml(3, "Refer", "Complete").decision()).isEqualTo(COMPLETE);
    Verdict highest = aml(4, "Complete", "Refer");
    assertThat(highest.decision()).isEqualTo(REFER);
    assertThat(highest.opens()).isEqualTo("aml");
  }

  @Test
  void theTwinOfAnAmlChangeDoesNotCloseTheReviewOfARejectionThatItCalledInQuestion() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Rejected");
    pass(180);
    tell(UPDATED, "action=AML Amend", "systemDecision=Complete", "finalDecision=Complete");
    Verdict twin = aml(2, "Refer", "Complete");
    assertThat(twin.decision()).isEqualTo(REFER);
    assertThat(twin.closes()).isEmpty();
    assertThat(reviewed("Rejected").closes()).contains("review", "aml");
  }

  @Test
  void theTwinOfAnAmlAlarmThatCarriesAnApprovalAlongDoesNotSettleIt() {
    tell(FINISHED, "systemDecision=Refer");
    aml(2, "Complete", "Refer");
    Verdict twin =
        tell(
            UPDATED,
            "action=AML OGM Update",
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(twin.closes()).doesNotContain("aml");
    assertThat(reviewed("Approved").closes()).doesNotContain("aml");
    assertThat(aml(3, "Refer", "Complete").closes()).contains("aml");
  }

  @Test
  void theTwinOfAChangeOfALowerVersionChangesNothing() {
    tell(FINISHED, "systemDecision=Complete");
    aml(4, "Complete", "Refer");
    aml(3, "Refer", "Complete");
    Verdict twin =
        tell(UPDATED, "action=AML Amend", "systemDecision=Complete", "finalDecision=Complete");
    assertThat(twin.decision()).isEqualTo(REFER);
    assertThat(twin.closes()).isEmpty();
  }

  @Test
  void theTwinOfTheAmlChangeThatAPersonRejectedOverOpensNothing() {
    tell(FINISHED, "systemDecision=Complete");
    tell(
        UPDATED,
        "action=AML Amend",
        "systemDecision=Refer",
        "manualDecision=Rejected",
        "finalDecision=Rejected");
    assertThat(aml(2, "Complete", "Refer").opens()).isNull();
  }

  @Test
  void aReviewToldTwiceHasOneEcho() {
    tell(FINISHED, "systemDecision=Refer");
    tell(REQUIRED, "manualDecision=Resubmission Requested");
    assertThat(tell(FINISHED, "systemDecision=Refer").echo()).isTrue();
    reviewed("Resubmission Requested");
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
  }

  @Test
  void aRequestThatComesAfterTheRoundItAskedForLeavesTheReview() {
    tell(FINISHED, "systemDecision=Refer");
    pass(60);
    tell(STEPS, "systemDecision=Refer");
    tell(FINISHED, "systemDecision=Refer");
    pass(10);
    Verdict late = reviewed("Resubmission Requested");
    assertThat(late.decision()).isEqualTo(REFER);
    assertThat(late.closes()).isEmpty();
    pass(60);
    assertThat(reviewed("Resubmission Requested").decision()).isEqualTo(RESUBMISSION_REQUESTED);
  }

  @Test
  void whatContradictsARequestWithinTheWindowIsReviewed() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    tell(FINISHED, "systemDecision=Refer");
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.decision()).isEqualTo(REFER);
    assertThat(complete.meaning()).contains("somebody has to look");
    assertThat(
            tell(UPDATED, "action=AML Amend", "systemDecision=Complete", "finalDecision=Complete")
                .outcome())
        .isNotEqualTo(Outcome.RESUBMISSION);
  }

  @Test
  void anApprovalWithinAnAmlChangeDoesNotSettleIt() {
    tell(FINISHED, "systemDecision=Complete");
    Verdict change =
        tell(
            UPDATED,
            "action=AML OGM Update",
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(change.opens()).isEqualTo("aml");
    assertThat(change.closes()).doesNotContain("aml");
    assertThat(aml(3, "Refer", "Complete").closes()).contains("aml");
  }

  @Test
  void aSecondReviewSoonAfterTheFirstSettlesTheAmlAlarm() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    pass(10);
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    pass(10);
    Verdict again = reviewed("Approved");
    assertThat(again.closes()).containsExactly("aml");
    assertThat(again.meaning()).contains("settled the AML alarm");
  }

  @Test
  void aLateRequestOrDeadlineAfterTheStepsOfTheRenewalIsLate() {
    verified("Complete");
    tell(STEPS, "systemDecision=Complete");
    tell(FINISHED, "systemDecision=Complete");
    pass(20);
    Verdict request = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(request.renewal()).isEqualTo(Renewal.NONE);
    assertThat(request.late()).isTrue();
    assertThat(tell(EXCEEDED).opens()).isNull();
  }

  @Test
  void whoIsIncompleteBeforeTheRequestToRenewComesIsStillVerified() {
    verified("Complete");
    tell(UPDATED, "action=Step Update", "systemDecision=Incomplete", "finalDecision=Incomplete");
    Verdict request = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(request.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(request.renewal()).isEqualTo(Renewal.REQUIRED);
  }

  @Test
  void duringTheGracePeriodAnAnswerOfIncompleteChangesNothing() {
    tell(FINISHED, "systemDecision=Complete");
    tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    Verdict answer = tell(FINISHED, "finalDecision=Incomplete", "answersAbout=1");
    assertThat(answer.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(answer.renewal()).isEqualTo(Renewal.REQUIRED);
  }

  @Test
  void aRequestToldTwiceIsOneDecision() {
    tell(FINISHED, "systemDecision=Refer");
    Verdict required =
        tell(
            REQUIRED,
            "systemDecision=Refer",
            "manualDecision=Resubmission Requested",
            "finalDecision=Resubmission Requested");
    assertThat(required.outcome()).isEqualTo(Outcome.RESUBMISSION);
    assertThat(required.renewal()).isEqualTo(Renewal.NONE);
    assertThat(required.closes()).contains("review");
    Verdict again = tell(UPDATED, "manualDecision=Resubmission Requested", "action=Manual Review");
    assertThat(again.news()).isFalse();
    assertThat(again.meaning()).contains("once more", "10:00");
  }

  @ParameterizedTest
  @CsvSource({"Approved", "Complete"})
  void duringTheGracePeriodThePersonStaysVerified(String before) {
    verified(before);
    Verdict required = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(required.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(required.renewal()).isEqualTo(Renewal.REQUIRED);
    Verdict exceeded = tell(EXCEEDED, "renewalDeadline=2026-10-31T00:00:00Z");
    assertThat(exceeded.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(exceeded.renewal()).isEqualTo(Renewal.OVERDUE);
    assertThat(exceeded.renewalDeadline()).isEqualTo("2026-10-31T00:00:00Z");
    assertThat(exceeded.opens()).isEqualTo("kyc");
  }

  @ParameterizedTest
  @CsvSource({"45, APPROVED", "46, REFER"})
  void theFirstEndOfARoundMayComeLate(int minutes, Decision after) {
    reviewed("Approved");
    pass(minutes);
    Verdict verdict = tell(FINISHED, "systemDecision=Refer", "finalDecision=Refer");
    assertThat(verdict.decision()).isEqualTo(after);
  }

  @Test
  void aSecondEndThatStatesTheDecisionIsNotLate() {
    tell(FINISHED, "systemDecision=Refer", "finalDecision=Refer");
    reviewed("Approved");
    Verdict verdict = tell(FINISHED, "systemDecision=Refer", "finalDecision=Refer");
    assertThat(verdict.decision()).isEqualTo(REFER);
    assertThat(verdict.opens()).isEqualTo("review");
  }

  @Test
  void theFirstEndDoesNotUndoTheAmlChangeThatOvertookIt() {
    assertThat(aml(2, "Complete", "Refer").outcome()).isEqualTo(Outcome.REVIEW);
    Verdict late = tell(FINISHED, "systemDecision=Complete");
    assertThat(late.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(late.news()).isFalse();
  }

  @Test
  void anAmbiguousEventChangesNothingUntilIdwiseHasAnswered() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    asks = true;
    pass(46);
    Verdict asked = tell(FINISHED, "systemDecision=Refer");
    assertThat(asked.ask()).isTrue();
    assertThat(asked.asked()).isEqualTo(REFER);
    assertThat(asked.news()).isFalse();
    Verdict answer = tell(FINISHED, "finalDecision=Refer", "answersAbout=2");
    assertThat(answer.decision()).isEqualTo(REFER);
    assertThat(answer.opens()).isEqualTo("review");
  }

  /** Somebody looks at the alarm's ticket already: it is the review. */
  @Test
  void whatIdwiseAnswersAboutAnAlarmOpensNoSecondTicket() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    pass(60 * 24);
    asks = true;
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    Verdict twin =
        tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(twin.ask()).isTrue();
    Verdict answer = tell(FINISHED, "finalDecision=Refer", "answersAbout=2");
    assertThat(answer.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(answer.opens()).isNull();
  }

  /** IDWise's API knew of an approval that no webhook had told: that was no renewal. */
  @ParameterizedTest
  @CsvSource({REQUIRED + ",REQUIRED", EXCEEDED + ",OVERDUE"})
  void whatFollowsACorrectedDecisionIsNotLate(String event, Renewal renewal) {
    tell(FINISHED, "systemDecision=Complete");
    tell(REVIEWED, "manualDecision=Approved", "finalDecision=Approved", "answersAbout=1");
    Verdict told = tell(event, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(told.late()).isFalse();
    assertThat(told.renewal()).isEqualTo(renewal);
    assertThat(told.outcome()).isEqualTo(Outcome.VERIFIED);
  }

  /** What was decided before a renewal that has waited for longer than IDWise retries has come. */
  @ParameterizedTest
  @CsvSource({REQUIRED + ",45,true", REQUIRED + ",46,false", EXCEEDED + ",46,false"})
  void aCompleteLongAfterARenewalOfSomebodyUnknownBeganEndsIt(
      String began, int minutes, boolean doubtful) {
    tell(began, "systemDecision=Incomplete", "trigger=KYC Renewal");
    pass(minutes);
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
    Verdict complete = tell(FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(doubtful ? Outcome.REVIEW : Outcome.VERIFIED);
    assertThat(complete.renewal() == Renewal.NONE).isEqualTo(!doubtful);
  }

  /** The review and its echo end the renewal in either order. */
  @ParameterizedTest
  @CsvSource({"45,OVERDUE", "46,NONE"})
  void anApprovalLongAfterARenewalOfSomebodyUnknownBeganEndsIt(int minutes, Renewal renewal) {
    tell(EXCEEDED, "renewalDeadline=2026-10-31T00:00:00Z");
    pass(minutes);
    Verdict approved = reviewed("Approved");
    assertThat(approved.renewal()).isEqualTo(renewal);
    assertThat(approved.closes().contains("kyc")).isEqualTo(renewal == Renewal.NONE);
    assertThat(tell(FINISHED, "systemDecision=Refer").news()).isFalse();
  }

  @Test
  void whoWasRejectedIsNotAskedToRenew() {
    reviewed("Rejected");
    Verdict required = tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(required.late()).isTrue();
    assertThat(required.meaning()).isEqualTo("nobody has to renew: the person was rejected");
    assertThat(required.requiredSteps()).isEmpty();
  }

  /** The alarm had brought the review, so what a person decided is about the alarm. */
  @ParameterizedTest
  @CsvSource({"Approved", "Resubmission Requested"})
  void aDecisionThatAnAmendTellsFirstSettlesTheAlarmThatBroughtTheReview(String decided) {
    tell(FINISHED, "systemDecision=Complete");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").twin()).isTrue();
    assertThat(amended(decided).closes()).contains("aml");
  }

  /** What was reviewed already may have been approved before the alarm came. */
  @ParameterizedTest
  @CsvSource({"45,false", "46,true"})
  void aDecisionThatAnAmendTellsSettlesAnAlarmDuringAReviewOnlyLater(int minutes, boolean closes) {
    tell(FINISHED, "systemDecision=Refer");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    assertThat(tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer").twin()).isTrue();
    pass(minutes);
    Verdict approved = amended("Approved");
    assertThat(approved.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(approved.closes().contains("aml")).isEqualTo(closes);
  }

  private Verdict amended(String decided) {
    return tell(
        UPDATED,
        "action=AML Amend",
        "systemDecision=Refer",
        "manualDecision=" + decided,
        "finalDecision=" + decided);
  }

  /**
   * The newest journey's word does not hide an alarm that nobody has settled, but a rejection does.
   */
  @Test
  void anAlarmOfAnOlderJourneyStandsWhateverTheNewestOneSays() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", FINISHED, "systemDecision=Refer");
    Verdict alarm = amlOf("old", 2, "Complete", "Refer");
    assertThat(alarm.status()).isEqualTo(Outcome.REVIEW);
    Verdict complete = tellOf("new", FINISHED, "systemDecision=Complete");
    assertThat(complete.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(complete.status()).isEqualTo(Outcome.REVIEW);
    assertThat(complete.meaning()).contains("an AML alarm of an older journey stands");
    Verdict rejected = tellOf("new", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    assertThat(rejected.status()).isEqualTo(Outcome.REJECTED);
  }

  /** Events of other kinds carry what a person had decided before the round that is in review. */
  @ParameterizedTest
  @CsvSource({
    "Updated Journey,action=Step Update,Approved",
    "Updated Journey,action=AML OGM Update,Approved",
    "Verification Update Required,trigger=KYC Renewal,Approved",
    "Updated Journey,action=Step Update,Resubmission Requested",
  })
  void whatARoundBeforeHadDecidedIsCarriedAlong(String event, String field, String decided) {
    tell(FINISHED, "systemDecision=Refer");
    reviewed(decided);
    pass(46);
    tell(STEPS, "systemDecision=Incomplete");
    assertThat(tell(FINISHED, "systemDecision=Refer").opens()).isEqualTo("review");
    Verdict carried =
        tell(
            event,
            field,
            "systemDecision=Refer",
            "manualDecision=" + decided,
            "finalDecision=" + decided);
    assertThat(carried.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(carried.closes()).doesNotContain("review");
    assertThat(reviewed("Approved").closes()).contains("review");
  }

  /**
   * The alarm brought the review, so an approval after it is a new one, though there was another.
   */
  @ParameterizedTest
  @CsvSource({"Complete", "Refer"})
  void anAmendThatApprovesOnceMoreEndsTheReviewOfAnAlarm(String system) {
    verified("Approved");
    Verdict alarm =
        tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(alarm.opens()).isEqualTo("aml");
    pass(10);
    Verdict amended =
        tell(
            UPDATED,
            "action=AML Amend",
            "systemDecision=" + system,
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(amended.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(amended.closes()).contains("review", "aml");
  }

  /** An alarm is no word on the round that is open. */
  @Test
  void aReviewOfAnAlarmEndsNoRenewal() {
    verified("Approved");
    assertThat(tell(REQUIRED, "systemDecision=Incomplete", "trigger=KYC Renewal").renewal())
        .isEqualTo(Renewal.REQUIRED);
    pass(60 * 24);
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    pass(60);
    Verdict approved = reviewed("Approved");
    assertThat(approved.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(approved.renewal()).isEqualTo(Renewal.REQUIRED);
  }

  @Test
  void aRequestToRenewThatCarriesAnApprovalAlongIsStillTold() {
    verified("Approved");
    tell(UPDATED, "action=AML OGM Update", "systemDecision=Refer", "finalDecision=Refer");
    pass(20);
    Verdict required =
        tell(
            REQUIRED,
            "trigger=KYC Renewal",
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved");
    assertThat(required.renewal()).isEqualTo(Renewal.REQUIRED);
    assertThat(required.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(required.late()).isFalse();
    assertThat(required.news()).isTrue();
  }

  /** Whichever of the two events of an alarm comes first, the record shows the review. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anAlarmOfAnOlderJourneyIsShownWhicheverOfItsEventsIsFirst(boolean monitorFirst) {
    tellOf("old", FINISHED, "systemDecision=Refer");
    tellOf("old", REVIEWED, "manualDecision=Approved", "finalDecision=Approved");
    pass(60);
    tellOf("new", FINISHED, "systemDecision=Complete");
    Verdict last = null;
    for (boolean monitor : new boolean[] {monitorFirst, !monitorFirst}) {
      last =
          monitor
              ? amlOf("old", 2, "Complete", "Refer")
              : tellOf(
                  "old",
                  UPDATED,
                  "action=AML OGM Update",
                  "systemDecision=Refer",
                  "finalDecision=Refer");
    }
    assertThat(last.status()).isEqualTo(Outcome.REVIEW);
    assertThat(tellOf("new", UPDATED, "systemDecision=Complete").status())
        .isEqualTo(Outcome.REVIEW);
  }

  /** What decides nothing on the newest journey leaves a later rejection of an older one. */
  @Test
  void anEventOfTheNewestJourneyThatDecidesNothingUndoesNoPersonsWord() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", FINISHED, "systemDecision=Complete");
    tellOf("old", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    Verdict same = amlOf("new", 2, "Complete", "Complete");
    assertThat(same.status()).isEqualTo(Outcome.REJECTED);
    assertThat(tellOf("new", REVIEWED, "manualDecision=Approved").status())
        .isEqualTo(Outcome.VERIFIED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theEndOfAnAlarmUndoesNoPersonsWordOnAnotherJourney(boolean alarmFirst) {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", FINISHED, "systemDecision=Complete");
    if (alarmFirst) {
      amlOf("new", 1, "Complete", "Refer");
    }
    tellOf("old", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    if (!alarmFirst) {
      assertThat(amlOf("new", 1, "Complete", "Refer").status()).isEqualTo(Outcome.REVIEW);
    }
    Verdict over = amlOf("new", 2, "Refer", "Complete");
    assertThat(over.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(over.status()).isEqualTo(Outcome.REJECTED);
    assertThat(over.statusDecision()).isEqualTo(Decision.REJECTED);
    assertThat(over.closes()).containsExactly("review", "aml");
    assertThat(tellOf("new", REVIEWED, "manualDecision=Approved").status())
        .isEqualTo(Outcome.VERIFIED);
  }

  /** What the newest journey was decided before the alarm stands again when that is the newer. */
  @Test
  void theEndOfAnAlarmBringsBackWhatCameAfterThePersonsWord() {
    tellOf("old", FINISHED, "systemDecision=Refer");
    tellOf("old", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    tellOf("new", FINISHED, "systemDecision=Complete");
    amlOf("new", 1, "Complete", "Refer");
    assertThat(amlOf("new", 2, "Refer", "Complete").status()).isEqualTo(Outcome.VERIFIED);
  }

  @Test
  void theEndOfAnAlarmInTheMiddleUndoesNoPersonsWordOnTheFirst() {
    for (String journey : List.of("first", "second", "third")) {
      tellOf(journey, FINISHED, "systemDecision=Complete");
    }
    tellOf("first", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    amlOf("second", 1, "Complete", "Refer");
    Verdict over = amlOf("second", 2, "Refer", "Complete");
    assertThat(over.takesBack()).isTrue();
    assertThat(over.status()).isEqualTo(Outcome.REJECTED);
  }

  /** With the API it is the answer that brings the review, and no other word on the person. */
  @Test
  void theEndOfAnAlarmThatWasAskedAboutUndoesNoPersonsWord() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", REVIEWED, "manualDecision=Approved", "finalDecision=Approved");
    asks = true;
    Verdict asked =
        tellOf(
            "new",
            UPDATED,
            "action=AML OGM Update",
            "systemDecision=Refer",
            "manualDecision=",
            "finalDecision=Refer");
    assertThat(asked.ask()).isTrue();
    tellOf("old", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    tellOf("new", UPDATED, "answersAbout=2", "systemDecision=Refer", "finalDecision=Refer");
    assertThat(amlOf("new", 2, "Refer", "Complete").status()).isEqualTo(Outcome.REJECTED);
  }

  /** Where decide has a backlog, an event may wait longer than those of a newer journey. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWaitedWhileANewerJourneyWasDecidedIsOfAnOlderOne(boolean byPerson) {
    tellOf("old", FINISHED, "systemDecision=Refer");
    seq++;
    long waited = seq;
    tellOf("new", FINISHED, "systemDecision=Refer");
    tellOf("new", REVIEWED, "manualDecision=Rejected");
    ObjectNode body =
        body(byPerson ? "manualDecision=Approved" : "systemDecision=Complete")
            .put("journeyId", "old");
    Verdict late =
        journeys.apply(
            new JourneyKey("live", "old"),
            new Arrival(
                waited, now, false, false, "r", Statement.of(byPerson ? REVIEWED : UPDATED, body)),
            false);
    assertThat(late.newestJourney()).isFalse();
    assertThat(late.byPerson()).isEqualTo(byPerson);
    assertThat(late.status()).isEqualTo(Outcome.REJECTED);
    assertThat(late.takesBack()).isFalse();
  }

  /** What reminds of a review of long ago is no review, whose words might still be on their way. */
  @Test
  void aDecisionThatWasCarriedAlongMakesNoLaterReviewLate() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Rejected");
    pass(60);
    tell(
        UPDATED,
        "action=Data Change",
        "systemDecision=Refer",
        "manualDecision=Rejected",
        "finalDecision=Rejected");
    reviewed("Approved");
    assertThat(reviewed("Rejected").outcome()).isEqualTo(Outcome.REJECTED);
  }

  /** It may be told late, or be the request of a second review: IDWise can tell. */
  @Test
  void aSecondRequestOfAReviewThatMayBeTheFirstIsAskedAbout() {
    asks = true;
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    tell("Finished Step", "stepId=0");
    tell(FINISHED, "finalDecision=Refer", "systemDecision=Refer");
    tell(FINISHED, "finalDecision=Refer", "answersAbout=2");
    Verdict request =
        tell(
            UPDATED,
            "action=Manual Review",
            "systemDecision=Refer",
            "manualDecision=Resubmission Requested",
            "finalDecision=Resubmission Requested");
    assertThat(request.ask()).isTrue();
    assertThat(request.changed()).isFalse();
  }

  /** What an event of another matter repeats of a person's decision is no new decision. */
  @Test
  void aPersonsDecisionThatIsCarriedAlongIsNoNewOne() {
    tellOf("old", FINISHED, "systemDecision=Refer");
    assertThat(tellOf("old", REVIEWED, "manualDecision=Approved").byPerson()).isTrue();
    tellOf("new", FINISHED, "systemDecision=Refer");
    tellOf("new", REVIEWED, "manualDecision=Rejected");
    Verdict request =
        tellOf("old", REQUIRED, "systemDecision=Incomplete", "manualDecision=Approved");
    assertThat(request.byPerson()).isFalse();
    assertThat(request.newestJourney()).isFalse();
  }

  /** A worse AML state does not put the newest journey before what a person has decided since. */
  @ParameterizedTest
  @ValueSource(strings = {"Rejected", "Approved", "Resubmission Requested"})
  void anAlarmLeavesAPersonsWordOnTheSameOlderJourney(String decision) {
    tellOf("old", FINISHED, "systemDecision=Refer");
    tellOf("new", FINISHED, "systemDecision=Refer");
    Verdict decided = tellOf("old", REVIEWED, "manualDecision=" + decision);
    Verdict alarm = amlOf("old", 1, "Complete", "Refer");
    assertThat(alarm.status())
        .isEqualTo(alarm.outcome() == Outcome.REVIEW ? Outcome.REVIEW : decided.outcome());
  }

  /**
   * Neither does what a person decided on an older journey stay behind a review that came before.
   */
  @Test
  void whatEndsOnAnOlderJourneyLeavesAPersonsWordThatIsNewerThanTheReviewOfTheNewest() {
    for (String journey : List.of("first", "second", "third")) {
      tellOf(journey, FINISHED, "systemDecision=Complete");
    }
    tellOf("first", REVIEWED, "manualDecision=Resubmission Requested");
    amlOf("third", 1, "Complete", "Refer");
    tellOf("second", REVIEWED, "manualDecision=Approved", "finalDecision=Approved");
    tellOf("first", STEPS, "systemDecision=Incomplete");
    pass(60);
    Verdict ended = tellOf("first", FINISHED, "systemDecision=Refer");
    assertThat(ended.takesBack()).isTrue();
    assertThat(ended.status()).isEqualTo(Outcome.VERIFIED);
  }

  /** The system's word against a rejection is a review, also in the record. */
  @Test
  void theReviewOfARejectionOnAnOlderJourneyIsShown() {
    tellOf("old", FINISHED, "systemDecision=Refer");
    tellOf("new", FINISHED, "systemDecision=Complete");
    tellOf("old", REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected");
    pass(60);
    Verdict review = tellOf("old", FINISHED, "systemDecision=Complete");
    assertThat(review.outcome()).isEqualTo(Outcome.REVIEW);
    assertThat(review.status()).isEqualTo(Outcome.REVIEW);
    assertThat(review.takesBack()).isTrue();
    assertThat(tellOf("new", FINISHED, "systemDecision=Complete").status())
        .isEqualTo(Outcome.REVIEW);
    assertThat(tellOf("old", REVIEWED, "manualDecision=Approved").status())
        .isEqualTo(Outcome.VERIFIED);
    assertThat(amlOf("new", 1, "Complete", "Complete").status()).isEqualTo(Outcome.VERIFIED);
  }

  /** Nobody can tell whether the request is of this round or of the one before; IDWise can. */
  @Test
  void aRequestThatMayBeOfTheRoundBeforeIsAskedAbout() {
    asks = true;
    tell(FINISHED, "systemDecision=Refer");
    tell("Finished Step", "stepId=0");
    tell(STEPS, "systemDecision=Incomplete");
    tell(FINISHED, "systemDecision=Refer");
    Verdict request = reviewed("Resubmission Requested");
    assertThat(request.ask()).isTrue();
    assertThat(request.changed()).isFalse();
  }

  /** Without a word of IDWise's it is as without the API. */
  @Test
  void aRejectionIsProtectedThoughIdwiseDoesNotAnswer() {
    reviewed("Rejected");
    pass(60 * 48);
    asks = true;
    assertThat(tell(FINISHED, "systemDecision=Complete").ask()).isTrue();
    tell(FINISHED, "finalDecision=Refer", "answersAbout=1");
    pass(60);
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isEqualTo(Outcome.REVIEW);
  }

  @Test
  void aSecondRequestToSubmitAgainAsksAgain() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Resubmission Requested");
    pass(46);
    tell(STEPS, "systemDecision=Incomplete");
    tell(FINISHED, "systemDecision=Refer");
    Verdict asked =
        tell(
            REQUIRED,
            "trigger=Manual Review",
            "manualDecision=Resubmission Requested",
            "finalDecision=Resubmission Requested");
    assertThat(asked.outcome()).isEqualTo(Outcome.RESUBMISSION);
    assertThat(asked.closes()).contains("review");
  }

  /** A renewal is of somebody who was verified. */
  @ParameterizedTest
  @CsvSource({REQUIRED + ",REQUIRED", EXCEEDED + ",OVERDUE"})
  void whatFollowsAReviewThatTheSystemEndedIsNotLate(String event, Renewal renewal) {
    tell(FINISHED, "systemDecision=Refer");
    pass(46);
    assertThat(tell(FINISHED, "systemDecision=Complete").outcome()).isEqualTo(Outcome.VERIFIED);
    Verdict told = tell(event, "systemDecision=Incomplete", "trigger=KYC Renewal");
    assertThat(told.late()).isFalse();
    assertThat(told.renewal()).isEqualTo(renewal);
  }

  /** The API's approval may be older than the alarm, which only a later review settles. */
  @Test
  void anApprovalThatOnlyTheApiKnowsLeavesTheAlarm() {
    tell(FINISHED, "systemDecision=Refer");
    assertThat(aml(2, "Complete", "Refer").opens()).isEqualTo("aml");
    Verdict known =
        tell(
            REVIEWED,
            "systemDecision=Refer",
            "manualDecision=Approved",
            "finalDecision=Approved",
            "answersAbout=1");
    assertThat(known.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(known.closes()).containsExactly("review");
    assertThat(reviewed("Approved").closes()).containsExactly("aml");
  }

  /** A rejection of an older journey counts, also when the same event tells of an alarm. */
  @Test
  void aRejectionThatAnAlarmOfAnOlderJourneyTellsIsShown() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", FINISHED, "systemDecision=Complete");
    Verdict rejected =
        tellOf(
            "old",
            MONITOR,
            "updatedAMLVersionNumber=2",
            "previousSystemDecision=Complete",
            "systemDecision=Refer",
            "manualDecision=Rejected",
            "finalDecision=Rejected");
    assertThat(rejected.status()).isEqualTo(Outcome.REJECTED);
  }

  /** Nothing has been decided on the newer journey, and so nothing else would end the review. */
  @Test
  void anAlarmThatEndsIsTakenBackThoughTheNewerJourneyIsUndecided() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    amlOf("old", 2, "Complete", "Refer");
    tellOf("new", "Finished Step", "stepId=0");
    Verdict ended = amlOf("old", 3, "Refer", "Complete");
    assertThat(ended.takesBack()).isTrue();
    assertThat(ended.status()).isEqualTo(Outcome.VERIFIED);
  }

  @Test
  void oneOfTwoAlarmsThatEndsLeavesTheReview() {
    for (String journey : new String[] {"a", "b", "newest"}) {
      tellOf(journey, FINISHED, "systemDecision=Complete");
    }
    for (String journey : new String[] {"a", "b"}) {
      amlOf(journey, 2, "Complete", "Refer");
    }
    Verdict ended = amlOf("a", 3, "Refer", "Complete");
    assertThat(ended.takesBack()).isTrue();
    assertThat(ended.status()).isEqualTo(Outcome.REVIEW);
  }

  /**
   * The request was a person's, and stands in the CRM until the older journey's round has ended.
   */
  @Test
  void whatAPersonAskedOfAnOlderJourneyIsTakenBackOnceItsRoundEnds() {
    tellOf("old", FINISHED, "systemDecision=Refer");
    tellOf("new", FINISHED, "systemDecision=Complete");
    Verdict asked = tellOf("old", REVIEWED, "manualDecision=Resubmission Requested");
    assertThat(asked.status()).isEqualTo(Outcome.RESUBMISSION);
    tellOf("old", STEPS, "systemDecision=Incomplete");
    Verdict ended = tellOf("old", FINISHED, "systemDecision=Complete");
    assertThat(ended.takesBack()).isTrue();
    assertThat(ended.statusDecision()).isEqualTo(COMPLETE);
  }

  @Test
  void aRenewalOfAnOlderJourneySaysWhyTheCrmDoesNotHearOfIt() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    tellOf("new", FINISHED, "systemDecision=Complete");
    assertThat(tellOf("old", EXCEEDED).meaning())
        .isEqualTo(
            "the person did not renew in time; a newer journey of the person has begun, so the CRM keeps its status");
  }

  @Test
  void anAnswerThatOthersHaveOvertakenIsNoneAnyMore() {
    tell(FINISHED, "systemDecision=Refer");
    reviewed("Approved");
    reviewed("Rejected");
    Verdict answer =
        tell(REVIEWED, "manualDecision=Rejected", "finalDecision=Rejected", "answersAbout=2");
    assertThat(answer.decision()).isEqualTo(REJECTED);
    assertThat(answer.news()).isFalse();
  }

  @Test
  void theSystemsWordOnAnOlderJourneyIsNotTheNewestOfThePerson() {
    tellOf("old", FINISHED, "systemDecision=Complete");
    assertThat(tellOf("new", FINISHED, "systemDecision=Refer").newestJourney()).isTrue();
    Verdict older = tellOf("old", FINISHED, "systemDecision=Refer");
    assertThat(older.newestJourney()).isFalse();
    assertThat(older.meaning()).contains("a newer journey of the person");
  }

  @ParameterizedTest
  @CsvSource({"Complete, true", "Incomplete, false", "Refer, false"})
  void aCheckOpensOrClosesTheTicketOfItsPerson(String decision, boolean passed) {
    Verdict verdict = tell("Finished Spot Check", "systemDecision=" + decision);
    assertThat(verdict.opens()).isEqualTo(passed ? null : "spot-check");
    assertThat(verdict.closes()).hasSize(passed ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETE, verified",
    "APPROVED, verified",
    "REJECTED, rejected",
    "REFER, review",
    "INCOMPLETE, in_progress",
    "RESUBMISSION_REQUESTED, resubmission"
  })
  void everyDecisionHasAnOutcome(Decision decision, String outcome) {
    assertThat(decision.outcome()).hasToString(outcome);
  }

  @Test
  void whatHasWaitedInASpoolDoesNotUndoWhatWasReceivedAfterIt() {
    Instant earlier = now;
    pass(1);
    reviewed("Approved");
    seq++;
    Verdict verdict =
        journeys.apply(
            new JourneyKey("live", "j"),
            new Arrival(
                seq,
                earlier,
                true,
                false,
                "r",
                Statement.of(REVIEWED, body("manualDecision=Rejected"))),
            false);
    assertThat(verdict.decision()).isEqualTo(APPROVED);
    assertThat(verdict.meaning()).contains("older than the decision of 10:01");
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void aProvisionalWordNeverDecides(Decision decision) {
    assertThat(tell(STEPS, "systemDecision=" + decision.text()).decision()).isNull();
    tell(FINISHED, "systemDecision=Complete");
    assertThat(tell(STEPS, "systemDecision=" + decision.text()).decision()).isEqualTo(COMPLETE);
  }

  private void verified(String how) {
    if (how.equals("Approved")) {
      tell(FINISHED, "systemDecision=Refer");
      reviewed("Approved");
    } else {
      tell(FINISHED, "systemDecision=Complete");
    }
    pass(60 * 24 * 300);
  }

  private Verdict reviewed(String decision) {
    return tell(
        REVIEWED,
        "systemDecision=Refer",
        "manualDecision=" + decision,
        "finalDecision=" + decision);
  }

  private Verdict aml(int version, String previous, String decision) {
    return amlOf("j", version, previous, decision);
  }

  private Verdict amlOf(String journey, int version, String previous, String decision) {
    return tellOf(
        journey,
        MONITOR,
        "updatedAMLVersionNumber=" + version,
        "previousSystemDecision=" + previous,
        "systemDecision=" + decision);
  }

  private Verdict tell(String name, String... fields) {
    return tellOf("j", name, fields);
  }

  private Verdict tellOf(String journey, String name, String... fields) {
    seq++;
    ObjectNode body = body(fields).put("journeyId", journey);
    return journeys.apply(
        new JourneyKey("live", journey),
        new Arrival(seq, now, false, body.has("answersAbout"), "r", Statement.of(name, body)),
        asks);
  }

  private static ObjectNode body(String... fields) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("journeyId", "j");
    for (String field : fields) {
      String[] pair = field.split("=", 2);
      if (pair[0].equals("answersAbout")) {
        body.put(pair[0], Long.parseLong(pair[1]));
      } else {
        body.put(pair[0], pair[1]);
      }
    }
    return body;
  }

  private void pass(int minutes) {
    now = now.plus(Duration.ofMinutes(minutes));
  }
}
