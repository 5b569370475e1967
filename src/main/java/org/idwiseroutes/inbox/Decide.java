package org.idwiseroutes.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.idwiseroutes.database.StoredText;
import org.idwiseroutes.database.TransactionCache;
import org.idwiseroutes.journey.Arrival;
import org.idwiseroutes.journey.IdwiseApi;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.journey.Statement;
import org.idwiseroutes.journey.Verdict;
import org.idwiseroutes.journey.Wait;
import org.idwiseroutes.outbox.OutboxVariables;
import org.idwiseroutes.outbox.Preparation;
import org.idwiseroutes.outbox.RunningRules;
import org.springframework.stereotype.Component;

/**
 * What the route {@code decide} asks before and after its rules, as {@code bean: decide}. Both
 * methods work in the route's transaction.
 */
@Component("decide")
public class Decide implements Preparation {

  private static final int LONGEST_PROBLEM = 1_000;

  private final StoredEvents events;
  private final Journeys journeys;
  private final IdwiseApi api;
  private final RunningRules rules;
  private final ObjectMapper json;
  private final TransactionCache<UUID, StoredEvent> readAhead = new TransactionCache<>();

  Decide(
      StoredEvents events,
      Journeys journeys,
      IdwiseApi api,
      RunningRules rules,
      ObjectMapper json) {
    this.rules = rules;
    this.events = events;
    this.journeys = journeys;
    this.api = api;
    this.json = json;
  }

  /**
   * Applies the event to its journey and sets what the rules and the destinations read: the
   * variables of {@link DecisionDocument} (those that have no value are absent) and, as the body,
   * the same as JSON with IDWise's own {@code body} in it. {@code lane} becomes the person's for
   * checks, which have no journey in common.
   */
  public void evaluate(@Variable("eventId") String eventId, Exchange exchange)
      throws JsonProcessingException {
    StoredEvent event = withReference(find(UUID.fromString(eventId)));
    JsonNode body = Payloads.body(event.payload());
    Statement statement = Statement.of(event.name(), body);
    Arrival arrival =
        new Arrival(
            event.seq(),
            event.receivedAt(),
            event.spooled(),
            StoredEvent.RECONCILED.equals(event.origin()),
            StoredEvent.TIMER.equals(event.origin()) ? Wait.of(body) : null,
            event.referenceNo(),
            statement);
    Verdict verdict =
        journeys.apply(event.journey(), arrival, api.isOn(event.source()), event.verdict());
    events.decided(event.id(), verdict, rules.version());

    ObjectNode document = DecisionDocument.of(event, statement, verdict);
    DecisionDocument.variables(document).forEach(exchange::setVariable);
    if (statement.isCheck() && event.referenceNo() != null) {
      exchange.setVariable(
          OutboxVariables.LANE, "%s/checks/%s".formatted(event.source(), event.referenceNo()));
    }
    document.set("body", body);
    exchange.getMessage().setBody(json.writeValueAsString(document));
  }

  /** Reads the events and locks their journeys, all at once. */
  @Override
  public void prepare(List<UUID> eventIds) {
    Map<UUID, StoredEvent> found =
        events.find(eventIds).stream()
            .collect(Collectors.toMap(StoredEvent::id, Function.identity()));
    readAhead.putAll(found);
    journeys.lockAll(
        found.values().stream()
            .filter(event -> event.journey() != null)
            .map(event -> new Journeys.Wanted(event.journey(), event.seq(), event.referenceNo()))
            .toList());
  }

  /** Marks the event as one that no rule handles; it is delivered nowhere until it is replayed. */
  public void quarantine(
      @Variable("eventId") String eventId,
      @Variable("event") String name,
      @Variable("problem") String problem) {
    String reason = problem == null ? "no rule of decide handles \"%s\"".formatted(name) : problem;
    events.quarantine(UUID.fromString(eventId), StoredText.of(reason, LONGEST_PROBLEM));
  }

  /** An event may leave the reference out that another of its journey has told. */
  private StoredEvent withReference(StoredEvent event) {
    return event.referenceNo() != null || event.journey() == null
        ? event
        : journeys.reference(event.journey()).map(event::of).orElse(event);
  }

  private StoredEvent find(UUID id) {
    StoredEvent known = readAhead.get(id);
    return known == null ? events.find(List.of(id)).get(0) : known;
  }
}
