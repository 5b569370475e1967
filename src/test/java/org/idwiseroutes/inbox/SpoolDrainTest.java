package org.idwiseroutes.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes from the spool into the log keeps the order of each journey. */
class SpoolDrainTest {

  /** Else the second could stand in the log before the next try of the first. */
  @Test
  void noTwoOfAJourneyAreOnTheirWayAtOnce() {
    List<Event> batch = Stream.of("a", "b", "a", "c", "a", "b").map(SpoolDrainTest::of).toList();
    List<List<Event>> rounds = SpoolDrain.rounds(batch);
    assertThat(rounds.stream().flatMap(List::stream)).containsExactlyElementsOf(batch);
    assertThat(rounds)
        .allSatisfy(
            round -> assertThat(round).extracting(Event::journeyKey).doesNotHaveDuplicates());
  }

  @Test
  void whatBelongsToNoJourneyWaitsForNobody() {
    assertThat(SpoolDrain.rounds(Stream.of("a", null, null).map(SpoolDrainTest::of).toList()))
        .hasSize(1);
  }

  private static Event of(String journey) {
    UUID id = UUID.randomUUID();
    return new Event(
        id,
        "live",
        id.toString(),
        false,
        "Finished Journey",
        journey,
        journey,
        null,
        "{}",
        null,
        Event.ACCEPTED,
        null,
        Instant.EPOCH,
        null);
  }
}
