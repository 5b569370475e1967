package org.idwiseroutes.console;

import java.time.Duration;
import java.time.Instant;
import org.idwiseroutes.ops.AuditEntry;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.PlainReason;

/**
 * How one destination does, in plain words.
 *
 * @param state {@code delivering}, {@code held}, {@code paused} or {@code stopped}: no route runs
 * @param sentence goes on after the destination's name
 * @param since when that began; null when it is as it should be
 * @param again when the next attempt may go out; null when there is no such time
 * @param detail the failure as it was; null for none
 * @param people whose news has not reached it
 * @param p95 the time within which 95 of 100 attempts ended; null without any
 */
public record BoardRow(
    DestinationView at,
    String state,
    String sentence,
    Instant since,
    Instant again,
    String detail,
    int people,
    Duration p95) {

  /**
   * Of one destination.
   *
   * @param pause the line of the audit about its last pause; null for none
   */
  static BoardRow of(
      DestinationView at,
      boolean stopped,
      AuditEntry pause,
      int people,
      Duration p95,
      Words words) {
    return switch (at.state()) {
      case "paused" ->
          new BoardRow(at, "paused", paused(pause), at.pausedAt(), null, null, people, p95);
      case "held" ->
          new BoardRow(
              at,
              "held",
              PlainReason.of(at.heldReason()),
              at.heldSince(),
              at.nextProbeAt(),
              at.heldReason(),
              people,
              p95);
      default -> stopped ? stopped(at, people, p95) : delivering(at, people, p95, words);
    };
  }

  private static String paused(AuditEntry pause) {
    if (pause == null) {
      return "is paused";
    }
    return "is paused by %s%s"
        .formatted(pause.operator(), pause.reason() == null ? "" : ": " + pause.reason());
  }

  private static BoardRow stopped(DestinationView at, int people, Duration p95) {
    return new BoardRow(
        at, "stopped", "has no route that runs", at.oldestPendingAt(), null, null, people, p95);
  }

  private static BoardRow delivering(DestinationView at, int people, Duration p95, Words words) {
    String nothing =
        at.dead() == 0 ? "has taken all there was" : "waits for nothing, but has dead ones";
    String sentence =
        at.pending() == 0 ? nothing : words.count(at.pending(), "delivery") + " on the way";
    return new BoardRow(at, "delivering", sentence, at.oldestPendingAt(), null, null, people, p95);
  }
}
