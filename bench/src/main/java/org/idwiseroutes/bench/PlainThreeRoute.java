package org.idwiseroutes.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.springframework.stereotype.Component;

/**
 * The usual route to three destinations: an Idempotent Consumer around calls with the product's own
 * mappings and templates, answered when all have been made. Nothing but the event's id is stored.
 */
@Component
class PlainThreeRoute extends RouteBuilder {

  static final String PATH = "/webhook/three";

  private static final String JSONATA =
      "jsonata:file:routes/%s?contentCache=true&inputType=JsonString&outputType=JsonString";
  private static final String THYMELEAF =
      "thymeleaf:file:routes/templates/%s?cacheable=true&resolver=STRING&templateMode=%s";

  private final ObjectMapper json;
  private final JdbcMessageIdRepository repository;

  PlainThreeRoute(ObjectMapper json, JdbcMessageIdRepository repository) {
    this.json = json;
    this.repository = repository;
  }

  @Override
  public void configure() {
    from("platform-http:" + PATH)
        .process(this::read)
        .idempotentConsumer(variable("id"), repository)
        .removeHeaders("*")
        .to(JSONATA.formatted("rest/customer.jsonata"))
        .setHeader(Exchange.HTTP_METHOD, constant("PUT"))
        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
        .to("{{crm.url}}/customers/1")
        .removeHeaders("*")
        .setBody(variable("document"))
        .unmarshal()
        .json()
        .toV(THYMELEAF.formatted("event-subject.txt", "TEXT"), null, "subject")
        .toV(THYMELEAF.formatted("event.txt", "TEXT"), null, "text")
        .to(THYMELEAF.formatted("event.html", "HTML"))
        .removeHeaders("*")
        .setHeader("To", constant("team@example.com"))
        .setHeader("Subject", variable("subject"))
        .setHeader("CamelMailAlternativeBody", variable("text"))
        .setHeader("contentType", constant("text/html; charset=UTF-8"))
        .to("smtp:{{smtp.host}}:{{smtp.port}}?from=bench@example.com")
        .removeHeaders("*")
        .process(this::request)
        .to(JSONATA.formatted("mappings/ticket-request.jsonata"))
        .to(JSONATA.formatted("rest/ticket.jsonata"))
        .setHeader(Exchange.HTTP_METHOD, constant("POST"))
        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
        .to("{{ticketing.url}}/tickets")
        .end()
        .removeHeaders("*")
        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
        .setBody(constant("{\"outcome\":\"accepted\"}"));
  }

  private void read(Exchange exchange) throws Exception {
    JsonNode event = json.readTree(exchange.getMessage().getBody(byte[].class));
    exchange.setVariable("id", event.at("/body/eventId").asText());
    exchange.setVariable("document", document(event));
    exchange.getMessage().setBody(exchange.getVariable("document"));
  }

  private void request(Exchange exchange) throws Exception {
    ObjectNode request = json.createObjectNode().put("kind", "review").put("label", "idwise-bench");
    request.set("event", json.readTree(exchange.getVariable("document", String.class)));
    exchange.getMessage().setBody(json.writeValueAsString(request));
  }

  /** Has what the mappings and templates read. */
  private String document(JsonNode event) throws JsonProcessingException {
    ObjectNode document = json.createObjectNode();
    document.set("id", event.at("/body/eventId"));
    document.set("event", event.get("event"));
    document.put("source", "bench");
    document.set("journeyId", event.at("/body/journeyId"));
    document.set("journey", event.at("/body/journeyId"));
    document.set("referenceNo", event.at("/body/referenceNo"));
    document.put("receivedAt", "2026-10-01T00:00:00Z");
    document.set("body", event.get("body"));
    return json.writeValueAsString(document);
  }
}
