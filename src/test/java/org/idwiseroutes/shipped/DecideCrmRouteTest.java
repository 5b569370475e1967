package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code routes/decide-crm.camel.yaml}. */
@RouteTest
class DecideCrmRouteTest {

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;
  private MockEndpoint told;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "decide-crm",
        route -> {
          route.replaceFromWith("direct:test-decide-crm");
          route.weaveById("decide-crm-send").replace().to("mock:told").id("decide-crm-send");
        });
    MockEndpoint.resetMocks(camel);
    told = camel.getEndpoint("mock:told", MockEndpoint.class);
  }

  @ParameterizedTest
  @CsvSource({
    "newestJourney, true, 1",
    "byPerson, true, 1",
    "worse, true, 1",
    "takesBack, true, 1",
    "newestJourney, false, 0",
    "changed, true, 0"
  })
  void ofAnOlderJourneyOnlySomeNewsCount(String variable, boolean value, int times)
      throws Exception {
    told.expectedMessageCount(times);
    Exchange ended =
        template.send("direct:test-decide-crm", exchange -> exchange.setVariable(variable, value));
    assertThat(ended.getException()).isNull();
    told.assertIsSatisfied();
  }
}
