package org.idwiseroutes.journey;

/**
 * What an event means once everything known of its journey is taken into account.
 *
 * @param decision the journey's effective decision; null when there is none yet
 * @param previousDecision the effective decision before this event; null when there was none
 * @param changed this event changed the effective decision
 * @param outcome what the effective decision means for the person
 * @param stale a newer or the same AML version was already known
 * @param worse AML monitoring turned the system's decision to Refer
 */
public record Verdict(
    Decision decision,
    Decision previousDecision,
    boolean changed,
    Outcome outcome,
    boolean stale,
    boolean worse) {}
