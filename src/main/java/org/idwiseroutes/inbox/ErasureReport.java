package org.idwiseroutes.inbox;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an erasure removes, or would remove.
 *
 * @param dryRun whether nothing was changed
 * @param mark stands in the audit and in other texts in place of the id that was asked for
 * @param journeys ids of the journeys that go
 * @param checks events that belong to no journey and have the person's reference
 * @param unreadable events of the quarantine that could not be read, and test calls, that are about
 *     the person
 * @param rows how many rows of which table; of an event a row without content stays, and of {@code
 *     audit}, {@code destination}, {@code failure_alert} and {@code replay} the row stays with a
 *     mark in place of the id
 * @param spoolFiles set-aside and torn files of this node's spool
 * @param systems other systems that are asked to forget the person as well
 * @param notes what the operator has to know besides
 */
public record ErasureReport(
    boolean dryRun,
    String mark,
    List<String> journeys,
    List<Check> checks,
    List<Unreadable> unreadable,
    Map<String, Integer> rows,
    int spoolFiles,
    List<String> systems,
    List<String> notes) {

  /** An event without a journey. */
  public record Check(UUID id, String event, Instant receivedAt) {}

  /** An event that could not be read, and why it counts as one about this person. */
  public record Unreadable(UUID id, Instant receivedAt, String why) {}

  /** Whether nothing is known of the journey or person. */
  @JsonIgnore
  public boolean isEmpty() {
    return spoolFiles == 0 && rows.values().stream().allMatch(count -> count == 0);
  }

  /** How much of what, in words that name nobody. */
  public String counts() {
    String tables =
        rows.entrySet().stream()
            .filter(table -> table.getValue() > 0)
            .map(table -> table.getKey() + " " + table.getValue())
            .collect(Collectors.joining(", "));
    return "%s; %d journeys, %d checks, %d unreadable, %d files of the spool"
        .formatted(
            tables.isEmpty() ? "no rows" : tables,
            journeys.size(),
            checks.size(),
            unreadable.size(),
            spoolFiles);
  }
}
