package org.idwiseroutes.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.springframework.stereotype.Component;

/** Whether what an event told of a person is still true. */
@Component
public class Overtaken {

  private final Journeys journeys;

  Overtaken(Journeys journeys) {
    this.journeys = journeys;
  }

  /**
   * Why it is no longer true, in words; empty while it is. A check, and an event that belongs to no
   * journey, stay true.
   *
   * @param document what rules read of the event
   */
  public Optional<String> why(ObjectNode document) {
    if (document.path("round").asInt() == 0 || document.path("journeyId").isNull()) {
      return Optional.empty();
    }
    JourneyKey key =
        new JourneyKey(document.path("source").asText(), document.path("journey").asText());
    Journeys.Standing now = journeys.standing(key);
    if (is(document, "newestJourney") && !now.counts()) {
      return Optional.of("a later journey of the person counts now");
    }
    String outcome = document.path("outcome").asText();
    if (is(document, "news") && !outcome.equals(now.outcome().toString())) {
      return Optional.of("the journey is %s now".formatted(now.outcome()));
    }
    String renewal = document.path("renewal").asText();
    if (!renewal.equals(now.renewal().toString())) {
      return Optional.of("the renewal is %s now".formatted(now.renewal()));
    }
    JsonNode opens = document.path("opens");
    if (opens.isTextual() && !journeys.isTicketNeeded(key, opens.asText())) {
      return Optional.of("no %s ticket is needed any more".formatted(opens.asText()));
    }
    return Optional.empty();
  }

  private static boolean is(ObjectNode document, String field) {
    return document.path(field).asBoolean();
  }
}
