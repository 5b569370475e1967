package org.idwiseroutes.journey;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Journeys in memory, for events that are applied without a database, in their order. */
public final class RememberedJourneys {

  private final Map<JourneyKey, Journey> journeys = new HashMap<>();
  private final Duration lateWindow;

  /** Reads sequences with this late window. */
  public RememberedJourneys(Duration lateWindow) {
    this.lateWindow = lateWindow;
  }

  /** The same as {@link Journeys#apply}, of an event that was not applied before. */
  public Verdict apply(JourneyKey key, Arrival event, boolean asks) {
    if (Journeys.isAlone(key, event.statement())) {
      return Journeys.alone(event.statement());
    }
    Journey before = journeys.getOrDefault(key, Journey.NEW);
    Transition.Result result =
        new Transition(before, event, lateWindow, asks).apply(isNewest(key, before, event));
    journeys.put(key, result.journey());
    return result.verdict();
  }

  private boolean isNewest(JourneyKey key, Journey before, Arrival event) {
    String reference = event.reference() == null ? before.reference() : event.reference();
    long began = before.beganSeq() == null ? event.seq() : before.beganSeq();
    return reference == null
        || journeys.entrySet().stream()
            .filter(one -> one.getKey().source().equals(key.source()))
            .filter(one -> reference.equals(one.getValue().reference()))
            .allMatch(one -> one.getValue().beganSeq() <= began);
  }
}
