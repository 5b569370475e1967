package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Zendesk and ServiceNow as ticket desks; their shapes are in docs/destinations.md. */
class TicketDesksTest extends ProductTest {

  /** What differs between them. */
  enum Desk {
    ZENDESK(
        "/api/v2/tickets",
        "{\"tickets\":[]}",
        "{\"tickets\":[{\"id\":1,\"status\":\"closed\"},{\"id\":4711,\"status\":\"open\"}]}",
        "{\"ticket\":{\"id\":4711}}",
        "agent@example.com/token:api-token",
        "{\"error\":\"RecordInvalid\",\"description\":\"Record validation errors\"}",
        "RecordInvalid; Record validation errors"),
    SERVICENOW(
        "/api/now/table/incident",
        "{\"result\":[]}",
        "{\"result\":[{\"sys_id\":\"4711\"}]}",
        "{\"result\":{\"sys_id\":\"4711\"}}",
        "agent@example.com:api-token",
        "{\"error\":{\"message\":\"Operation Failed\",\"detail\":\"Data Policy\"},\"status\":\"failure\"}",
        "Operation Failed; Data Policy");

    private final String path;
    private final String none;
    private final String one;
    private final String created;
    private final String login;
    private final String error;
    private final String words;

    Desk(
        String path,
        String none,
        String one,
        String created,
        String login,
        String error,
        String words) {
      this.path = path;
      this.none = none;
      this.one = one;
      this.created = created;
      this.login = login;
      this.error = error;
      this.words = words;
    }

    String kind() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final Map<Desk, Product> PRODUCTS = new EnumMap<>(Desk.class);

  @AfterAll
  static void end() {
    PRODUCTS.values().forEach(Product::close);
    PRODUCTS.clear();
  }

  @ParameterizedTest
  @EnumSource(Desk.class)
  void aTicketIsCreatedCommentedOnAndClosed(Desk desk) {
    use(desk);
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    List<LoggedRequest> calls = deskCalls();
    String change = desk == Desk.ZENDESK ? "PUT" : "PATCH";
    assertThat(calls.stream().map(TicketDesksTest::line))
        .containsExactly(
            "GET " + desk.path,
            "POST " + desk.path,
            change + " " + desk.path + "/4711",
            change + " " + desk.path + "/4711");
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.getHeader("Authorization")).isEqualTo(Product.basic(desk.login)));
    JsonNode created = json(calls.get(1));
    JsonNode noted = json(calls.get(2));
    JsonNode closed = json(calls.get(3));
    if (desk == Desk.ZENDESK) {
      assertThat(calls.get(0).queryParameter("external_id").firstValue())
          .isEqualTo("idwise-j1-review");
      assertThat(created.at("/ticket/external_id").asText()).isEqualTo("idwise-j1-review");
      assertThat(created.at("/ticket/comment/public").asBoolean(true)).isFalse();
      assertThat(noted.at("/ticket/comment/public").asBoolean(true)).isFalse();
      assertThat(closed.at("/ticket/status").asText()).isEqualTo("solved");
    } else {
      assertThat(calls.get(0).queryParameter("sysparm_query").firstValue())
          .isEqualTo("correlation_id=idwise-j1-review^active=true^stateNOT IN6,7,8");
      assertThat(created.path("correlation_id").asText()).isEqualTo("idwise-j1-review");
      assertThat(noted.path("work_notes").asText()).contains("Approved");
      assertThat(closed.path("state").asText()).isEqualTo("6");
    }
  }

  @ParameterizedTest
  @EnumSource(Desk.class)
  void aTicketWhoseAnswerWasLostIsFoundAndNotMadeTwice(Desk desk) {
    use(desk);
    World.DESK.stubFor(
        post(urlPathEqualTo(desk.path))
            .inScenario("lost")
            .whenScenarioStateIs(Scenario.STARTED)
            .atPriority(0)
            .willReturn(okJson(desk.created).withFixedDelay(1_500))
            .willSetStateTo("made"));
    World.DESK.stubFor(
        get(urlPathEqualTo(desk.path))
            .inScenario("lost")
            .whenScenarioStateIs("made")
            .atPriority(0)
            .willReturn(okJson(desk.one)));
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    assertThat(deskCalls().stream().map(TicketDesksTest::line))
        .as(
            "found by the second attempt, which tells it what happened, since another may have opened it")
        .containsExactly(
            "GET " + desk.path,
            "POST " + desk.path,
            "GET " + desk.path,
            (desk == Desk.ZENDESK ? "PUT " : "PATCH ") + desk.path + "/4711");
    assertThat(product.jdbc().sql("SELECT id FROM remote_id").query(String.class).single())
        .isEqualTo("4711");
  }

  @ParameterizedTest
  @EnumSource(Desk.class)
  @Tag("full")
  void whatIsRefusedIsDeadAndWhatIsLimitedWaits(Desk desk) {
    use(desk);
    World.DESK.stubFor(any(anyUrl()).atPriority(0).willReturn(status(422).withBody(desk.error)));
    String refused = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(refused, "ticketing", "dead");
    assertThat(product.delivery(refused, "ticketing").path("lastError").asText())
        .isEqualTo("HTTP 422: " + desk.words);
    use(desk);
    World.DESK.stubFor(
        any(anyUrl())
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .atPriority(0)
            .willReturn(status(429).withHeader("Retry-After", "1"))
            .willSetStateTo("open"));
    awaitAll(product.accept(finished("j2", "r2", "Refer")), "delivered");
    assertThat(deskCalls()).hasSize(3);
  }

  private void use(Desk desk) {
    use(
        PRODUCTS.computeIfAbsent(
            desk,
            which ->
                Product.start(
                    Database.H2.url(),
                    "ticketing.kind=" + which.kind(),
                    which.kind() + ".url=" + World.DESK.baseUrl(),
                    which.kind() + ".username=agent@example.com",
                    which.kind() + ".token=api-token",
                    which.kind() + ".password=api-token")));
    World.DESK.stubFor(get(urlPathEqualTo(desk.path)).atPriority(1).willReturn(okJson(desk.none)));
    World.DESK.stubFor(
        post(urlPathEqualTo(desk.path)).atPriority(1).willReturn(okJson(desk.created)));
  }

  private static String line(LoggedRequest call) {
    return call.getMethod() + " " + call.getUrl().replaceFirst("\\?.*", "");
  }
}
