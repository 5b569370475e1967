package org.idwiseroutes.wiring;

import java.util.List;
import java.util.Set;

/**
 * The way an event takes through {@code decide}.
 *
 * @param rules every condition that was looked at, in order
 * @param sent the deliveries that would be added, in order
 * @param quarantined whether no rule handles it
 * @param visited the ids of the steps on its way
 * @param error why the rehearsal failed, in words; null when it did not
 * @param failedAt the id of the step at which it did; null when it did not, or before the first
 */
public record Course(
    List<Rule> rules,
    List<Sent> sent,
    boolean quarantined,
    Set<String> visited,
    String error,
    String failedAt) {

  /** One that ends with a failure. */
  public static Course failed(String error, String at) {
    return new Course(List.of(), List.of(), false, Set.of(), error, at);
  }
}
