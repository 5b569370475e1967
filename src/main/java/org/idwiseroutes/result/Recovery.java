package org.idwiseroutes.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.idwiseroutes.inbox.OwnEvents;
import org.idwiseroutes.journey.Decision;
import org.idwiseroutes.journey.EventName;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.idwiseroutes.journey.Statement;
import org.springframework.stereotype.Component;

/** Turns a decision that no webhook told us into an event, which goes the usual way. */
@Component
class Recovery {

  private final Journeys journeys;
  private final OwnEvents events;
  private final ResultProperties properties;

  Recovery(Journeys journeys, OwnEvents events, ResultProperties properties) {
    this.journeys = journeys;
    this.events = events;
    this.properties = properties;
  }

  /**
   * What came of a result.
   *
   * @param decision the decision that counts now: a person's is not undone by the system's; null
   *     when there is none yet
   * @param isNew whether no webhook had told it
   */
  record Recovered(Decision decision, boolean isNew) {}

  /**
   * Stores the result as an event when it changes what is known. The same change is one event,
   * however often and by however many nodes it is found.
   */
  Recovered recover(JourneyKey journey, Result result) {
    Decision known = journeys.decision(journey.source(), journey.key()).orElse(null);
    Decision said = result.decision().orElse(null);
    boolean undoes = known != null && known.isFinal() && said != null && !said.isManual();
    if (said == null || said == known || undoes) {
      return new Recovered(known, false);
    }
    boolean isNew =
        events.store(
            OwnEvents.From.RECONCILED,
            journey.source(),
            payload(journey, result, said, identity(journey, known, said)));
    return new Recovered(said, isNew);
  }

  /**
   * Stores as an event what IDWise says about one that only IDWise can explain. It counts, also
   * against a person's earlier decision. The same event is answered once.
   *
   * @param eventId the event that was asked about
   * @param result empty when IDWise does not know the journey, or could not be asked
   * @param withoutAnswer the decision that counts then
   * @return false when there is nothing to store, or it was stored before
   */
  boolean settle(
      JourneyKey journey, UUID eventId, Optional<Result> result, Decision withoutAnswer) {
    Optional<Decision> said = result.flatMap(Result::decision);
    Decision known = journeys.decision(journey.source(), journey.key()).orElse(null);
    if (said.isEmpty() && withoutAnswer == known) {
      return false;
    }
    Result answer =
        said.isPresent() ? result.get() : new Result(JsonNodeFactory.instance.objectNode(), null);
    UUID identity =
        UUID.nameUUIDFromBytes(("settled\n" + eventId).getBytes(StandardCharsets.UTF_8));
    return events.store(
        OwnEvents.From.RECONCILED,
        journey.source(),
        payload(journey, answer, said.orElse(withoutAnswer), identity));
  }

  private ObjectNode payload(JourneyKey journey, Result result, Decision decision, UUID identity) {
    boolean manual = result.manualDecision().isPresent() || decision.isManual();
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put(
        "event", (manual ? EventName.MANUALLY_REVIEWED : EventName.FINISHED_JOURNEY).text());
    ObjectNode body =
        payload
            .putObject("body")
            .put("eventId", identity.toString())
            .put("journeyId", journey.key())
            .put("referenceNo", reference(journey, result))
            .put("systemDecision", text(result.decision("system_decision")))
            .put("manualDecision", text(result.manualDecision()))
            .put("finalDecision", decision.text())
            .put(Statement.ANSWERS_ABOUT, journeys.decidedBy(journey.source(), journey.key()));
    ObjectNode stored = JsonNodeFactory.instance.objectNode();
    for (String field : properties.store()) {
      JsonNode value = result.json().at("/" + field.replace('.', '/'));
      if (!value.isMissingNode()) {
        stored.set(field, value);
      }
    }
    if (!stored.isEmpty()) {
      body.set("result", stored);
    }
    return payload;
  }

  private String reference(JourneyKey journey, Result result) {
    return result.reference() == null
        ? journeys.reference(journey).orElse(null)
        : result.reference();
  }

  /** The same for the same change, and nothing that names the journey. */
  private UUID identity(JourneyKey journey, Decision before, Decision decision) {
    long since = journeys.decidedBy(journey.source(), journey.key());
    String change = "reconciled\n%s\n%s\n%s\n%d".formatted(journey.key(), before, decision, since);
    return UUID.nameUUIDFromBytes(change.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Optional<Decision> decision) {
    return decision.map(Decision::text).orElse(null);
  }
}
