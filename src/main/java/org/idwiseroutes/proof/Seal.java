package org.idwiseroutes.proof;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A list of receipts, chained to the one before.
 *
 * @param kind {@code event} or {@code audit}: each has a chain of its own
 * @param number counts the seals of its kind from 1
 * @param entries a line for each row: its id, its receipt, and {@code test} for a test call, with
 *     blanks between
 * @param previous the head of the seal before; empty for the first
 * @param head the SHA-256 of all the others, in hexadecimal digits
 */
public record Seal(
    String kind,
    long number,
    Instant at,
    long firstSeq,
    long lastSeq,
    String entries,
    String previous,
    String head) {

  /** Chains rows to the seal before. */
  static Seal after(
      Seal before, String kind, Instant at, long firstSeq, long lastSeq, String entries) {
    long number = before == null ? 1 : before.number() + 1;
    String previous = before == null ? "" : before.head();
    Seal open =
        new Seal(
            kind,
            number,
            at.truncatedTo(ChronoUnit.MICROS),
            firstSeq,
            lastSeq,
            entries,
            previous,
            "");
    return new Seal(
        kind, number, open.at(), firstSeq, lastSeq, entries, previous, open.computedHead());
  }

  /** What the head has to be. */
  public String computedHead() {
    return DigestUtils.sha256Hex(
        String.join(
            "\n",
            kind,
            String.valueOf(number),
            at.toString(),
            String.valueOf(firstSeq),
            String.valueOf(lastSeq),
            previous,
            entries));
  }

  /** The receipts by the ids of their rows. */
  public Map<String, String> receipts() {
    Map<String, String> receipts = new LinkedHashMap<>();
    entries
        .lines()
        .map(line -> line.split(" "))
        .filter(parts -> parts.length > 1)
        .forEach(parts -> receipts.put(parts[0], parts[1]));
    return receipts;
  }

  /** Whether the row of this id was a test call, which may go at any time. */
  boolean isTest(String id) {
    return entries.lines().anyMatch(line -> line.startsWith(id) && line.endsWith(" test"));
  }
}
