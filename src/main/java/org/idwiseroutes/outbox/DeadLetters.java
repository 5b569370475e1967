package org.idwiseroutes.outbox;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Tells the destination {@code dead-letter} which deliveries have died, and of what. */
@Component
class DeadLetters {

  private static final String DEAD_LETTER = "dead-letter";

  private final Deliveries deliveries;
  private final Variables json;
  private final Clock clock;

  DeadLetters(Deliveries deliveries, Variables json, Clock clock) {
    this.deliveries = deliveries;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Adds the letter of a delivery that has just died. A dead dead letter makes no further one; it
   * shows in the API like any other.
   */
  void add(Delivery delivery, Failure failure) {
    if (delivery.destination().equals(DEAD_LETTER)) {
      return;
    }
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("deliveryId", delivery.id());
    letter.put("destination", delivery.destination());
    letter.put("eventId", delivery.eventId());
    letter.put("attempts", delivery.attempt());
    letter.put("lastError", failure.text());
    letter.put("diedAt", clock.instant().toString());
    letter.put("variables", delivery.variables());
    String key = delivery.id() + "/" + delivery.series();
    deliveries.add(
        new NewDelivery(
            DEAD_LETTER, key, null, delivery.eventId(), json.write(letter), delivery.variables()));
  }
}
