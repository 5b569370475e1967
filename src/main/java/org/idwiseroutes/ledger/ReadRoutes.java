package org.idwiseroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.idwiseroutes.outbox.failure.Failures;
import org.springframework.stereotype.Component;

/**
 * The routes {@code ledger-…}, each of which says what one system holds: the destination of the
 * same name is looked at with it.
 */
@Component
class ReadRoutes {

  private static final String PREFIX = "direct:ledger-";

  private final CamelContext camel;
  private final ProducerTemplate producer;
  private final ObjectMapper json;
  private final Failures failures;

  ReadRoutes(CamelContext camel, ProducerTemplate producer, ObjectMapper json, Failures failures) {
    this.camel = camel;
    this.producer = producer;
    this.json = json;
    this.failures = failures;
  }

  /** The destinations that can be looked at. */
  List<String> systems() {
    return camel.getRoutes().stream()
        .map(route -> uri(route))
        .filter(uri -> uri.startsWith(PREFIX))
        .map(uri -> uri.substring(PREFIX.length()))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What a system holds.
   *
   * @param body the event that it was told of last, as JSON
   * @param variables those of that delivery
   * @return a JSON object; an empty one when it holds nothing
   * @throws UnreadableSystemException when it does not say
   */
  JsonNode read(String system, String body, Map<String, Object> variables) {
    Route route =
        camel.getRoutes().stream()
            .filter(one -> uri(one).equals(PREFIX + system))
            .findFirst()
            .orElseThrow(() -> new UnreadableSystemException("its route has gone"));
    Exchange answer =
        producer.request(
            route.getEndpoint(),
            exchange -> {
              variables.forEach(exchange::setVariable);
              exchange.getMessage().setBody(body);
            });
    if (answer.getException() != null) {
      throw new UnreadableSystemException(failures.of(answer.getException()).publicGroup());
    }
    try {
      JsonNode held = json.readTree(answer.getMessage().getBody(String.class));
      if (held == null || !held.isObject()) {
        throw new UnreadableSystemException("its route does not end with a JSON object");
      }
      return held;
    } catch (JsonProcessingException e) {
      throw new UnreadableSystemException("its route does not end with JSON");
    }
  }

  private static String uri(Route route) {
    return route.getEndpoint().getEndpointUri().replace("//", "").split("\\?", 2)[0];
  }
}
