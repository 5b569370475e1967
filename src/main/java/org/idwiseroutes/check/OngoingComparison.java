package org.idwiseroutes.check;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A comparison of two folders of routes to which events are added as they come. */
public final class OngoingComparison implements AutoCloseable {

  private final Version old;
  private final Version changed;
  private final Differences differences;

  OngoingComparison(Version old, Version changed) {
    this.old = old;
    this.changed = changed;
    this.differences = new Differences(old, changed);
  }

  /**
   * Runs an event through both.
   *
   * @param document what the rules read of it
   */
  public void add(ObjectNode document) {
    differences.add(document);
  }

  /** What was found so far. */
  public Comparison found() {
    return differences.comparison();
  }

  @Override
  public void close() {
    old.close();
    changed.close();
  }
}
