package org.idwiseroutes.forget;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/**
 * What one system has answered that was asked to forget somebody. Nothing in it is about the
 * person.
 *
 * @param system {@code crm}, {@code ticketing}, … as its route's destination has it behind {@code
 *     forget-}
 * @param state {@code asked}, {@code dead} while its delivery is, {@code answered}, {@code told}
 *     when a person has been told to see to it, {@code done} when they have, {@code by-hand} when
 *     it could not be asked, or not for all, and a person has to see to it
 * @param answers what it answered, such as {@code HTTP 204 (2), 404 (1)}, or why it was not asked
 * @param at when the state began
 * @param operator who said that it is done; null for nobody
 * @param reason what they said
 */
public record SystemAnswer(
    String system, String state, String answers, Instant at, String operator, String reason) {

  static final String ASKED = "asked";
  static final String ANSWERED = "answered";
  static final String DEAD = "dead";
  static final String TOLD = "told";
  static final String DONE = "done";
  static final String BY_HAND = "by-hand";

  /** Whether the system has forgotten the person, as far as it or somebody has said so. */
  @JsonIgnore
  public boolean isFinal() {
    return state.equals(ANSWERED) || state.equals(DONE);
  }

  /** Whether a person has to see to it. */
  @JsonIgnore
  public boolean isByHand() {
    return state.equals(TOLD) || state.equals(BY_HAND) || state.equals(DEAD);
  }
}
