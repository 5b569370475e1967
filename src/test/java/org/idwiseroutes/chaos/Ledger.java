package org.idwiseroutes.chaos;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an audit found.
 *
 * @param sent events that were sent at least once
 * @param accepted events that were answered 200
 * @param lost accepted, and not in the inbox or not where the wiring says
 * @param doubled stored, delivered or counted more than once, or more than the wiring says
 * @param outOfOrder lanes whose deliveries arrived in another order
 * @param stuck what has not come to its end
 */
record Ledger(
    int sent,
    int accepted,
    List<String> lost,
    List<String> doubled,
    List<String> outOfOrder,
    List<String> stuck) {

  private static final int SHOWN = 20;

  boolean isClean() {
    return lost.isEmpty() && doubled.isEmpty() && outOfOrder.isEmpty() && stuck.isEmpty();
  }

  /** The figures in one line, and the first findings below it. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "sent %d, accepted %d, lost %d, doubled %d, out of order %d, stuck %d"
                .formatted(
                    sent, accepted, lost.size(), doubled.size(), outOfOrder.size(), stuck.size()));
    Stream.of(lost, doubled, outOfOrder, stuck)
        .flatMap(findings -> findings.stream().limit(SHOWN))
        .forEach(finding -> text.append("\n  ").append(finding));
    return text.toString();
  }
}
