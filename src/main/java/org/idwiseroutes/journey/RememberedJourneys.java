package org.idwiseroutes.journey;

import java.util.HashMap;
import java.util.Map;

/** Journeys in memory, for events that are applied without a database. */
public final class RememberedJourneys {

  private final Map<JourneyKey, Journey> journeys = new HashMap<>();

  /** The same as {@link Journeys#apply}, of an event that was not applied before. */
  public Verdict apply(JourneyKey key, long seq, Statement statement) {
    if (Journeys.isAlone(key, statement)) {
      return Journeys.alone(statement);
    }
    Journey before = journeys.getOrDefault(key, Journey.NEW);
    Journey after = before.after(statement, seq, false);
    journeys.put(key, after);
    return Journeys.verdict(before, after, statement, seq);
  }
}
