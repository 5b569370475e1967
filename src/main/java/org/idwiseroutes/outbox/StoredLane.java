package org.idwiseroutes.outbox;

/**
 * A lane as the table {@code delivery} keeps it: together with its destination in one column. So
 * there is one index only that can answer for a lane, and no statistics, however old, can make the
 * planner read all that is pending for the destination instead.
 */
final class StoredLane {

  private StoredLane() {}

  /** The column's value; null for no lane. */
  static String of(String destination, String lane) {
    return lane == null ? null : destination + "/" + lane;
  }

  /** The lane in a column's value. */
  static String read(String destination, String stored) {
    return stored == null ? null : stored.substring(destination.length() + 1);
  }
}
