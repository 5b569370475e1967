package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * IDWise's retries mix up the order of a story: whatever order comes of them, the person ends where
 * the true order leads, or somebody is asked to review.
 */
class RandomOrdersTest {

  private static final int ORDERS = 2_000;
  private static final int[] RETRIES = {0, 5, 15, 30};
  private static final Set<String> SUBMISSIONS = Set.of("Finished Step", "Finished User Steps");
  private static final int DAY = 24 * 60;

  /**
   * An event of a story.
   *
   * @param minute when IDWise sends it first
   */
  private record Told(int minute, String name, String... fields) {

    @Override
    public String toString() {
      return "%s %s of %d".formatted(name, List.of(fields), minute);
    }
  }

  private record Arriving(int minute, Told told) {}

  /**
   * Where a person ends: the status in the CRM, and the kinds of the open tickets.
   *
   * @param told whether somebody was told to look which of two persons' words counts
   */
  private record End(Outcome outcome, Set<String> tickets, boolean told) {

    boolean isReviewed() {
      return tickets.contains("review") || tickets.contains("aml");
    }

    boolean agreesWith(End other) {
      return outcome == other.outcome && tickets.equals(other.tickets);
    }
  }

  static Stream<List<Told>> stories() {
    List<Told> approved = reviewed("Approved", 0);
    List<Told> renewed = new ArrayList<>(approved);
    renewed.addAll(round(300 * DAY, "Refer"));
    List<Told> renewedWell = new ArrayList<>(approved);
    renewedWell.addAll(round(300 * DAY, "Complete"));
    List<Told> settled = new ArrayList<>(renewed);
    settled.addAll(reviewed("Rejected", 310 * DAY).subList(1, 4));
    List<Told> again = new ArrayList<>(reviewed("Resubmission Requested", 0));
    again.add(new Told(3 * 60, "Finished Step", "stepId=0"));
    again.add(new Told(3 * 60 + 1, "Finished User Steps", "systemDecision=Incomplete"));
    again.add(new Told(3 * 60 + 35, "Finished Journey", "systemDecision=Refer"));
    List<Told> quick = new ArrayList<>(reviewed("Resubmission Requested", 0).subList(0, 3));
    quick.add(new Told(25, "Finished Step", "stepId=0"));
    quick.add(new Told(26, "Finished User Steps", "systemDecision=Incomplete"));
    List<Told> quickWell = new ArrayList<>(quick);
    quickWell.add(new Told(28, "Finished Journey", "systemDecision=Complete"));
    quick.add(new Told(28, "Finished Journey", "systemDecision=Refer"));
    List<Told> quickAfterEcho = new ArrayList<>(quick);
    quickAfterEcho.add(3, new Told(20, "Finished Journey", "systemDecision=Refer"));
    List<Told> rejectedAgain = new ArrayList<>(quick.subList(0, quick.size()));
    rejectedAgain.addAll(reviewed("Rejected", 15).subList(1, 4));
    List<Told> approvedAgain = new ArrayList<>(quick.subList(0, quick.size()));
    approvedAgain.addAll(reviewed("Approved", 15).subList(1, 4));
    List<Told> amlBackAndForth = new ArrayList<>();
    amlBackAndForth.add(new Told(0, "Finished Journey", "systemDecision=Complete"));
    amlBackAndForth.addAll(aml(60, 2, "Complete", "Refer"));
    amlBackAndForth.addAll(aml(61, 3, "Refer", "Complete"));
    List<Told> amlForthAndBack = new ArrayList<>(amlBackAndForth);
    amlForthAndBack.addAll(aml(62, 4, "Complete", "Refer"));
    List<Told> aml = new ArrayList<>();
    aml.add(new Told(0, "Finished Journey", "systemDecision=Complete"));
    aml.addAll(aml(20, 2, "Complete", "Refer"));
    List<Told> better = new ArrayList<>(aml);
    better.addAll(aml(2 * DAY, 3, "Refer", "Complete"));
    List<Told> alarmed = new ArrayList<>(approved);
    alarmed.addAll(aml(5 * DAY, 2, "Complete", "Refer"));
    List<Told> corrected = new ArrayList<>(approved);
    corrected.addAll(reviewed("Rejected", 10).subList(1, 4));
    List<Told> pardoned = new ArrayList<>(reviewed("Rejected", 0));
    pardoned.addAll(reviewed("Approved", 25).subList(1, 4));
    return Stream.of(
        approved,
        renewed,
        renewedWell,
        settled,
        again,
        quick,
        quickWell,
        rejectedAgain,
        approvedAgain,
        amlBackAndForth,
        amlForthAndBack,
        quickAfterEcho,
        aml,
        better,
        alarmed,
        corrected,
        pardoned);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void thePersonEndsWhereTheTrueOrderLeadsOrIsReviewed(List<Told> story) {
    End truth = end(story.stream().map(told -> new Arriving(told.minute(), told)).toList());
    Random random = new Random(22);
    for (int i = 0; i < ORDERS; i++) {
      List<Arriving> order =
          story.stream()
              .map(
                  told ->
                      new Arriving(told.minute() + RETRIES[random.nextInt(RETRIES.length)], told))
              .sorted(Comparator.comparing(Arriving::minute))
              .toList();
      if (looksUnanswered(order)) {
        continue;
      }
      End end = end(order);
      if (!end.agreesWith(truth)) {
        assertThat(end.isReviewed() || end.told())
            .as("%s instead of %s: %s", end, truth, order)
            .isTrue();
      }
      if (truth.outcome() == Outcome.REVIEW) {
        assertThat(end.isReviewed()).as("%s: %s", end, order).isTrue();
      }
    }
  }

  /**
   * Whether all that was submitted came before the first end of a round: then the same events are
   * those of a person who was asked to submit again and has not. Only IDWise can tell the two
   * apart.
   */
  private static boolean looksUnanswered(List<Arriving> order) {
    boolean asked =
        order.stream()
            .anyMatch(one -> one.toString().contains("manualDecision=Resubmission Requested"));
    List<String> names = order.stream().map(one -> one.told().name()).toList();
    int end = names.indexOf("Finished Journey");
    return asked && names.subList(end, names.size()).stream().noneMatch(SUBMISSIONS::contains);
  }

  private static End end(List<Arriving> order) {
    RememberedJourneys journeys = new RememberedJourneys(Duration.ofMinutes(45));
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    Set<String> tickets = new TreeSet<>();
    boolean told = false;
    long seq = 0;
    for (Arriving arriving : order) {
      seq++;
      Told one = arriving.told();
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("journeyId", "j");
      for (String field : one.fields()) {
        body.put(field.split("=")[0], field.split("=")[1]);
      }
      Verdict verdict =
          journeys.apply(
              new JourneyKey("live", "j"),
              new Arrival(
                  seq,
                  start.plus(Duration.ofMinutes(arriving.minute())),
                  false,
                  false,
                  "r",
                  Statement.of(one.name(), body)),
              false);
      verdict.closes().forEach(tickets::remove);
      if (verdict.opens() != null) {
        tickets.add(verdict.opens());
      }
      told |= verdict.overturned() && verdict.byPerson();
    }
    Verdict undecided = undecided(journeys, seq + 1);
    if (undecided.opens() != null) {
      tickets.add(undecided.opens());
    }
    return new End(undecided.outcome(), tickets, told);
  }

  /** What the timer says afterwards, if a round is open of which nobody knows how it ended. */
  private static Verdict undecided(RememberedJourneys journeys, long seq) {
    return journeys.apply(
        new JourneyKey("live", "j"),
        new Arrival(
            seq,
            Instant.parse("2028-01-01T00:00:00Z"),
            false,
            false,
            new Wait(2, null, null),
            "r",
            Statement.of("Round Undecided", JsonNodeFactory.instance.objectNode())),
        false);
  }

  /** Refer, and twenty minutes later a person's decision with all that IDWise sends of it. */
  private static List<Told> reviewed(String decision, int minute) {
    String manual = "manualDecision=" + decision;
    String last = "finalDecision=" + decision;
    return List.of(
        new Told(minute, "Finished Journey", "systemDecision=Refer"),
        new Told(minute + 20, "Manually Reviewed", "systemDecision=Refer", manual, last),
        new Told(
            minute + 20, "Updated Journey", "systemDecision=Refer", manual, "action=Manual Review"),
        new Told(minute + 20, "Finished Journey", "systemDecision=Refer"));
  }

  private static List<Told> round(int minute, String end) {
    return List.of(
        new Told(
            minute,
            "Verification Update Required",
            "systemDecision=Incomplete",
            "trigger=KYC Renewal"),
        new Told(minute + DAY, "Finished Step", "stepId=0"),
        new Told(minute + DAY + 2, "Finished User Steps", "systemDecision=Incomplete"),
        new Told(minute + DAY + 4, "Finished Journey", "systemDecision=" + end));
  }

  private static List<Told> aml(int minute, int version, String previous, String decision) {
    return List.of(
        new Told(minute, "Updated Journey", "action=AML OGM Update", "systemDecision=" + decision),
        new Told(
            minute,
            "AML Monitor Update",
            "updatedAMLVersionNumber=" + version,
            "previousSystemDecision=" + previous,
            "systemDecision=" + decision));
  }
}
