package org.idwiseroutes.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.idwiseroutes.privacy.Masks;
import org.idwiseroutes.tracing.Traces;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts and logs how attempts ended. */
@Component
class EndingReports {

  private static final Logger LOG = LoggerFactory.getLogger(EndingReports.class);

  private final MeterRegistry registry;
  private final List<DeliveredListener> listeners;

  EndingReports(MeterRegistry registry, List<DeliveredListener> listeners) {
    this.registry = registry;
    this.listeners = listeners;
  }

  /**
   * Reports the ends of attempts once the surrounding transaction has committed: what is rolled
   * back has not happened.
   *
   * @param counts for each whether it was the one to decide
   */
  void add(List<Ending> endings, List<Boolean> counts) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            for (int i = 0; i < endings.size(); i++) {
              report(endings.get(i), counts.get(i));
            }
          }
        });
  }

  /** Never throws: the end is stored, and its caller must not take it for one that is not. */
  private void report(Ending ending, boolean counts) {
    try {
      add(ending, counts);
    } catch (RuntimeException e) {
      LOG.warn("The end of delivery {} is stored and not reported", ending.delivery().id(), e);
    }
  }

  private void add(Ending ending, boolean counts) {
    Delivery delivery = ending.delivery();
    if (!counts) {
      LOG.warn(
          "Delivery {} to {}: attempt {} ended after its lease had passed to another; its result is not counted",
          delivery.id(),
          delivery.destination(),
          delivery.attempt());
      return;
    }
    count(ending);
    if (ending.status() == DeliveryStatus.DELIVERED) {
      listeners.forEach(
          listener -> listener.delivered(delivery.destination(), delivery.variables()));
    }
    log(ending, delivery);
  }

  /**
   * {@code idwise.delivery.attempt} (time, by destination and the attempt's outcome) and {@code
   * idwise.delivery} (count, by destination and the status it ended in).
   */
  private void count(Ending ending) {
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

  private static void log(Ending ending, Delivery delivery) {
    switch (ending.status()) {
      case DEAD ->
          event(LOG.atError(), ending)
              .log(
                  "Delivery {} to {} is dead after attempt {}: {}",
                  delivery.id(),
                  delivery.destination(),
                  delivery.attempt(),
                  words(ending));
      case PENDING ->
          event(LOG.atWarn(), ending)
              .log(
                  "Delivery {} to {}: attempt {} failed, next at {}: {}",
                  delivery.id(),
                  delivery.destination(),
                  delivery.attempt(),
                  ending.nextAttemptAt(),
                  words(ending));
      case DELIVERED -> {
        event(
                LOG.atLevel(delivery.destination().equals("decide") ? Level.DEBUG : Level.INFO),
                ending)
            .log(
                "Delivery {} to {} is delivered after attempt {}, event {}",
                delivery.id(),
                delivery.destination(),
                delivery.attempt(),
                delivery.eventId());
        if (ending.lastError() != null) {
          event(LOG.atWarn(), ending)
              .log(
                  "Delivery {} to {} has not reached all: {}",
                  delivery.id(),
                  delivery.destination(),
                  words(ending));
        }
      }
      default ->
          event(LOG.atInfo(), ending)
              .log(
                  "Delivery {} to {} is {} after attempt {}, event {}",
                  delivery.id(),
                  delivery.destination(),
                  ending.status(),
                  delivery.attempt(),
                  delivery.eventId());
    }
  }

  /** What a structured log adds to the line. */
  private static LoggingEventBuilder event(LoggingEventBuilder line, Ending ending) {
    Delivery delivery = ending.delivery();
    String trace = Traces.id(delivery.variables().get(Traces.TRACEPARENT));
    return (trace == null ? line : line.addKeyValue("trace.id", trace))
        .addKeyValue("idwise.delivery.id", delivery.id())
        .addKeyValue("idwise.event.id", delivery.eventId())
        .addKeyValue("idwise.destination", delivery.destination())
        .addKeyValue("idwise.attempt", delivery.attempt())
        .addKeyValue("idwise.status", ending.status());
  }

  /** What went wrong, without what concerns a person. */
  private static String words(Ending ending) {
    String words =
        ending.attempt() == null ? ending.lastError() : ending.attempt().failure().summary();
    Map<String, Object> variables = ending.delivery().variables();
    return Masks.hide(
        words,
        OutboxVariables.OF_A_PERSON.stream()
            .map(variables::get)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .toList());
  }
}
