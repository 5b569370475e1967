package org.idwiseroutes.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down how an attempt ended and what follows from it, in one transaction. */
@Component
class Settlement {

  static final String DEAD_LETTER = "dead-letter";

  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  private final Deliveries deliveries;
  private final Destinations destinations;
  private final Wakeups wakeups;
  private final Node node;
  private final Clock clock;
  private final ObjectMapper json;
  private final OutboxMetrics metrics;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Settlement(
      Deliveries deliveries,
      Destinations destinations,
      Wakeups wakeups,
      Node node,
      Clock clock,
      ObjectMapper json,
      OutboxMetrics metrics) {
    this.deliveries = deliveries;
    this.destinations = destinations;
    this.wakeups = wakeups;
    this.node = node;
    this.clock = clock;
    this.json = json;
    this.metrics = metrics;
  }

  /**
   * Delivered, to be retried, or dead with a delivery to {@code dead-letter}. A claim that is no
   * longer the latest changes nothing: whoever holds the later one decides.
   */
  @Transactional
  public void settle(Delivery delivery, Attempt attempt, RetryPolicy policy, boolean probe) {
    Failure failure = attempt.failure();
    DeliveryStatus status = status(delivery, failure, policy);
    Instant next =
        status == DeliveryStatus.PENDING
            ? clock.instant().plus(policy.delay(delivery.attempt(), failure.retryAfter(), random))
            : null;
    if (!deliveries.end(delivery, status, failure == null ? null : failure.text(), next)) {
      LOG.warn(
          "Delivery {} to {}: attempt {} ended after its lease had passed to another; its result is not counted",
          delivery.id(),
          delivery.destination(),
          delivery.attempt());
      return;
    }
    deliveries.recordAttempt(delivery, attempt, node.name());
    metrics.attempted(delivery.destination(), attempt, status);
    countForDestination(delivery, failure, probe);
    if (status == DeliveryStatus.DEAD) {
      addDeadLetter(delivery, failure);
    }
    wakeups.afterCommit(delivery.destination());
    log(delivery, status, failure, next);
  }

  /** Ends a delivery whose last attempt got lost, without trying it once more. */
  @Transactional
  public void settleLost(Delivery delivery) {
    Failure failure = Attempt.lost(delivery.lostAt()).failure();
    if (deliveries.end(delivery, DeliveryStatus.DEAD, failure.text(), null)) {
      addDeadLetter(delivery, failure);
      log(delivery, DeliveryStatus.DEAD, failure, null);
    }
  }

  /** Ends a delivery that a later one of its lane has made untrue. */
  @Transactional
  public void supersede(Delivery delivery) {
    deliveries.end(
        delivery, DeliveryStatus.SUPERSEDED, "a later delivery of its lane was delivered", null);
    wakeups.afterCommit(delivery.destination());
  }

  private static DeliveryStatus status(Delivery delivery, Failure failure, RetryPolicy policy) {
    if (failure == null) {
      return DeliveryStatus.DELIVERED;
    }
    boolean over = failure.permanent() || policy.isExhausted(delivery.attempt());
    return over ? DeliveryStatus.DEAD : DeliveryStatus.PENDING;
  }

  private void countForDestination(Delivery delivery, Failure failure, boolean probe) {
    if (failure != null && failure.ofDestination()) {
      destinations.failed(delivery.destination(), failure, probe);
    } else {
      destinations.succeeded(delivery.destination());
    }
  }

  /** A dead dead letter makes no further one; it shows in the API like any other. */
  private void addDeadLetter(Delivery delivery, Failure failure) {
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
        List.of(
            new NewDelivery(
                DEAD_LETTER, key, null, delivery.eventId(), write(letter), delivery.variables())));
  }

  private String write(Map<String, Object> letter) {
    try {
      return json.writeValueAsString(letter);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A dead letter cannot be written as JSON", e);
    }
  }

  private static void log(Delivery delivery, DeliveryStatus status, Failure failure, Instant next) {
    if (status == DeliveryStatus.DEAD) {
      LOG.error(
          "Delivery {} to {} is dead after attempt {}: {}",
          delivery.id(),
          delivery.destination(),
          delivery.attempt(),
          failure.text());
    } else if (status == DeliveryStatus.PENDING) {
      LOG.warn(
          "Delivery {} to {}: attempt {} failed, next at {}: {}",
          delivery.id(),
          delivery.destination(),
          delivery.attempt(),
          next,
          failure.text());
    } else {
      LOG.debug("Delivery {} to {} delivered", delivery.id(), delivery.destination());
    }
  }
}
