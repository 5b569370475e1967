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
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.Later;
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

  private static final String FOUND = "foundTicket";
  private static final String DONE = "it was put right meanwhile";
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
   * From when on something is news to a comparison.
   *
   * @param rules the version that was compared; while this node runs another, nothing is done
   * @param begunAt when it began: what was told since of later events wins
   * @param until events that were received then or later were not looked at
   */
  record Compared(int rules, Instant begunAt, Instant until) {}

  /**
   * Does it.
   *
   * @param ticket as in {@link Item}
   * @param comparison that has found it
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Corrected apply(
      UUID eventId, String destination, String key, Act act, String ticket, Compared comparison) {
    deliveries.lockOf(eventId);
    Decided event = events.decided(eventId).orElse(null);
    if (event == null) {
      return Corrected.empty("the event is no longer there, or is decided no longer");
    }
    lock(event.document());
    if (running.version() != comparison.rules()) {
      return Corrected.waiting("this node runs other rules");
    }
    List<Told> all = deliveries.told(List.of(eventId)).getOrDefault(eventId, List.of());
    List<Told> told =
        all.stream()
            .filter(one -> one.destination().equals(destination))
            .filter(one -> Item.base(one.key()).equals(key))
            .toList();
    if (told.stream().anyMatch(Told::underWay)) {
      return Corrected.waiting("what was sent before is being tried right now");
    }
    return switch (act) {
      case WITHDRAW ->
          withdraw(told) ? Corrected.done() : Corrected.empty("it had arrived meanwhile");
      case CLOSE -> close(event, told, key, ticket, comparison);
      case ADD, CORRECT -> tell(event, all, told, destination, key, comparison);
      case ASK -> ask(event, all, told, destination, key, comparison);
      case OVERTAKEN, KEPT -> Corrected.empty("there is nothing to do");
    };
  }

  /** Whether another comparison, or somebody by hand, has sent the same since this one began. */
  private static boolean isDone(List<Told> told, boolean closing, Compared comparison) {
    return told.stream()
        .filter(one -> one.createdAt().isAfter(comparison.begunAt()))
        .anyMatch(one -> isClosing(one.variables()) == closing);
  }

  /** One event may have closed several tickets, each of which is closed once more by itself. */
  private static boolean isClosed(List<Told> told, String ticket, Compared comparison) {
    List<Told> same =
        ticket == null
            ? told
            : told.stream()
                .filter(one -> ticket.endsWith(":" + one.variables().get(FOUND)))
                .toList();
    return isDone(same, true, comparison);
  }

  private static boolean isClosing(Map<String, ?> variables) {
    return TicketKinds.CLOSE.equals(variables.get(TicketKinds.TICKET));
  }

  /** What a destination was told of later events of the person since the comparison began. */
  private List<Told> since(Decided event, String destination, Compared comparison) {
    ObjectNode document = event.document();
    return deliveries.toldSince(
        new Later(
            destination,
            document.path("source").asText(),
            document.path("journey").asText(null),
            document.path("referenceNo").asText(null),
            event.seq(),
            comparison.begunAt(),
            comparison.until()));
  }

  /** Whether a later event has opened or closed a ticket of the same kind of the same lane. */
  private boolean isFollowed(
      Decided event,
      String destination,
      String lane,
      Map<String, ?> variables,
      Compared comparison) {
    TicketKinds own = TicketKinds.of(variables);
    return since(event, destination, comparison).stream()
        .filter(one -> Objects.equals(one.lane(), lane))
        .anyMatch(one -> own.concernsAnyOf(TicketKinds.of(one.variables())));
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

  private Corrected close(
      Decided event, List<Told> told, String key, String ticket, Compared comparison) {
    if (isClosed(told, ticket, comparison)) {
      return Corrected.overtaken(DONE);
    }
    Told last = told.isEmpty() ? null : told.get(told.size() - 1);
    if (last == null || isClosing(last.variables()) && ticket == null) {
      return Corrected.empty("the delivery is no longer there, or closes a ticket already");
    }
    Map<String, Object> variables = new HashMap<>(last.variables());
    if (ticket == null) {
      variables.put("closes", variables.get("ticket"));
    } else {
      String[] kindAndId = ticket.split(":", 2);
      variables.put("closes", kindAndId[0]);
      variables.put(FOUND, kindAndId[1]);
    }
    variables.put("ticket", "close");
    if (isFollowed(event, last.destination(), last.lane(), variables, comparison)) {
      return Corrected.overtaken(FOLLOWED);
    }
    return add(
        new NewDelivery(
            last.destination(),
            next(told, key),
            last.lane(),
            last.eventId(),
            last.body(),
            false,
            variables));
  }

  private Corrected tell(
      Decided event,
      List<Told> all,
      List<Told> told,
      String destination,
      String key,
      Compared comparison) {
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
      return Corrected.empty("the rules of now would not send it");
    }
    Sent sent = found.get();
    if (isDone(told, isClosing(sent.travelling()), comparison)) {
      return Corrected.overtaken(DONE);
    }
    Optional<String> untrue =
        destinations.keepsHistory(destination) ? Optional.empty() : overtaken.why(document);
    if (untrue.isPresent()) {
      return Corrected.overtaken(untrue.get());
    }
    String lane = Plan.lane(sent, document, all);
    boolean followed =
        destinations.supersedes(destination)
            ? !since(event, destination, comparison).isEmpty()
            : TicketKinds.areOf(destination)
                && isFollowed(event, destination, lane, sent.travelling(), comparison);
    if (followed) {
      return Corrected.overtaken(FOLLOWED);
    }
    withdraw(told);
    return add(
        new NewDelivery(
            destination,
            next(told, key),
            lane,
            event.id(),
            sent.body(),
            sent.urgent(),
            sent.travelling()));
  }

  /** What IDWise answers becomes an event, and everything follows from that. */
  private Corrected ask(
      Decided event,
      List<Told> all,
      List<Told> told,
      String destination,
      String key,
      Compared comparison) {
    if (isDone(told, false, comparison)) {
      return Corrected.overtaken(DONE);
    }
    boolean later =
        events.ofPerson(event.id()).stream()
            .map(one -> Instant.parse(one.document().path("receivedAt").asText()))
            .anyMatch(at -> at.isAfter(comparison.begunAt()));
    if (later) {
      return Corrected.overtaken("another event of the person has come meanwhile");
    }
    ObjectNode document = event.document().deepCopy();
    String source = document.path("source").asText();
    String journey = document.path("journey").asText();
    document.put("asked", journeys.decision(source, journey).map(Decision::text).orElse(null));
    document.put("receivedAt", comparison.begunAt().toString());
    return add(
        new NewDelivery(
            destination,
            next(told, key),
            Plan.lane(document, all),
            event.id(),
            document.toString(),
            false,
            DryDecide.variables(document)));
  }

  private Corrected add(NewDelivery delivery) {
    deliveries.add(delivery);
    return Corrected.added(delivery.key());
  }

  private static String next(List<Told> told, String key) {
    return told.isEmpty() ? key : key + "#" + (told.size() + 1);
  }
}
