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
 */
public record ErasedPerson(
    String source,
    String mark,
    String what,
    Collection<String> references,
    Collection<String> journeys,
    Collection<String> checks) {}
