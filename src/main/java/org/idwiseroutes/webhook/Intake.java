package org.idwiseroutes.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.idwiseroutes.inbox.Event;
import org.idwiseroutes.inbox.EventJson;
import org.idwiseroutes.inbox.EventReader;
import org.idwiseroutes.inbox.UnreadableBodyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Turns a request into the {@link org.idwiseroutes.inbox.Event} to be stored, or into no body at
 * all when it is the portal's test: a {@code GET}, an empty body, or an object with neither {@code
 * event} nor {@code body}.
 */
@Component
class Intake implements Processor {

  static final String SOURCE = "idwise.source";
  static final String EVENT = "idwise.event";

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final EventReader reader;

  Intake(EventReader reader) {
    this.reader = reader;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    String source = exchange.getMessage().getHeader("source", String.class);
    exchange.setProperty(SOURCE, source);
    HttpServletRequest request = exchange.getMessage(PlatformHttpMessage.class).getRequest();
    String authenticatedAs = (String) request.getAttribute(Gate.AUTHENTICATED_AS);
    boolean post = "POST".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD));
    byte[] body = post ? exchange.getMessage().getBody(byte[].class) : null;
    Event event = body == null ? null : read(source, authenticatedAs, body);
    exchange.setProperty(EVENT, event);
    exchange.getMessage().setBody(event);
    if (event == null) {
      LOG.info("Source {}: received a test call", source);
    }
  }

  private Event read(String source, String authenticatedAs, byte[] body) {
    try {
      ObjectNode json = EventJson.parse(body);
      boolean test = json == null || !json.has("event") && !json.has("body");
      return test ? null : reader.read(source, authenticatedAs, json, body);
    } catch (UnreadableBodyException e) {
      LOG.warn("Source {}: {}; a copy is in quarantine", source, e.getMessage());
      return reader.garbage(source, authenticatedAs, body, e.getMessage());
    }
  }
}
