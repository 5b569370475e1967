package org.idwiseroutes.console;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What a search asks for; what is empty restricts nothing.
 *
 * @param id ours or IDWise's
 * @param from UTC; likewise {@code until}
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
    live = Boolean.TRUE.equals(live);
    before = text(before);
  }

  Instant fromMoment() {
    return from == null ? null : from.toInstant(ZoneOffset.UTC);
  }

  Instant untilMoment() {
    return until == null ? null : until.toInstant(ZoneOffset.UTC);
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
