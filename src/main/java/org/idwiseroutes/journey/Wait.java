package org.idwiseroutes.journey;

/**
 * What a timer has waited in.
 *
 * @param round the pass of verification
 * @param outcome the journey's outcome; null when the timer is about the renewal
 * @param renewal the state of its renewal; null when the timer is about the outcome
 */
public record Wait(int round, Outcome outcome, Renewal renewal) {

  /** Whether it goes on: what the person submits ends it, whatever comes of that. */
  boolean goesOn(Journey journey) {
    return journey.round() == round
        && !journey.is(Journey.Sign.SUBMITTED)
        && (outcome == null || journey.outcome() == outcome)
        && (renewal == null || journey.renewal() == renewal);
  }
}
