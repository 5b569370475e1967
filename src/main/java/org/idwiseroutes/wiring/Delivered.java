package org.idwiseroutes.wiring;

import java.util.List;

/**
 * What the route of a destination would do with a delivery.
 *
 * @param requests in order
 * @param error why the route would fail after these, in words; null when it would not
 * @param failedAt the id of the step at which it would; null when it would not
 */
public record Delivered(List<Request> requests, String error, String failedAt) {

  /** Nothing failed. */
  static Delivered of(List<Request> requests) {
    return new Delivered(requests, null, null);
  }
}
