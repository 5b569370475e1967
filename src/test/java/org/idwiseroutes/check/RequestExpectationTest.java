package org.idwiseroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import org.idwiseroutes.wiring.Request;
import org.junit.jupiter.api.Test;

/** What a scenario is offered to expect of a request. */
class RequestExpectationTest {

  private static final Request WITHOUT_BODY =
      new Request("find", "GET", "https://desk.example/tickets?tag=a", Map.of(), null);

  @Test
  void aRequestWithoutABodyIsExpectedWithoutOne() throws Exception {
    assertThat(RequestExpectation.accepted(MissingNode.getInstance(), WITHOUT_BODY))
        .isEqualTo(
            new ObjectMapper().readTree("{\"method\": \"GET\", \"to\": \"/tickets?tag=a\"}"));
  }

  @Test
  void aBodyThatDoesNotComeIsADifference() throws Exception {
    assertThat(
            RequestExpectation.differences(
                "ticketing", new ObjectMapper().readTree("{\"body\": {\"a\": 1}}"), WITHOUT_BODY))
        .contains("ticketing: body.a should be 1, but is not set");
  }
}
