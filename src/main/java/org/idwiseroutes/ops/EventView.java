package org.idwiseroutes.ops;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An event as operators see it.
 *
 * @param state {@code accepted}, {@code decided}, {@code quarantined}, {@code dismissed}, {@code
 *     test} or {@code erased}
 * @param problem why it is quarantined
 * @param origin {@code webhook}, {@code reconciled} when IDWise's API was asked, or {@code timer}
 *     when a timer made it
 * @param authenticatedAs the settings of the secrets that were sent, or {@code anonymous}
 * @param repeats how often it came again, the last time at {@code repeatedAt}
 * @param meaning what it meant for its journey and why nothing followed, in one sentence; null
 *     before it is decided
 * @param rules the version of the rules by which it was decided last; null before that, and when a
 *     version of the program decided it that kept none
 * @param payload as received; null in lists
 */
public record EventView(
    UUID id,
    String source,
    String event,
    String journeyId,
    String referenceNo,
    String decision,
    String previousDecision,
    Boolean changed,
    String outcome,
    Boolean stale,
    String meaning,
    String state,
    String problem,
    Instant receivedAt,
    String origin,
    String authenticatedAs,
    int repeats,
    Instant repeatedAt,
    Integer rules,
    String payload,
    List<DeliveryView> deliveries) {

  EventView with(List<DeliveryView> its) {
    return new EventView(
        id,
        source,
        event,
        journeyId,
        referenceNo,
        decision,
        previousDecision,
        changed,
        outcome,
        stale,
        meaning,
        state,
        problem,
        receivedAt,
        origin,
        authenticatedAs,
        repeats,
        repeatedAt,
        rules,
        payload,
        its);
  }
}
