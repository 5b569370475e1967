package org.idwiseroutes.inbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.idwiseroutes.database.ManyRows;
import org.idwiseroutes.database.ManyRows.Column;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;
import org.idwiseroutes.proof.Receipts;
import org.idwiseroutes.tracing.Traces;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts events into the table {@code event}, each once. */
@Component
class Events {

  static final String DECIDE = "decide";

  private record Received(Event event, String receipt) {}

  private static final ManyRows<Received> INSERT =
      new ManyRows<>(
          """
          INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
            payload, authenticated_as, state, problem, received_at, receipt)
          SELECT * FROM :rows
          ON CONFLICT DO NOTHING
          """,
          List.of(
              Column.uuid("id", row -> row.event().id()),
              Column.text("source", row -> row.event().source()),
              Column.text("event_key", row -> row.event().key()),
              Column.text("event", row -> row.event().name()),
              Column.text("journey_id", row -> row.event().journeyId()),
              Column.text("journey_key", row -> row.event().journeyKey()),
              Column.text("reference_no", row -> row.event().referenceNo()),
              Column.text("payload", row -> row.event().payload()),
              Column.text("authenticated_as", row -> row.event().authenticatedAs()),
              Column.text("state", row -> row.event().state()),
              Column.text("problem", row -> row.event().problem()),
              Column.time("received_at", row -> row.event().receivedAt()),
              Column.text("receipt", Received::receipt)));

  private final NamedParameterJdbcOperations jdbc;
  private final Deliveries deliveries;
  private final EventKeys keys;
  private final ErasureTable erasures;
  private final TestCalls tests;
  private final Receipts receipts;

  Events(
      NamedParameterJdbcOperations jdbc,
      Deliveries deliveries,
      EventKeys keys,
      ErasureTable erasures,
      TestCalls tests,
      Receipts receipts) {
    this.receipts = receipts;
    this.jdbc = jdbc;
    this.deliveries = deliveries;
    this.keys = keys;
    this.erasures = erasures;
    this.tests = tests;
  }

  /**
   * Stores new events in their order, each with its delivery to {@code decide}, all in one
   * transaction. An event that belongs to what was erased is kept without its content and is not
   * decided; neither is a test call, of which no more than a number are kept.
   *
   * @return receipts in the same order
   */
  @Transactional
  List<Receipt> store(List<Event> received) {
    List<Event> events = erasures.without(received);
    List<Receipt> receipts = new ArrayList<>();
    List<NewDelivery> toDecide = new ArrayList<>();
    for (List<Event> portion : portions(events)) {
      portion.stream().filter(Event::lapses).forEach(keys::lapse);
      List<Event> wanted = tests.within(portion);
      Set<UUID> stored =
          wanted.isEmpty()
              ? Set.of()
              : INSERT.insertForIds(jdbc, wanted.stream().map(this::received).toList());
      for (Event event : portion) {
        boolean isNew = stored.contains(event.id());
        receipts.add(isNew ? new Receipt(event.id(), true) : known(event));
        if (isNew && event.state().equals(Event.ACCEPTED)) {
          toDecide.add(toDecide(event));
        }
      }
    }
    if (!toDecide.isEmpty()) {
      deliveries.add(toDecide);
    }
    return receipts;
  }

  private Received received(Event event) {
    return new Received(
        event,
        receipts.ofEvent(
            event.id(),
            event.source(),
            event.receivedAt(),
            event.authenticatedAs(),
            event.payload()));
  }

  /** Of an event that was not inserted: it is there, or there was no room for a test call. */
  private Receipt known(Event event) {
    return keys.find(event).map(id -> new Receipt(id, false)).orElse(Receipt.ONLY_COUNTED);
  }

  /** Whether a hash is known is asked after what came before it has been stored. */
  private static List<List<Event>> portions(List<Event> events) {
    List<List<Event>> portions = new ArrayList<>();
    Set<String> hashes = new HashSet<>();
    for (Event event : events) {
      boolean again = event.lapses() && !hashes.add(event.identity());
      if (portions.isEmpty() || again) {
        portions.add(new ArrayList<>());
        hashes.clear();
        hashes.add(event.identity());
      }
      portions.get(portions.size() - 1).add(event);
    }
    return portions;
  }

  static NewDelivery toDecide(Event event) {
    UUID id = event.id();
    Map<String, Object> variables =
        event.traceparent() == null ? Map.of() : Map.of(Traces.TRACEPARENT, event.traceparent());
    return new NewDelivery(DECIDE, id.toString(), event.lane(), id, null, false, variables);
  }
}
