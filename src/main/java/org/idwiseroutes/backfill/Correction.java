package org.idwiseroutes.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.inbox.DecidedEvents;
import org.idwiseroutes.inbox.DryDecide;
import org.idwiseroutes.inbox.Overtaken;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.DeliveryStatus;
import org.idwiseroutes.outbox.NewDelivery;
import org.idwiseroutes.outbox.RunningDestinations;
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

  private final DecidedEvents events;
  private final Journeys journeys;
  private final Overtaken overtaken;
  private final Rehearsal rules;
  private final Deliveries deliveries;
  private final RunningDestinations destinations;

  Correction(
      DecidedEvents events,
      Journeys journeys,
      Overtaken overtaken,
      Rehearsal rules,
      Deliveries deliveries,
      RunningDestinations destinations) {
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
   * @param lastSeq the last event that the comparison has looked at: what came later wins
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result apply(UUID eventId, String destination, String key, Act act, long lastSeq) {
    ObjectNode document = events.find(eventId).orElse(null);
    if (document == null) {
      return Result.empty("the event is no longer there");
    }
    lock(document);
    List<Told> all = deliveries.told(List.of(eventId)).getOrDefault(eventId, List.of());
    List<Told> told =
        all.stream()
            .filter(one -> one.destination().equals(destination))
            .filter(one -> Plan.base(one.key()).equals(key))
            .toList();
    return switch (act) {
      case WITHDRAW -> withdraw(told) ? Result.done() : Result.empty("it had arrived meanwhile");
      case CLOSE -> close(told, key);
      case ADD, CORRECT -> tell(document, all, told, destination, key, lastSeq);
      case OVERTAKEN, KEPT -> Result.empty("there is nothing to do");
    };
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
    return deliveries.discard(
            told.stream().map(Told::id).toList(), DeliveryStatus.PENDING, DeliveryStatus.DEAD)
        > 0;
  }

  private Result close(List<Told> told, String key) {
    Told opened = told.isEmpty() ? null : told.get(told.size() - 1);
    if (opened == null) {
      return Result.empty("the delivery is no longer there");
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
      ObjectNode document,
      List<Told> all,
      List<Told> told,
      String destination,
      String key,
      long lastSeq) {
    UUID eventId = UUID.fromString(document.path("id").asText());
    Course course = rules.of(DryDecide.variables(document), document.toString());
    Optional<Sent> found =
        course.sent().stream()
            .filter(
                one ->
                    deliveries.partition(one.destination(), one.travelling()).equals(destination)
                        && Plan.key(eventId, one.key()).equals(key))
            .findFirst();
    if (found.isEmpty()) {
      return Result.empty("the rules of now would not send it");
    }
    String lane =
        Plan.lane(
            document,
            all.stream().map(Told::lane).filter(one -> one != null).findFirst().orElse(null));
    Optional<String> untrue =
        destinations.keepsHistory(destination) ? Optional.empty() : overtaken.why(document);
    if (untrue.isPresent()) {
      return Result.overtaken(untrue.get());
    }
    if (destinations.supersedes(destination)
        && lane != null
        && deliveries.isTold(destination, lane, lastSeq)) {
      return Result.overtaken("a later event has told it otherwise");
    }
    withdraw(told);
    Sent sent = found.get();
    return add(
        new NewDelivery(
            destination,
            next(told, key),
            lane,
            eventId,
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
