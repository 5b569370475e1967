package org.idwiseroutes.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.ops.DestinationView;
import org.idwiseroutes.ops.PlainReason;
import org.idwiseroutes.people.NotReached;
import org.idwiseroutes.slo.SloStatus;

/**
 * Whether everything is all right: first for people, then for systems.
 *
 * @param good whether nobody needs to look
 * @param headline one sentence about people
 * @param since when what it says began; null when it says nothing of the kind
 * @param troubles what somebody has to look at, one sentence for each
 */
public record Summary(boolean good, String headline, Instant since, List<String> troubles) {

  /** What is stopped is told with its routes. */
  private static final Set<String> CLOSED = Set.of("held", "paused");

  static Summary of(
      List<NotReached> notReached,
      RouteReport routes,
      List<DestinationView> destinations,
      int quarantined,
      int spooled,
      String away,
      Optional<String> log,
      List<SloStatus> slos,
      Instant lastEventAt,
      Words words) {
    List<String> troubles = new ArrayList<>();
    notReached.stream()
        .skip(1)
        .forEach(one -> troubles.add(sentence(one, words) + " for " + words.since(one.since())));
    troubles.addAll(routes.troubles());
    for (DestinationView destination : destinations) {
      if (CLOSED.contains(destination.state())) {
        troubles.add(trouble(destination, words));
      }
    }
    int dead = destinations.stream().mapToInt(DestinationView::dead).sum();
    if (dead > 0) {
      troubles.add(
          words.count(dead, "delivery")
              + (dead == 1 ? " is dead: it waits" : " are dead: they wait")
              + " until somebody replays or discards "
              + (dead == 1 ? "it" : "them"));
    }
    if (quarantined > 0) {
      troubles.add(
          words.count(quarantined, "event")
              + " in quarantine: no rule takes them, or they cannot be read");
    }
    if (spooled > 0) {
      troubles.add(words.count(spooled, "event") + " in the spool: " + away);
    }
    log.ifPresent(troubles::add);
    for (SloStatus slo : slos) {
      if (slo.late() > 0) {
        troubles.add("%d past the deadline %s".formatted(slo.late(), slo.name()));
      }
    }
    if (!notReached.isEmpty()) {
      NotReached most = notReached.get(0);
      return new Summary(false, sentence(most, words), most.since(), troubles);
    }
    if (!troubles.isEmpty()) {
      return new Summary(
          false,
          "Nobody's news is late, and %s to look at"
              .formatted(
                  troubles.size() == 1
                      ? "there is one thing"
                      : "there are %d things".formatted(troubles.size())),
          null,
          troubles);
    }
    return lastEventAt == null
        ? new Summary(false, "No event has come yet", null, List.of())
        : new Summary(true, "Everybody's news has been delivered", null, List.of());
  }

  private static String sentence(NotReached one, Words words) {
    String people = one.people() == 1 ? "One person's" : "%d people's".formatted(one.people());
    return one.destination().equals("decide")
        ? people + " events are not decided"
        : "%s news has not reached %s".formatted(people, one.destination());
  }

  private static String trouble(DestinationView destination, Words words) {
    boolean held = destination.state().equals("held");
    String what = held ? PlainReason.of(destination.heldReason()) : "is paused";
    return "%s %s, for %s; %s"
        .formatted(
            destination.name(),
            what,
            words.since(held ? destination.heldSince() : destination.pausedAt()),
            destination.pending() == 1
                ? "one delivery waits"
                : "%s wait".formatted(words.count(destination.pending(), "delivery")));
  }
}
