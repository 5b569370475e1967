package org.idwiseroutes.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Sent;

/**
 * Where an event goes.
 *
 * @param places in words, with the delivery; null for what is none, as quarantine
 */
record Way(Map<String, Sent> places) {

  static Way of(Course course) {
    Map<String, Sent> places = new LinkedHashMap<>();
    course.sent().forEach(sent -> places.put(sent.toString(), sent));
    if (course.quarantined()) {
      places.put("quarantine", null);
    }
    if (course.error() != null) {
      places.put("nowhere, because the rules fail: " + course.error(), null);
    }
    return new Way(places);
  }

  /** The delivery to a place; null for what is none. */
  Sent sent(String place) {
    return places.get(place);
  }

  /**
   * Deliveries to a destination that each has once, with other variables; by destination, this
   * way's place and the other's.
   */
  Map<String, Moved> movedTo(Way other) {
    Map<String, Moved> moved = new TreeMap<>();
    for (String place : without(other)) {
      for (String otherPlace : other.without(this)) {
        if (isAlone(place, this, other) && isSameDestination(place, other, otherPlace)) {
          moved.put(sent(place).destination(), new Moved(place, otherPlace));
        }
      }
    }
    return moved;
  }

  private boolean isSameDestination(String place, Way other, String otherPlace) {
    return sent(place) != null
        && other.sent(otherPlace) != null
        && sent(place).destination().equals(other.sent(otherPlace).destination());
  }

  /** Whether each has one delivery there that the other does not. */
  private static boolean isAlone(String place, Way way, Way other) {
    return way.sent(place) != null
        && way.count(way.sent(place).destination(), other) == 1
        && other.count(way.sent(place).destination(), way) == 1;
  }

  private long count(String destination, Way other) {
    return without(other).stream()
        .filter(place -> sent(place) != null && sent(place).destination().equals(destination))
        .count();
  }

  /** A delivery that carries other variables. */
  record Moved(String before, String after) {}

  /** Places that the other does not have. */
  Set<String> without(Way other) {
    Set<String> left = new TreeSet<>(places.keySet());
    left.removeAll(other.places.keySet());
    return left;
  }

  /** Places with a delivery that both have. */
  Set<String> keptBy(Way other) {
    Set<String> kept = new TreeSet<>(places.keySet());
    kept.retainAll(other.places.keySet());
    kept.removeIf(place -> places.get(place) == null);
    return kept;
  }
}
