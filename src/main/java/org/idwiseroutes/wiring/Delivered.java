package org.idwiseroutes.wiring;

import java.util.List;
import java.util.Map;

/**
 * What the route of a destination would do with a delivery.
 *
 * @param requests in order
 * @param error why the route would fail after these, in words; null when it would not
 * @param failedAt the id of the step at which it would; null when it would not
 * @param inputs what the steps were given that send something on, by their ids
 * @param refused whether it would fail since the system's answer, or the route, refuses the record
 */
public record Delivered(
    List<Request> requests,
    String error,
    String failedAt,
    Map<String, String> inputs,
    boolean refused) {

  /** One that is not refused. */
  public Delivered(List<Request> requests, String error, String failedAt) {
    this(requests, error, failedAt, Map.of(), false);
  }
}
