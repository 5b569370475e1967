package org.idwiseroutes.people;

import java.time.Duration;

/**
 * Which of those who wait are wanted; what is null restricts nothing.
 *
 * @param longerThan they wait for longer than this; not for {@link Waiting#RENEWAL}
 * @param dueWithin their deadline is nearer than this, or has passed; only for {@link
 *     Waiting#RENEWAL}
 * @param destination only for {@link Waiting#DELIVERY}
 * @param newestFirst the shortest wait first, in place of the longest
 * @param skip how many come before this page
 */
public record PeopleFilter(
    Waiting waiting,
    String source,
    Duration longerThan,
    Duration dueWithin,
    String destination,
    boolean newestFirst,
    int skip) {}
