package org.idwiseroutes.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DecidedEvents.Decided;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.inbox.Overtaken;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;
import org.idwiseroutes.outbox.RunningDestinations;
import org.idwiseroutes.outbox.RunningRules;
import org.idwiseroutes.outbox.Told;
import org.idwiseroutes.wiring.Course;
import org.idwiseroutes.wiring.Rehearsal;
import org.idwiseroutes.wiring.Sent;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Puts one difference right, in the surrounding transaction: the event is decided once more by the
 * rules of now, and of what they would send the one delivery is added. What a later event has made
 * untrue by then is not.
 */
@Component
class Correction {

  private static final String FOLLOWED = "a later event has been told there meanwhile";

  private final DecidedEvents events;
  private final Journeys journeys;
  private final Overtaken overtaken;
  private final Rehearsal rules;
  private final Deliveries deliveries;
  private final RunningDestinations destinations;
  private final RunningRules running;

  Correction(
      DecidedEvents events,
      Journeys journeys,
      Overtaken overtaken,
      Rehearsal rules,
      Deliveries deliveries,
      RunningDestinations destinations,
      RunningRules running) {
    this.running = running;
    this.events = events;
    this.journeys = journeys;
    this.overtaken = overtaken;
    this.rules = rules;
    this.deliveries = deliveries;
    this.destinations = destinations;
  }

  /**
   * Does it.
   *
   * @param version of the rules that was compared; while this node runs another, it waits
   * @param comparedAt when the comparison began: what was told since of later events wins
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result apply(
      UUID eventId, String destination, String key, Act act, int version, Instant comparedAt) {
    Decided event = events.decided(eventId).orElse(null);
    if (event == null) {
      return Result.empty("the event is no longer there, or is decided no longer");
    }
    lock(event.document());
    if (running.version() != version) {
      return Result.waiting("this node runs other rules");
    }
    List<Told> all = deliveries.told(List.of(eventId)).getOrDefault(eventId, List.of());
    List<Told> told =
        all.stream()
            .filter(one -> one.destination().equals(destination))
            .filter(one -> Plan.base(one.key()).equals(key))
            .toList();
    if (told.stream().anyMatch(Told::underWay)) {
      return Result.waiting("what was sent before is being tried right now");
    }
    return switch (act) {
      case WITHDRAW -> withdraw(told) ? Result.done() : Result.empty("it had arrived meanwhile");
      case CLOSE -> close(event, told, key, comparedAt);
      case ADD, CORRECT -> tell(event, all, told, destination, key, comparedAt);
      case OVERTAKEN, KEPT -> Result.empty("there is nothing to do");
    };
  }

  /** Whether a later event of the person has been told there since the comparison began. */
  private boolean isFollowed(Decided event, String destination, Instant comparedAt) {
    ObjectNode document = event.document();
    return deliveries.isToldSince(
        destination,
        document.path("source").asText(),
        document.path("journey").asText(null),
        document.path("referenceNo").asText(null),
        event.seq(),
        comparedAt);
  }

  /** As deciding an event does, so that nothing comes in between. */
  private void lock(ObjectNode document) {
    if (document.path("round").asInt() > 0 && document.path("journeyId").isTextual()) {
      journeys.lockAll(
          List.of(
              new Journeys.Wanted(
                  new JourneyKey(
                      document.path("source").asText(), document.path("journey").asText()),
                  0,
                  null)));
    }
  }

  private boolean withdraw(List<Told> told) {
    return deliveries.withdraw(told.stream().map(Told::id).toList()) > 0;
  }

  private Result close(Decided event, List<Told> told, String key, Instant comparedAt) {
    Told opened = told.isEmpty() ? null : told.get(told.size() - 1);
    if (opened == null) {
      return Result.empty("the delivery is no longer there");
    }
    if (isFollowed(event, opened.destination(), comparedAt)) {
      return Result.overtaken(FOLLOWED);
    }
    Map<String, Object> variables = new HashMap<>(opened.variables());
    variables.put("closes", variables.get("ticket"));
    variables.put("ticket", "close");
    return add(
        new NewDelivery(
            opened.destination(),
            next(told, key),
            opened.lane(),
            opened.eventId(),
            opened.body(),
            false,
            variables));
  }

  private Result tell(
      Decided event,
      List<Told> all,
      List<Told> told,
      String destination,
      String key,
      Instant comparedAt) {
    ObjectNode document = event.document();
    Course course = rules.of(DryDecide.variables(document), document.toString());
    if (course.error() != null) {
      throw new IllegalStateException("the rules fail: " + course.error());
    }
    Optional<Sent> found =
        course.sent().stream()
            .filter(
                one ->
                    deliveries.partition(one.destination(), one.travelling()).equals(destination)
                        && Plan.key(event.id(), one.key()).equals(key))
            .findFirst();
    if (found.isEmpty()) {
      return Result.empty("the rules of now would not send it");
    }
    Sent sent = found.get();
    Optional<String> untrue =
        destinations.keepsHistory(destination) ? Optional.empty() : overtaken.why(document);
    if (untrue.isPresent()) {
      return Result.overtaken(untrue.get());
    }
    boolean inOrder = destinations.supersedes(destination) || Plan.isDesk(destination);
    if (inOrder && isFollowed(event, destination, comparedAt)) {
      return Result.overtaken(FOLLOWED);
    }
    withdraw(told);
    return add(
        new NewDelivery(
            destination,
            next(told, key),
            Plan.lane(
                document,
                all.stream().map(Told::lane).filter(Objects::nonNull).findFirst().orElse(null)),
            event.id(),
            sent.body(),
            sent.urgent(),
            sent.travelling()));
  }

  private Result add(NewDelivery delivery) {
    deliveries.add(delivery);
    return Result.added(delivery.key());
  }

  private static String next(List<Told> told, String key) {
    return told.isEmpty() ? key : key + "#" + (told.size() + 1);
  }
}
