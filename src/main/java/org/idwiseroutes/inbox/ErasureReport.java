package org.idwiseroutes.inbox;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What the erasure of a journey removed.
 *
 * @param events of which a tombstone stays, without any content, so that repeats are recognised
 * @param quarantined unreadable ones among them that name the journey or its reference
 * @param remoteIds ids that other systems had given to what belongs to the journey
 * @param spoolFiles set-aside and torn files of this node's spool that named the journey; the other
 *     nodes see to theirs within a minute
 */
public record ErasureReport(
    int events,
    int quarantined,
    int deliveries,
    int attempts,
    int journeys,
    int remoteIds,
    int spoolFiles) {

  /** Whether there was anything. */
  @JsonIgnore
  public boolean isEmpty() {
    return events + journeys + remoteIds + spoolFiles == 0;
  }

  ErasureReport withSpoolFiles(int files) {
    return new ErasureReport(events, quarantined, deliveries, attempts, journeys, remoteIds, files);
  }
}
