package org.idwiseroutes.wiring;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the route of a destination would do with a delivery.
 *
 * @param requests in order
 * @param error why the route would fail after these, in words; null when it would not
 * @param failedAt the id of the step at which it would; null when it would not
 * @param inputs what the steps were given that send something on, by their ids
 * @param refused whether it would fail since the system's answer, or the route, refuses the record
 * @param nothingToDo why there would be nothing to do, in words; null when there is something
 * @param tickets the kinds of the tickets that would be open afterwards, as far as it is known
 * @param visited the ids of the steps that it would take
 */
public record Delivered(
    List<Request> requests,
    String error,
    String failedAt,
    Map<String, String> inputs,
    boolean refused,
    String nothingToDo,
    List<String> tickets,
    Set<String> visited) {

  /** One that is not refused. */
  public Delivered(List<Request> requests, String error, String failedAt) {
    this(requests, error, failedAt, Map.of(), false, null, List.of(), Set.of());
  }
}
