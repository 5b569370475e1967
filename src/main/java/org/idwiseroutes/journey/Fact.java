package org.idwiseroutes.journey;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What has been told within the late window, so that other events may be about the same, or have
 * overtaken it.
 *
 * @param topic what it is about
 * @param seq the first event that told of it, by its place in the inbox
 * @param at when that was received, in milliseconds since 1970
 * @param version of an AML change; null before one was told
 * @param decision what the system said of an AML change, or a person in a review; null for none
 * @param toldBy the events that have told of it
 * @param explained whether one of them has told the reasons; false of what an older version wrote
 * @param amended somebody amended it: it has no version
 */
record Fact(
    Topic topic,
    long seq,
    long at,
    BigInteger version,
    Decision decision,
    Set<EventName> toldBy,
    boolean explained,
    boolean amended) {

  /** The first two are told by more than one event. */
  enum Topic {
    AML,
    REVIEW,
    /** What the person submitted last: that is told once, but it matters how long ago. */
    SUBMISSION,
    /** That the person has to renew, or had to: it matters how long ago that was told. */
    RENEWAL
  }

  Instant receivedAt() {
    return Instant.ofEpochMilli(at);
  }

  /** Whether an event of this name may tell of the same: each tells of a fact once. */
  boolean mayBeToldBy(EventName event, Topic about, Decision said) {
    return topic == about
        && !toldBy.contains(event)
        && (decision == null || said == null || decision == said);
  }

  Fact toldBy(EventName event, BigInteger withVersion, Decision said, boolean withReasons) {
    Set<EventName> events = EnumSet.copyOf(toldBy);
    events.add(event);
    return new Fact(
        topic,
        seq,
        at,
        version == null ? withVersion : version,
        decision == null ? said : decision,
        Set.copyOf(events),
        explained || withReasons,
        amended);
  }
}
