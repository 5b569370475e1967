package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.idwiseroutes.journey.Decision.APPROVED;
import static org.idwiseroutes.journey.Decision.COMPLETE;
import static org.idwiseroutes.journey.Decision.INCOMPLETE;
import static org.idwiseroutes.journey.Decision.REFER;
import static org.idwiseroutes.journey.Decision.REJECTED;
import static org.idwiseroutes.journey.Decision.RESUBMISSION_REQUESTED;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The newest truth wins: what an event makes of a journey. */
class JourneyTest {

  /** Known decision, event, stated decision, decision afterwards. */
  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(null, EventName.FINISHED_JOURNEY, COMPLETE, COMPLETE),
        Arguments.of(null, EventName.FINISHED_USER_STEPS, REFER, null),
        Arguments.of(null, EventName.FINISHED_SPOT_CHECK, REFER, null),
        Arguments.of(null, EventName.FINISHED_STEP, null, null),
        Arguments.of(COMPLETE, EventName.FINISHED_USER_STEPS, INCOMPLETE, COMPLETE),
        Arguments.of(COMPLETE, EventName.FINISHED_JOURNEY, REFER, REFER),
        Arguments.of(COMPLETE, EventName.AML_MONITOR_UPDATE, REFER, REFER),
        Arguments.of(REFER, EventName.MANUALLY_REVIEWED, APPROVED, APPROVED),
        Arguments.of(REFER, EventName.MANUALLY_REVIEWED, REJECTED, REJECTED),
        Arguments.of(APPROVED, EventName.FINISHED_JOURNEY, REFER, APPROVED),
        Arguments.of(REJECTED, EventName.FINISHED_JOURNEY, COMPLETE, REJECTED),
        Arguments.of(APPROVED, EventName.UPDATED_JOURNEY, REFER, APPROVED),
        Arguments.of(APPROVED, EventName.AML_MONITOR_UPDATE, REFER, APPROVED),
        Arguments.of(APPROVED, EventName.FINISHED_USER_STEPS, INCOMPLETE, APPROVED),
        Arguments.of(APPROVED, EventName.MANUALLY_REVIEWED, REJECTED, REJECTED),
        Arguments.of(REJECTED, EventName.UPDATED_JOURNEY, APPROVED, APPROVED),
        Arguments.of(
            APPROVED, EventName.MANUALLY_REVIEWED, RESUBMISSION_REQUESTED, RESUBMISSION_REQUESTED),
        Arguments.of(RESUBMISSION_REQUESTED, EventName.FINISHED_JOURNEY, COMPLETE, COMPLETE),
        Arguments.of(
            RESUBMISSION_REQUESTED,
            EventName.FINISHED_USER_STEPS,
            COMPLETE,
            RESUBMISSION_REQUESTED),
        Arguments.of(REFER, EventName.KYC_RENEWAL_DEADLINE_EXCEEDED, null, REFER));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theEffectiveDecision(Decision known, EventName event, Decision stated, Decision after) {
    Journey journey = new Journey(known, known == null ? null : 1L, null, null, null);
    assertThat(journey.after(statement(event, stated, null), 2, false).decision()).isEqualTo(after);
  }

  @Test
  void aManualDecisionOutranksALaterSystemDecisionWhateverTheOrder() {
    Journey late = new Journey(COMPLETE, 9L, COMPLETE, null, null);
    assertThat(
            late.after(statement(EventName.MANUALLY_REVIEWED, REJECTED, null), 5, false).decision())
        .isEqualTo(REJECTED);
  }

  @Test
  void anEarlierEventOfTheSameRankThatIsDecidedLateChangesNothing() {
    Journey journey = new Journey(APPROVED, 9L, null, null, null);
    assertThat(
            journey
                .after(statement(EventName.MANUALLY_REVIEWED, REJECTED, null), 5, false)
                .decision())
        .isEqualTo(APPROVED);
    Journey system = new Journey(COMPLETE, 9L, null, null, null);
    assertThat(
            system.after(statement(EventName.FINISHED_JOURNEY, REFER, null), 5, false).decision())
        .isEqualTo(COMPLETE);
  }

  @Test
  void anEventThatWasReceivedBeforeChangesNothingThoughItHasALaterPlace() {
    Journey journey = new Journey(APPROVED, 5L, null, null, null);
    Statement rejected = statement(EventName.MANUALLY_REVIEWED, REJECTED, null);
    assertThat(journey.after(rejected, 9, true).decision()).isEqualTo(APPROVED);
    Journey system = new Journey(COMPLETE, 5L, COMPLETE, null, null);
    assertThat(system.after(rejected, 9, true).decision()).isEqualTo(REJECTED);
  }

  @ParameterizedTest
  @CsvSource({"4, true", "5, true", "6, false"})
  void anAmlVersionThatIsNotHigherIsStale(long version, boolean stale) {
    Journey journey = new Journey(COMPLETE, 1L, COMPLETE, 5L, 1L);
    Statement statement = statement(EventName.AML_MONITOR_UPDATE, REFER, version);
    assertThat(journey.isStale(statement, 2)).isEqualTo(stale);
    assertThat(journey.after(statement, 2, false).decision()).isEqualTo(stale ? COMPLETE : REFER);
    assertThat(journey.after(statement, 2, false).amlVersion()).isEqualTo(stale ? 5 : 6);
  }

  @Test
  void theEventThatBroughtAVersionIsNotMadeStaleByIt() {
    Journey journey = new Journey(COMPLETE, 1L, COMPLETE, 5L, 7L);
    assertThat(journey.isStale(statement(EventName.AML_MONITOR_UPDATE, REFER, 5L), 7)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // said before by the event, known before, said now, worse
        "COMPLETE, -, REFER, true",
        "REFER, COMPLETE, REFER, false",
        "-, COMPLETE, REFER, true",
        "-, REFER, REFER, false",
        "-, -, REFER, true",
        "REFER, REFER, COMPLETE, false"
      })
  void amlIsWorseWhenTheSystemTurnsToRefer(
      Decision previous, Decision known, Decision now, boolean worse) {
    Journey journey = new Journey(known, null, known, null, null);
    Statement statement =
        new Statement(EventName.AML_MONITOR_UPDATE, now, now, previous, null, true, null, null);
    assertThat(journey.isWorsenedBy(statement)).isEqualTo(worse);
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

  private static Statement statement(EventName event, Decision decision, Long amlVersion) {
    boolean manual = decision != null && decision.isManual();
    return new Statement(
        event,
        decision,
        manual ? null : decision,
        null,
        amlVersion,
        event == EventName.AML_MONITOR_UPDATE,
        null,
        null);
  }
}
