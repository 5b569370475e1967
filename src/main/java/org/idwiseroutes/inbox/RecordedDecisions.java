package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.journey.Statement;
import org.springframework.stereotype.Component;

/** What the rules saw of events that have been decided. */
@Component
public class RecordedDecisions {

  private final StoredEvents events;

  RecordedDecisions(StoredEvents events) {
    this.events = events;
  }

  /**
   * The variables of an event when it was decided last; empty when it has not been decided, was
   * erased, or was never JSON.
   */
  public Map<String, Object> variables(UUID eventId) {
    return events.find(List.of(eventId)).stream()
        .filter(event -> event.verdict() != null)
        .findFirst()
        .map(this::variables)
        .orElse(Map.of());
  }

  private Map<String, Object> variables(StoredEvent event) {
    JsonNode body = Payloads.body(event.payload());
    Map<String, Object> variables =
        DecisionDocument.variables(
            DecisionDocument.of(event, Statement.of(event.name(), body), event.verdict()));
    variables.put("eventId", event.id().toString());
    return variables;
  }
}
