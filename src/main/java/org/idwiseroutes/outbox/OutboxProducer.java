package org.idwiseroutes.outbox;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Adds a delivery with the exchange's body and variables, in the surrounding transaction.
 *
 * <p>One event has one delivery per destination (or per destination and {@code key}), however often
 * its route runs: what an earlier run added stays as it is. Adding two alike in one run is an
 * error, since one of them would be lost.
 */
class OutboxProducer extends DefaultProducer {

  private static final String ADDED = "outbox.added";

  private final OutboxEndpoint endpoint;
  private final Deliveries deliveries;

  OutboxProducer(OutboxEndpoint endpoint, Deliveries deliveries) {
    super(endpoint);
    this.endpoint = endpoint;
    this.deliveries = deliveries;
  }

  @Override
  public void process(Exchange exchange) {
    UUID eventId = exchange.getVariable(OutboxVariables.EVENT_ID, UUID.class);
    String key = key(eventId);
    refuseTwins(exchange, key);
    deliveries.add(
        new NewDelivery(
            endpoint.destinationOf(exchange),
            key,
            OutboxVariables.lane(endpoint.getLaneBy(), exchange),
            eventId,
            exchange.getMessage().getBody(String.class),
            endpoint.isUrgent(),
            travelling(exchange.getVariables())));
  }

  private String key(UUID eventId) {
    String subject = eventId == null ? UUID.randomUUID().toString() : eventId.toString();
    return endpoint.getKey() == null ? subject : subject + "/" + endpoint.getKey();
  }

  private void refuseTwins(Exchange exchange, String key) {
    @SuppressWarnings("unchecked")
    Set<String> added = exchange.getProperty(ADDED, new HashSet<>(), Set.class);
    exchange.setProperty(ADDED, added);
    if (!added.add(endpoint.getDestination() + "/" + key)) {
      throw new IllegalStateException(
          "This run has already added a delivery to outbox:%s; give one of the two steps the parameter \"key\" to tell them apart"
              .formatted(endpoint.getDestination()));
    }
  }

  private static Map<String, Object> travelling(Map<String, Object> variables) {
    Map<String, Object> travelling = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (!OutboxVariables.OF_THE_ATTEMPT.contains(name)) {
            travelling.put(name, requirePlain(name, value));
          }
        });
    return travelling;
  }

  private static Object requirePlain(String name, Object value) {
    if (value instanceof UUID) {
      return value.toString();
    }
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Map
        || value instanceof Iterable) {
      return value;
    }
    throw new IllegalArgumentException(
        "The variable \"%s\" is a %s; only text, numbers, booleans, maps and lists can travel through the outbox"
            .formatted(name, value.getClass().getName()));
  }
}
