package org.idwiseroutes.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
