package org.idwiseroutes.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.NoArgGenerator;
import java.time.Clock;
import java.util.Set;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Hands what is told to the destination {@code alert}, in the surrounding transaction. What fails
 * there cannot be told by it, and is seen in the console, the log and the metrics alone.
 */
@Component
class Letters {

  static final String DESTINATION = "alert";

  private static final Set<Kind> OF_DESTINATIONS = Set.of(Kind.FAILURES, Kind.HELD, Kind.REFUSED);

  private final Deliveries deliveries;
  private final ObjectMapper json;
  private final NoArgGenerator ids;
  private final Clock clock;
  private final String console;

  Letters(
      Deliveries deliveries,
      ObjectMapper json,
      NoArgGenerator ids,
      Clock clock,
      @Value("${console.url}") String console) {
    this.deliveries = deliveries;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
    this.console = console;
  }

  void add(String state, Alert alert) {
    if (OF_DESTINATIONS.contains(alert.kind()) && alert.subject().equals(DESTINATION)) {
      return;
    }
    Letter letter =
        new Letter(
            alert.id(),
            state,
            alert.kind(),
            alert.subject(),
            alert.text(),
            alert.count(),
            alert.people(),
            alert.since(),
            clock.instant(),
            "%s/console/alerts#alert-%s".formatted(console, alert.id()));
    deliveries.add(
        new NewDelivery(
            DESTINATION,
            ids.generate().toString(),
            null,
            null,
            write(letter),
            false,
            letter.variables()));
  }

  private String write(Letter letter) {
    try {
      return json.writeValueAsString(letter);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A letter is always JSON", e);
    }
  }
}
