package org.idwiseroutes.console;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * What a search asks for; what is empty restricts nothing.
 *
 * @param id ours or IDWise's
 * @param from in the time zone; likewise {@code until}
 * @param zone the browser's time zone; null is UTC
 * @param live whether the page follows what comes
 */
public record EventSearch(
    String id,
    String reference,
    String journey,
    String event,
    String decision,
    String state,
    String source,
    LocalDateTime from,
    LocalDateTime until,
    String zone,
    Boolean live,
    String before) {

  public EventSearch {
    id = text(id);
    reference = text(reference);
    journey = text(journey);
    event = text(event);
    decision = text(decision);
    state = text(state);
    source = text(source);
    zone = text(zone);
    live = Boolean.TRUE.equals(live);
    before = text(before);
  }

  Instant fromMoment() {
    return LocalTimes.moment(from, zone);
  }

  Instant untilMoment() {
    return LocalTimes.moment(until, zone);
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
