package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.support.processor.PredicateValidationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code routes/ticketing-create.camel.yaml}. */
@RouteTest
class TicketCreateRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint desk;
  private MockEndpoint remembered;
  private MockEndpoint comment;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "ticket-create",
        route -> {
          route.replaceFromWith("direct:test-ticket-create");
          Map.of(
                  "ticket-create-post", "mock:desk",
                  "ticket-create-remember", "mock:remembered",
                  "ticket-create-comment", "mock:comment")
              .forEach((id, mock) -> route.weaveById(id).replace().to(mock).id(id));
        });
    MockEndpoint.resetMocks(camel);
    desk = camel.getEndpoint("mock:desk", MockEndpoint.class);
    remembered = camel.getEndpoint("mock:remembered", MockEndpoint.class);
    comment = camel.getEndpoint("mock:comment", MockEndpoint.class);
  }

  @Test
  void aTicketIsCreatedAndItsIdRemembered() throws Exception {
    desk.expectedMessageCount(1);
    desk.expectedHeaderReceived(Exchange.CONTENT_TYPE, "application/json");
    desk.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("{\"id\":\"T-1\"}"));
    remembered.expectedMessageCount(1);
    comment.expectedMessageCount(0);

    Exchange ended = create();

    assertThat(ended.getException()).isNull();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(ended.getVariable("ticketId")).isEqualTo("T-1");
  }

  @Test
  void aTicketThatTheDeskHasIsUpdated() throws Exception {
    desk.whenAnyExchangeReceived(
        exchange -> {
          throw refusal(409, "{\"id\":\"T-2\"}");
        });
    remembered.expectedMessageCount(1);
    comment.expectedMessageCount(1);

    Exchange ended = create();

    assertThat(ended.getException()).isNull();
    MockEndpoint.assertIsSatisfied(camel);
    assertThat(ended.getVariable("ticketId")).isEqualTo("T-2");
  }

  @Test
  void anotherRefusalIsTheDeliverysFailure() throws Exception {
    desk.whenAnyExchangeReceived(
        exchange -> {
          throw refusal(422, "{}");
        });
    remembered.expectedMessageCount(0);

    assertThat(create().getException()).isInstanceOf(HttpOperationFailedException.class);
    MockEndpoint.assertIsSatisfied(camel);
  }

  @Test
  void anAnswerWithoutAnIdIsAFailure() throws Exception {
    desk.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody("{}"));
    remembered.expectedMessageCount(0);

    assertThat(create().getException()).isInstanceOf(PredicateValidationException.class);
    MockEndpoint.assertIsSatisfied(camel);
  }

  private static HttpOperationFailedException refusal(int status, String body) {
    return new HttpOperationFailedException(
        "http://desk.invalid/tickets", status, "refused", null, Map.of(), body);
  }

  private Exchange create() {
    return template.send(
        "direct:test-ticket-create",
        exchange -> {
          exchange.getMessage().setBody("{\"journeyId\":\"j1\",\"source\":\"live\"}");
          exchange.setVariable("ticket", "review");
        });
  }
}
