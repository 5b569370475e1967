package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The status of an answer decides, whatever is wrong with its words. */
class BrokenAnswersTest extends ProductTest {

  private static final String WORDS = "HTTP 400: no such field";

  private static Product own;

  @BeforeEach
  void begin() {
    if (own == null) {
      own =
          Product.start(
              Database.H2.url(),
              "crm.url=HTTP://localhost:" + World.CRM.port() + "/",
              "http.response-timeout=9000",
              "idwise.outbox.attempt-timeout=10s",
              "idwise.outbox.lease=20s");
    }
    use(own);
  }

  @AfterAll
  static void end() {
    own.close();
    own = null;
  }

  static Stream<Arguments> answers() {
    String words = "{\"message\":\"no such field\"}";
    return Stream.of(
        Arguments.of("unknown charset", type("application/json; charset=utf8mb4"), WORDS),
        Arguments.of("empty charset", type("application/json; charset="), WORDS),
        Arguments.of(
            "no gzip",
            aResponse().withStatus(400).withBody(words).withHeader("Content-Encoding", "gzip"),
            "HTTP 400"),
        Arguments.of(
            "cut short",
            aResponse().withStatus(400).withBody(words).withHeader("Content-Length", "500"),
            WORDS),
        Arguments.of(
            "90,000 errors",
            aResponse().withStatus(400).withBody("[" + (words + ",").repeat(90_000) + "{}]"),
            WORDS),
        Arguments.of(
            "900 deep", aResponse().withStatus(400).withBody("{\"a\":".repeat(900)), "HTTP 400"));
  }

  static Stream<Arguments> extras() {
    return Stream.of(
        Arguments.of(
            "no gzip",
            aResponse().withStatus(200).withBody("ok").withHeader("Content-Encoding", "gzip")),
        Arguments.of(
            "cut short",
            aResponse().withStatus(200).withBody("{\"a\":1").withHeader("Content-Length", "500")),
        Arguments.of(
            "longer than may be", aResponse().withStatus(200).withBody("x".repeat(9_000_000))));
  }

  /** The CRM has taken the record: its words are not needed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("extras")
  void a200WhoseWordsNobodyReadsIsASuccess(String what, ResponseDefinitionBuilder answer) {
    World.CRM.stubFor(any(anyUrl()).atPriority(0).willReturn(answer));
    String id = own.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "delivered");
    assertThat(own.delivery(id, "crm").path("attempts").asInt()).isEqualTo(1);
    assertThat(crmCalls()).hasSize(1);
  }

  private static ResponseDefinitionBuilder type(String type) {
    return aResponse()
        .withStatus(400)
        .withBody("{\"message\":\"no such field\"}")
        .withHeader("Content-Type", type);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void a400StaysAFinal400(String what, ResponseDefinitionBuilder answer, String words) {
    World.CRM.stubFor(any(anyUrl()).atPriority(0).willReturn(answer));
    String id = own.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "dead");
    assertThat(own.delivery(id, "crm").path("attempts").asInt()).isEqualTo(1);
    assertThat(own.delivery(id, "crm").path("lastError").asText()).startsWith(words);
    assertThat(crmCalls().get(0).getUrl()).isEqualTo("/customers/r1");
  }
}
