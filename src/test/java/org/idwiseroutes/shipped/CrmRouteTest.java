package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code routes/rest/crm.camel.yaml}; copy it for a system of your own. */
@RouteTest
class CrmRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint crm;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "rest-crm",
        route -> {
          route.replaceFromWith("direct:test-crm");
          route.mockEndpointsAndSkip("http:*");
        });
    MockEndpoint.resetMocks(camel);
    crm = camel.getEndpoint("mock:http:crm.invalid", MockEndpoint.class);
  }

  @Test
  void theStatusIsPutOnTheRecordOfTheReference() throws Exception {
    crm.expectedMessageCount(1);
    crm.expectedHeaderReceived(Exchange.HTTP_URI, "http://crm.invalid/customers/r%201");
    crm.expectedHeaderReceived(Exchange.CONTENT_TYPE, "application/json");

    Exchange sent =
        deliver("{\"referenceNo\":\"r 1\",\"status\":\"verified\",\"source\":\"live\"}");

    assertThat(sent.getException()).isNull();
    crm.assertIsSatisfied();
    JsonNode body =
        new ObjectMapper().readTree(crm.getExchanges().get(0).getMessage().getBody(String.class));
    assertThat(body.path("reference").asText()).isEqualTo("r 1");
    assertThat(body.path("status").asText()).isEqualTo("verified");
  }

  @Test
  void whatTheCrmRefusesIsTheDeliverysFailure() throws Exception {
    crm.whenAnyExchangeReceived(
        exchange -> {
          throw new IllegalStateException("422");
        });
    assertThat(deliver("{\"referenceNo\":\"r 1\"}").getException()).hasMessage("422");
  }

  /** As an attempt does: the decided event as body, what {@code decide} has set as variables. */
  private Exchange deliver(String document) {
    return template.send(
        "direct:test-crm",
        exchange -> {
          exchange.getMessage().setBody(document);
          exchange.setVariable("source", "live");
          exchange.setVariable("customer", "r%201");
        });
  }
}
