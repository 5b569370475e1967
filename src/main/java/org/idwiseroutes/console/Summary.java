package org.idwiseroutes.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.slo.SloStatus;

/**
 * Whether everything is all right, in one sentence.
 *
 * @param good whether nobody needs to look
 */
public record Summary(boolean good, String sentence) {

  static Summary of(
      RouteReport routes,
      List<DestinationView> destinations,
      int quarantined,
      int spooled,
      List<SloStatus> slos,
      Instant lastEventAt,
      Words words) {
    List<String> troubles = new ArrayList<>(routes.troubles());
    for (DestinationView destination : destinations) {
      if (!destination.state().equals("delivering")) {
        troubles.add(trouble(destination, words));
      }
    }
    int dead = destinations.stream().mapToInt(DestinationView::dead).sum();
    if (dead > 0) {
      troubles.add(words.count(dead, "dead letter"));
    }
    if (quarantined > 0) {
      troubles.add(words.count(quarantined, "event") + " in quarantine");
    }
    if (spooled > 0) {
      troubles.add(words.count(spooled, "event") + " in the spool: the database is away");
    }
    for (SloStatus slo : slos) {
      if (slo.late() > 0) {
        troubles.add("%d past the deadline %s".formatted(slo.late(), slo.name()));
      }
    }
    String last =
        lastEventAt == null ? "no event has come yet" : "last event " + words.ago(lastEventAt);
    if (!troubles.isEmpty()) {
      return new Summary(false, String.join("; ", troubles) + "; " + last);
    }
    long delivering =
        destinations.stream().filter(one -> !routes.stopped().containsKey(one.name())).count();
    return new Summary(
        lastEventAt != null,
        "All %s delivering; 0 dead letters; %s"
            .formatted(words.count(delivering, "destination"), last));
  }

  private static String trouble(DestinationView destination, Words words) {
    boolean held = destination.state().equals("held");
    String time = words.since(held ? destination.heldSince() : destination.pausedAt());
    String oldest =
        destination.oldestPendingAt() == null
            ? ""
            : ", the oldest from " + words.ago(destination.oldestPendingAt());
    return "%s %s for %s%s, %d waiting%s"
        .formatted(
            destination.name(),
            destination.state(),
            time,
            held ? " (" + destination.heldReason() + ")" : "",
            destination.pending(),
            oldest);
  }
}
