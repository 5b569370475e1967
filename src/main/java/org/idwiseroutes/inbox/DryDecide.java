package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.journey.Arrival;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.RememberedJourneys;
import org.idwiseroutes.journey.Statement;
import org.idwiseroutes.journey.Verdict;
import org.idwiseroutes.journey.Wait;

/** What {@code bean: decide} says of events, one after another, without a database. */
public final class DryDecide {

  private final RememberedJourneys journeys;
  private final boolean asks;
  private long seq;

  /**
   * Begins without any journey.
   *
   * @param lateWindow how long after another event one may arrive that IDWise has sent before it
   * @param asks whether IDWise can be asked where only it can tell
   */
  public DryDecide(Duration lateWindow, boolean asks) {
    this.journeys = new RememberedJourneys(lateWindow);
    this.asks = asks;
  }

  /**
   * Applies an event to its journey.
   *
   * @param envelope as IDWise sends it, with {@code event} and {@code body}
   * @return what the rules and mappings read, with IDWise's {@code body} in it
   */
  public ObjectNode decide(String source, JsonNode envelope, Instant receivedAt) {
    seq++;
    JsonNode body = envelope.path("body");
    String sent = envelope.path("event").asText(null);
    String name = EventName.of(sent).map(EventName::text).orElse(sent);
    String journeyId = body.path("journeyId").asText(null);
    String checkId = body.path("spotCheckJourneyId").asText(null);
    String key = journeyId == null ? checkId : journeyId;
    JourneyKey journey = key == null ? null : new JourneyKey(source, key);
    Statement statement = Statement.of(name, body);
    String sentReference = body.path("referenceNo").asText(null);
    String reference =
        sentReference == null && journey != null
            ? journeys.reference(journey).orElse(null)
            : sentReference;
    Verdict verdict =
        journeys.apply(
            journey,
            new Arrival(seq, receivedAt, false, false, waited(body), reference, statement),
            asks);
    StoredEvent event =
        new StoredEvent(
            new UUID(0, seq),
            seq,
            source,
            name,
            journeyId,
            key,
            reference,
            envelope.toString(),
            false,
            "webhook",
            receivedAt,
            null);
    ObjectNode document = DecisionDocument.of(event, statement, verdict);
    document.set("body", body);
    return document;
  }

  private static Wait waited(JsonNode body) {
    return body.has(Wait.WAITED_IN) ? Wait.of(body) : null;
  }

  /** The variables that the rules read, of such a document; the event's id is among them. */
  public static Map<String, Object> variables(ObjectNode document) {
    ObjectNode flat = document.deepCopy();
    flat.remove("body");
    Map<String, Object> variables = DecisionDocument.variables(flat);
    variables.put("eventId", variables.get("id"));
    return variables;
  }
}
