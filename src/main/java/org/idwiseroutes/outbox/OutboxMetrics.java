package org.idwiseroutes.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts attempts and ends of deliveries. */
@Component
class OutboxMetrics {

  private final MeterRegistry registry;

  OutboxMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * {@code idwise.delivery.attempt} (time, by destination and the attempt's outcome) and {@code
   * idwise.delivery} (count, by destination and the status it ended in).
   */
  void ended(Ending ending) {
    String destination = ending.delivery().destination();
    Attempt attempt = ending.attempt();
    if (attempt != null) {
      registry
          .timer(
              "idwise.delivery.attempt", "destination", destination, "outcome", attempt.outcome())
          .record(attempt.duration());
    }
    if (ending.status() != DeliveryStatus.PENDING) {
      String status = ending.status().toString();
      registry.counter("idwise.delivery", "destination", destination, "status", status).increment();
    }
  }
}
