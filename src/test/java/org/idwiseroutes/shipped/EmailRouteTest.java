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

/** {@code routes/email.camel.yaml}. */
@RouteTest
class EmailRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint mail;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "email",
        route -> {
          route.replaceFromWith("direct:test-email");
          route.weaveById("email-send").replace().to("mock:mail").id("email-send");
        });
    MockEndpoint.resetMocks(camel);
    mail = camel.getEndpoint("mock:mail", MockEndpoint.class);
  }

  @Test
  void theTeamGetsTextAndHtmlInWhichWhatTheEventSaysIsEscaped() throws Exception {
    mail.expectedMessageCount(1);
    Exchange sent =
        template.send(
            "direct:test-email",
            exchange -> {
              exchange
                  .getMessage()
                  .setBody(
                      "{\"event\":\"Manually Reviewed\",\"decision\":\"Rejected\",\"journeyId\":\"j1\",\"referenceNo\":\"<b>r1\",\"source\":\"live\",\"body\":{}}");
              exchange.setVariable("team", "compliance");
              exchange.setVariable("event", "Manually Reviewed");
              exchange.setVariable("decision", "Rejected");
              exchange.setVariable("journeyId", "j1");
              exchange.setVariable("referenceNo", "<b>r1");
            });
    assertThat(sent.getException()).isNull();
    mail.assertIsSatisfied();
    Exchange mailed = mail.getExchanges().get(0);
    assertThat(mailed.getVariable("to", String.class)).isEqualTo("compliance@example.com");
    assertThat(mailed.getVariable("subject", String.class)).contains("Rejected");
    assertThat(mailed.getVariable("text", String.class)).contains("<b>r1");
    assertThat(mailed.getMessage().getBody(String.class))
        .contains("&lt;b&gt;r1")
        .doesNotContain("<b>r1");
  }
}
