package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code rest-open} of {@code routes/rest/ticketing.camel.yaml}. */
@RouteTest
class RestTicketingRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint desk;
  private MockEndpoint comment;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "rest-open",
        route -> {
          route.replaceFromWith("direct:test-rest-open");
          route.weaveById("rest-open-post").replace().to("mock:desk").id("rest-open-post");
          route.weaveById("rest-open-comment").replace().to("mock:comment").id("rest-open-comment");
        });
    MockEndpoint.resetMocks(camel);
    desk = camel.getEndpoint("mock:desk", MockEndpoint.class);
    comment = camel.getEndpoint("mock:comment", MockEndpoint.class);
  }

  @Test
  void aTicketIsCreated() throws Exception {
    answer(201, "{\"id\":\"T-1\"}");
    comment.expectedMessageCount(0);
    Exchange ended = open();
    assertThat(ended.getException()).isNull();
    assertThat(ended.getMessage().getBody(String.class)).isEqualTo("{\"id\":\"T-1\"}");
    MockEndpoint.assertIsSatisfied(camel);
  }

  @Test
  void aTicketThatTheDeskHasGetsAComment() throws Exception {
    answer(409, "{\"id\":\"T-2\"}");
    comment.expectedMessageCount(1);
    comment.expectedHeaderReceived("Idempotency-Key", "d-1-comment-review");
    Exchange ended = open();
    assertThat(ended.getException()).isNull();
    assertThat(ended.getVariable("ticketId")).isEqualTo("T-2");
    MockEndpoint.assertIsSatisfied(camel);
  }

  private void answer(int status, String body) {
    desk.whenAnyExchangeReceived(
        exchange -> {
          exchange.getMessage().setBody(body);
          exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        });
  }

  private Exchange open() {
    return template.send(
        "direct:test-rest-open",
        exchange -> {
          exchange.getMessage().setBody("{\"kind\":\"review\",\"event\":{}}");
          exchange.setVariable("source", "live");
          exchange.setVariable("journey", "j-rest");
          exchange.setVariable("ticket", "review");
          exchange.setVariable("deliveryId", "d-1");
          exchange.setVariable("request", "{}");
        });
  }
}
