package org.idwiseroutes.people;

import java.time.Instant;

/**
 * How many people's news has not reached a destination.
 *
 * @param since when the oldest of it was handed over
 */
public record NotReached(String destination, int people, Instant since) {}
