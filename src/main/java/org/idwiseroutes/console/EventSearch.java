package org.idwiseroutes.console;

import java.util.UUID;

/** What a search asks for; what is empty restricts nothing. */
public record EventSearch(
    UUID id,
    String reference,
    String journey,
    String event,
    String decision,
    String state,
    String source,
    String before) {

  public EventSearch {
    reference = text(reference);
    journey = text(journey);
    event = text(event);
    decision = text(decision);
    state = text(state);
    source = text(source);
    before = text(before);
  }

  private static String text(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
