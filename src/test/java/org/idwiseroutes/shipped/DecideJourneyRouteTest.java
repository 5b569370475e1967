package org.idwiseroutes.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code routes/decide-journey.camel.yaml}: where each branch leads, and where it does not. */
@RouteTest
class DecideJourneyRouteTest {

  private static final List<String> WAYS = List.of("crm", "tickets", "email", "notify");

  /** Steps that lead out of the route, by the way that they take. */
  private static final Map<String, List<String>> STEPS =
      Map.of(
          "overturned",
          WAYS,
          "review",
          List.of("crm", "tickets", "notify"),
          "rejected",
          WAYS,
          "settled",
          List.of("crm", "tickets"));

  @Autowired private CamelContext camel;
  @Autowired private ProducerTemplate template;

  @BeforeEach
  void advise() throws Exception {
    AdviceWith.adviceWith(
        camel,
        "decide-journey",
        route -> {
          route.replaceFromWith("direct:test-decide-journey");
          STEPS.forEach(
              (branch, ways) ->
                  ways.forEach(
                      way -> {
                        String id = "decide-journey-%s-%s".formatted(branch, way);
                        route.weaveById(id).replace().to("mock:" + way).id(id);
                      }));
        });
    MockEndpoint.resetMocks(camel);
  }

  static Stream<Arguments> branches() {
    return Stream.of(
        Arguments.of(Map.of("news", false), List.of()),
        Arguments.of(Map.of("news", true), List.of("crm", "tickets")),
        Arguments.of(Map.of("news", true, "opens", "review"), List.of("crm", "tickets", "notify")),
        Arguments.of(Map.of("news", true, "changed", true, "outcome", "rejected"), WAYS),
        Arguments.of(
            Map.of("news", true, "changed", false, "outcome", "rejected"),
            List.of("crm", "tickets")),
        Arguments.of(Map.of("news", true, "overturned", true, "opens", "review"), WAYS));
  }

  @ParameterizedTest
  @MethodSource("branches")
  void eachBranchLeadsWhereItSays(Map<String, Object> variables, List<String> expected)
      throws Exception {
    for (String way : WAYS) {
      camel
          .getEndpoint("mock:" + way, MockEndpoint.class)
          .expectedMessageCount(expected.contains(way) ? 1 : 0);
    }
    Exchange sent =
        template.send(
            "direct:test-decide-journey",
            exchange -> new HashMap<>(variables).forEach(exchange::setVariable));
    assertThat(sent.getException()).isNull();
    MockEndpoint.assertIsSatisfied(camel);
    if (expected.equals(WAYS)) {
      assertThat(
              camel
                  .getEndpoint("mock:email", MockEndpoint.class)
                  .getExchanges()
                  .get(0)
                  .getVariable("team"))
          .isEqualTo("compliance");
    }
  }
}
