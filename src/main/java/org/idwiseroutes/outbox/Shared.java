package org.idwiseroutes.outbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The deliveries that one attempt carries as one exchange: one alone, or a batch. */
record Shared(List<Delivery> deliveries, boolean isBatch) {

  static Shared one(Delivery delivery) {
    return new Shared(List.of(delivery), false);
  }

  static Shared batch(List<Delivery> deliveries) {
    return new Shared(deliveries, true);
  }

  Delivery first() {
    return deliveries.get(0);
  }

  /** Of a batch, the JSON array of all bodies. */
  String body() {
    return isBatch
        ? deliveries.stream().map(Delivery::body).collect(Collectors.joining(",", "[", "]"))
        : first().body();
  }

  Map<String, Object> variables() {
    return isBatch ? Map.of() : first().variables();
  }

  /** The same deliveries together have the same identity on every attempt. */
  UUID id() {
    if (!isBatch) {
      return first().id();
    }
    String ids =
        deliveries.stream()
            .map(delivery -> delivery.id().toString())
            .sorted()
            .collect(Collectors.joining());
    return UUID.nameUUIDFromBytes(ids.getBytes(StandardCharsets.UTF_8));
  }
}
