package org.idwiseroutes.check;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What scenarios have looked at.
 *
 * @param steps the ids of the steps whose work was looked at
 * @param given the names of the fields that steps were given which send something on, by their ids
 */
record Looked(Set<String> steps, Map<String, Set<String>> given) {

  Looked() {
    this(new TreeSet<>(), new TreeMap<>());
  }

  /** Adds what a step was given. */
  void add(String step, String body) {
    Fields.names(Fields.read(body), given.computeIfAbsent(step, id -> new TreeSet<>()));
  }

  /** Adds what another has looked at. */
  void add(Looked other) {
    steps.addAll(other.steps);
    other.given.forEach(
        (step, names) -> given.computeIfAbsent(step, id -> new TreeSet<>()).addAll(names));
  }
}
