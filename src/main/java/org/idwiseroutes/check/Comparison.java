package org.idwiseroutes.check;

import java.util.List;

/**
 * What the events of the past would do by other routes.
 *
 * @param events how many were looked at
 * @param different how many of them would go otherwise
 * @param unrouted how many of these no rule would handle any more
 * @param groups what would be otherwise, the most frequent first
 */
public record Comparison(int events, int different, int unrouted, List<Group> groups) {

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return different == 0;
  }

  /** "37 of 4,112 events would go otherwise; 0 of them no rule would handle any more." */
  public String summary() {
    return "%,d of %,d events would go otherwise; %,d of them no rule would handle any more."
        .formatted(different, events, unrouted);
  }

  /**
   * Events with the same difference.
   *
   * @param words "Finished Journey, Refer: would now go to email (team: compliance)"
   * @param count of events
   * @param examples the first of them
   */
  public record Group(String words, int count, List<Example> examples) {}

  /**
   * One event.
   *
   * @param id ours
   * @param changes the fields that differ of requests that there are by both routes, masked: "crm:
   *     body.status was review, would be verified"
   * @param before the requests that there would be no longer, masked, one text each
   * @param after those that there would be now
   */
  public record Example(String id, List<String> changes, List<String> before, List<String> after) {}
}
