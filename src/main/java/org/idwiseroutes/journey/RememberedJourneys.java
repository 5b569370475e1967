package org.idwiseroutes.journey;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        new Transition(before, event, lateWindow, asks)
            .apply(
                newest(key, before, event).isEmpty(),
                () -> newest(key, before, event).orElse(null),
                decided -> others(key, before, event));
    journeys.put(key, result.journey());
    return result.verdict();
  }

  /** The customer's id for the person, as last sent. */
  public Optional<String> reference(JourneyKey key) {
    return Optional.ofNullable(journeys.getOrDefault(key, Journey.NEW).reference());
  }

  /** The journey of this person that began last; empty when it is this one. */
  private Optional<Journey> newest(JourneyKey key, Journey before, Arrival event) {
    return ofThePerson(key, before, event)
        .filter(one -> one.beganSeq() > began(before, event))
        .max(Comparator.comparing(Journey::beganSeq));
  }

  private Others others(JourneyKey key, Journey before, Arrival event) {
    return Others.of(
        ofThePerson(key, before, event)
            .filter(one -> one.beganSeq() != began(before, event))
            .map(Others.One::of)
            .toList());
  }

  private static long began(Journey before, Arrival event) {
    return before.beganSeq() == null ? event.seq() : before.beganSeq();
  }

  private Stream<Journey> ofThePerson(JourneyKey key, Journey before, Arrival event) {
    String reference = event.reference() == null ? before.reference() : event.reference();
    return journeys.entrySet().stream()
        .filter(one -> one.getKey().source().equals(key.source()))
        .map(Map.Entry::getValue)
        .filter(one -> reference != null && reference.equals(one.reference()));
  }
}
