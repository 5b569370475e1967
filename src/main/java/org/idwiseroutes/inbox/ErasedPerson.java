package org.idwiseroutes.inbox;

import java.util.Collection;

/**
 * Whom an erasure is about.
 *
 * @param mark stands for the id in all that stays
 * @param what {@code person} or {@code journey}
 * @param references those that are forgotten; none when other journeys of the person stay
 * @param journeys ids of journeys
 * @param checks what checks without a journey are kept under
 * @param customers under what a CRM has them: the references; and the journeys and checks of which
 *     an event came without one, or with one that can be no part of a URL; none when other journeys
 *     of the person stay
 * @param tickets ids of tickets that are open, as the desk gave them
 * @param staysElsewhere whether other journeys of the same person stay
 */
public record ErasedPerson(
    String source,
    String mark,
    String what,
    Collection<String> references,
    Collection<String> journeys,
    Collection<String> checks,
    Collection<String> customers,
    Collection<String> tickets,
    boolean staysElsewhere) {}
