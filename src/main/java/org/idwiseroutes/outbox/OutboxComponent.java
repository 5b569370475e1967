package org.idwiseroutes.outbox;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

/**
 * The Camel component {@code outbox}: deliveries that survive the process, with attempts, backoff,
 * lanes and dead letters of their own. {@code to: outbox:NAME} adds one in the surrounding
 * transaction; {@code from: outbox:NAME} tries those that are due.
 */
@Component("outbox")
class OutboxComponent extends DefaultComponent {

  private final OutboxProperties properties;
  private final Deliveries deliveries;
  private final WorkLoops work;

  OutboxComponent(OutboxProperties properties, Deliveries deliveries, WorkLoops work) {
    this.properties = properties;
    this.deliveries = deliveries;
    this.work = work;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!remaining.matches("[a-z][a-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "outbox:%s: a destination's name is a lower-case letter, then at most 63 lower-case letters, digits and hyphens"
              .formatted(remaining));
    }
    OutboxEndpoint endpoint =
        new OutboxEndpoint(uri, this, remaining, properties, deliveries, work);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
