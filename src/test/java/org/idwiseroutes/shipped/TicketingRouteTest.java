package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code ticket-needed} of {@code routes/ticketing.camel.yaml}: whichever the desk is. */
@RouteTest
class TicketingRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint find;
  private MockEndpoint open;
  private MockEndpoint comment;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "ticket-needed",
        route -> {
          route.replaceFromWith("direct:test-ticket-needed");
          route.weaveById("ticket-needed-find").replace().to("mock:find").id("ticket-needed-find");
          route
              .weaveById("ticket-needed-comment")
              .replace()
              .to("mock:comment")
              .id("ticket-needed-comment");
        });
    AdviceWith.adviceWith(
        camel,
        "ticket-new",
        route -> {
          route.weaveById("ticket-new-open").replace().to("mock:open").id("ticket-new-open");
          route
              .weaveById("ticket-new-comment")
              .replace()
              .to("mock:comment")
              .id("ticket-new-comment");
        });
    MockEndpoint.resetMocks(camel);
    find = camel.getEndpoint("mock:find", MockEndpoint.class);
    open = camel.getEndpoint("mock:open", MockEndpoint.class);
    comment = camel.getEndpoint("mock:comment", MockEndpoint.class);
    answer(find, "{}");
    answer(open, "{\"id\":\"T-1\"}");
  }

  @Test
  void aTicketIsOpenedOnceAndGetsACommentFromThenOn() throws Exception {
    find.expectedMessageCount(1);
    open.expectedMessageCount(1);
    comment.expectedMessageCount(1);

    Exchange first = ask("j-once");
    Exchange second = ask("j-once");

    assertThat(first.getException()).isNull();
    assertThat(first.getVariable("ticketId")).isEqualTo("T-1");
    assertThat(second.getException()).isNull();
    MockEndpoint.assertIsSatisfied(camel);
  }

  @Test
  void aTicketThatTheDeskHasGetsAComment() throws Exception {
    answer(find, "{\"id\":\"T-2\"}");
    open.expectedMessageCount(0);
    comment.expectedMessageCount(1);

    Exchange ended = ask("j-found");

    assertThat(ended.getException()).isNull();
    assertThat(ended.getVariable("ticketId")).isEqualTo("T-2");
    MockEndpoint.assertIsSatisfied(camel);
  }

  @Test
  void aRefusalIsTheDeliverysFailure() {
    open.whenAnyExchangeReceived(
        exchange -> {
          throw new HttpOperationFailedException(
              "http://desk.invalid/tickets", 422, "refused", null, Map.of(), "{}");
        });
    assertThat(ask("j-refused").getException()).isInstanceOf(HttpOperationFailedException.class);
  }

  @Test
  void anAnswerWithoutAnIdIsAFailure() {
    answer(open, "{}");
    assertThat(ask("j-nameless").getException()).hasMessageContaining("no id of the ticket");
  }

  private static void answer(MockEndpoint desk, String json) {
    desk.whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody(json));
  }

  /** As an attempt does. */
  private Exchange ask(String journey) {
    return template.send(
        "direct:test-ticket-needed",
        exchange -> {
          exchange.getMessage().setBody("any");
          exchange.setVariable("source", "live");
          exchange.setVariable("journey", journey);
          exchange.setVariable("ticket", "review");
          exchange.setVariable(
              "document", "{\"journey\":\"%s\",\"event\":\"Finished Journey\"}".formatted(journey));
        });
  }
}
