package org.idwiseroutes.ops;

import java.time.Instant;

/**
 * Deliveries to one destination that failed for one reason.
 *
 * @param status {@code dead}, or {@code pending} when they are tried again
 * @param people whom they are about
 * @param firstAt when the first of them was added
 * @param lastAt when the last of them died; null of those that are tried again
 * @param error without numbers, ids and times, so that alike ones are one
 */
public record FailureGroup(
    String destination,
    String status,
    String error,
    int count,
    int people,
    Instant firstAt,
    Instant lastAt) {

  /** What is likely to help. */
  public String hint() {
    if (error.startsWith("HTTP 401") || error.startsWith("HTTP 403")) {
      return "The destination refuses our credentials: check its settings, then replay.";
    }
    if (error.startsWith("HTTP 404")) {
      return "The destination does not know the record: check the mapping, or create it there.";
    }
    if (error.startsWith("HTTP 400") || error.startsWith("HTTP 422")) {
      return "The destination does not accept what we send: correct the mapping, then replay.";
    }
    if (error.startsWith("HTTP 429")) {
      return "The destination is asked too often; it is tried again by itself.";
    }
    return status.equals("dead")
        ? "Look at one of them, mend the cause, then replay."
        : "It is tried again by itself.";
  }
}
