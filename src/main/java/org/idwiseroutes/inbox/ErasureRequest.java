package org.idwiseroutes.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is to be erased in one source: a journey, or a person with all journeys and checks.
 *
 * @param journeyId null when a person is to be erased
 * @param reference null when a journey is to be erased
 * @param unknown whether the other systems are asked also when nothing is known here
 */
public record ErasureRequest(
    String source,
    String journeyId,
    String reference,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean unknown) {

  /** One journey, and the person's checks when it is the person's only journey. */
  public static ErasureRequest journey(String source, String journeyId) {
    return new ErasureRequest(source, journeyId, null, false);
  }

  /** A person: all journeys and checks of a reference. */
  public static ErasureRequest person(String source, String reference) {
    return new ErasureRequest(source, null, reference, false);
  }

  /** The same, also when nothing is known here. */
  public ErasureRequest alsoUnknown() {
    return new ErasureRequest(source, journeyId, reference, true);
  }
}
