package org.idwiseroutes.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What a timer has waited in.
 *
 * @param round the pass of verification
 * @param outcome the journey's outcome; null when the timer is not about that
 * @param renewal the state of its renewal; null when the timer is not about that. With neither it
 *     is about a round of which nobody knows whether it has ended
 */
public record Wait(int round, Outcome outcome, Renewal renewal) {

  /** The field of a timer's event that says what it has waited in. */
  public static final String WAITED_IN = "waitedIn";

  /**
   * Reads it.
   *
   * @param body of a timer's event
   */
  public static Wait of(JsonNode body) {
    String outcome = body.path(WAITED_IN).path("outcome").asText("");
    String renewal = body.path(WAITED_IN).path("renewal").asText("");
    return new Wait(
        body.path("round").asInt(),
        outcome.isEmpty() ? null : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
        renewal.isEmpty() ? null : Renewal.valueOf(renewal.toUpperCase(Locale.ROOT)));
  }

  boolean isForDoubtfulRound() {
    return outcome == null && renewal == null;
  }

  /** Whether it goes on: what the person submits ends it, whatever comes of that. */
  boolean goesOn(Journey journey) {
    boolean open =
        isForDoubtfulRound()
            ? journey.is(Journey.Sign.DOUBTFUL) && journey.outcome() != Outcome.REVIEW
            : !journey.is(Journey.Sign.SUBMITTED);
    return open
        && journey.round() == round
        && (outcome == null || journey.outcome() == outcome)
        && (renewal == null || journey.renewal() == renewal);
  }
}
