package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HubSpot as the CRM and Jira as the ticket desk, in one product. */
class SystemsTest extends ProductTest {

  private static final String UPSERT = "/crm/v3/objects/contacts/batch/upsert";
  private static final String SEARCH = "/rest/api/3/search/jql";
  private static final String TEAMS =
      "/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sig=a_b-c%2Bd";
  private static final String NONE = "{\"issues\":[]}";
  private static final String CREATED = "{\"id\":\"10000\",\"key\":\"KYC-24\"}";
  private static final String WAYS =
      """
      {"transitions":[{"id":"5","name":"Start","to":{"name":"In Progress"}},
        {"id":"31","name":"Finish","to":{"name":"Done"}}]}
      """;

  private static Product systems;

  @BeforeEach
  void begin() {
    if (systems == null) {
      systems =
          Product.start(
              Database.H2.url(),
              "crm.kind=hubspot",
              "hubspot.url=" + World.CRM.baseUrl(),
              "hubspot.token=private-app-token",
              "ticketing.kind=jira",
              "jira.url=" + World.DESK.baseUrl(),
              "jira.username=bot@example.com",
              "jira.token=api-token",
              "jira.project=KYC",
              "notify.kind=teams",
              "notify.rate=0",
              "teams.webhook-url=" + World.CHAT.baseUrl() + TEAMS);
    }
    use(systems);
    desk(post(urlPathEqualTo(SEARCH)), okJson(NONE));
    desk(post(urlPathEqualTo("/rest/api/3/issue")), okJson(CREATED).withStatus(201));
    desk(get(urlPathMatching("/rest/api/3/issue/.*/transitions")), okJson(WAYS));
  }

  @AfterAll
  static void end() {
    if (systems != null) {
      systems.close();
      systems = null;
    }
  }

  @Test
  void hubSpotGetsOneUpsertByTheUniqueProperty() {
    String id = product.accept(finished("j1", "ł\"1", "Complete"));
    awaitAll(id, "delivered");
    LoggedRequest call = crmCalls().get(0);
    assertThat(call.getUrl()).isEqualTo(UPSERT);
    assertThat(call.getHeader("Authorization")).isEqualTo("Bearer private-app-token");
    JsonNode input = json(call).path("inputs").get(0);
    assertThat(input.path("idProperty").asText()).isEqualTo("idwise_reference");
    assertThat(input.path("id").asText()).isEqualTo("ł\"1");
    assertThat(input.path("properties").path("idwise_status").asText()).isEqualTo("verified");
    assertThat(input.path("properties").path("idwise_decision").asText()).isEqualTo("Complete");
    assertThat(json(call).path("inputs")).hasSize(1);
  }

  @Test
  void whatHubSpotRefusesInAMultiStatusIsDeadAndSaysWhy() {
    crm(
        okJson(
                "{\"status\":\"COMPLETE\",\"results\":[],\"numErrors\":1,\"errors\":[{\"message\":\"Property idwise_status does not exist\"}]}")
            .withStatus(207));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "dead");
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .contains("Property idwise_status does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "400, dead, VALIDATION_ERROR",
    "401, dead, no credentials",
    "404, dead, gone",
    "422, dead, mapping",
  })
  void whatHubSpotRefusesIsToldInItsWords(int code, String outcome, String words) {
    crm(status(code).withBody("{\"status\":\"error\",\"message\":\"%s\"}".formatted(words)));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", outcome);
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .isEqualTo("HTTP %d: %s".formatted(code, words));
  }

  @Test
  void aLimitHoldsAllOfADestinationForAsLongAsItAsks() {
    World.CRM.stubFor(
        any(anyUrl())
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .atPriority(0)
            .willReturn(status(429).withHeader("Retry-After", "2"))
            .willSetStateTo("open"));
    String first = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.delivery(first, "crm").path("attempts").asInt() == 1);
    await().until(() -> product.get("/api/destinations").body().contains("\"state\":\"held\""));
    String second = product.accept(finished("j2", "r2", "Complete"));
    awaitStatus(second, "crm", "pending");
    assertThat(crmCalls()).hasSize(1);
    awaitStatus(first, "crm", "delivered");
    awaitStatus(second, "crm", "delivered");
    List<LoggedRequest> calls = crmCalls();
    assertThat(
            Duration.between(
                calls.get(0).getLoggedDate().toInstant(), calls.get(1).getLoggedDate().toInstant()))
        .isGreaterThan(Duration.ofMillis(1_900));
    assertThat(mails()).isEmpty();
  }

  @Test
  void jiraGetsAnIssueThenACommentThenTheTransition() {
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    List<LoggedRequest> calls = deskCalls();
    assertThat(calls.get(0).getUrl()).isEqualTo(SEARCH);
    assertThat(json(calls.get(0)).path("jql").asText())
        .isEqualTo(
            "project = \"KYC\" AND labels = \"idwise-j1\" AND labels = \"idwise-review\" AND statusCategory != Done");
    JsonNode fields = json(calls.get(1)).path("fields");
    assertThat(fields.path("project").path("key").asText()).isEqualTo("KYC");
    assertThat(fields.path("issuetype").path("name").asText()).isEqualTo("Task");
    assertThat(fields.path("labels").toString())
        .isEqualTo("[\"idwise\",\"idwise-j1\",\"idwise-review\"]");
    assertThat(fields.path("description").path("type").asText()).isEqualTo("doc");
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.getHeader("Authorization"))
                    .isEqualTo(Product.basic("bot@example.com:api-token")));

    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    calls = deskCalls();
    assertThat(calls.stream().map(call -> call.getMethod() + " " + call.getUrl()).skip(2))
        .containsExactly(
            "POST /rest/api/3/issue/KYC-24/comment",
            "GET /rest/api/3/issue/KYC-24/transitions",
            "POST /rest/api/3/issue/KYC-24/transitions");
    assertThat(json(calls.get(4)).path("transition").path("id").asText()).isEqualTo("31");
    assertThat(json(calls.get(2)).path("body").path("type").asText()).isEqualTo("doc");
  }

  @Test
  void anIssueThatIsDoneAlreadyIsLeftAsItIs() {
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    desk(
        get(urlPathMatching("/rest/api/3/issue/.*/transitions")),
        okJson("{\"transitions\":[{\"id\":\"5\",\"to\":{\"name\":\"In Progress\"}}]}"));
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    assertThat(deskCalls().stream().map(call -> call.getMethod() + " " + call.getUrl()))
        .doesNotContain("POST /rest/api/3/issue/KYC-24/transitions");
  }

  @Test
  void anIssueWhoseAnswerWasLostIsFoundAndNotMadeTwice() {
    World.DESK.stubFor(
        post(urlPathEqualTo("/rest/api/3/issue"))
            .inScenario("lost")
            .whenScenarioStateIs(Scenario.STARTED)
            .atPriority(0)
            .willReturn(okJson(CREATED).withFixedDelay(1_500))
            .willSetStateTo("made"));
    World.DESK.stubFor(
        post(urlPathEqualTo(SEARCH))
            .inScenario("lost")
            .whenScenarioStateIs("made")
            .atPriority(0)
            .willReturn(okJson("{\"issues\":[{\"id\":\"10000\",\"key\":\"KYC-24\"}]}")));
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "ticketing", "delivered");
    assertThat(deskCalls().stream().filter(call -> call.getUrl().equals("/rest/api/3/issue")))
        .hasSize(1);
    assertThat(product.jdbc().sql("SELECT id FROM remote_id").query(String.class).single())
        .isEqualTo("KYC-24");
  }

  @Test
  void whatJiraRefusesIsToldInItsWords() {
    desk(
        post(urlPathEqualTo("/rest/api/3/issue")),
        status(400)
            .withBody(
                "{\"errorMessages\":[],\"errors\":{\"priority\":\"Field 'priority' cannot be set\"}}"));
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "ticketing", "dead");
    assertThat(product.delivery(id, "ticketing").path("lastError").asText())
        .isEqualTo("HTTP 400: priority: Field 'priority' cannot be set");
  }

  @Test
  @EnabledIf("org.idwiseroutes.product.Contract#areThere")
  void allThatIsSentIsAsTheVendorsDescribeIt() {
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    awaitAll(
        product.accept(
            event(
                "KYC Renewal Deadline Exceeded",
                Map.of("eventId", "k1", "journeyId", "j2", "renewalDeadline", "2026-10-31"))),
        "delivered");
    Contract hubSpot = Contract.of("hubspot/contacts-v3.json", Map.of());
    Contract jira =
        Contract.of("jira/platform-v3-excerpt.json", Map.of(SEARCH, "/rest/api/3/search"));
    assertThat(crmCalls()).hasSizeGreaterThan(1).allSatisfy(hubSpot::check);
    assertThat(deskCalls()).hasSizeGreaterThan(5).allSatisfy(jira::check);
  }

  @Test
  void teamsIsToldWhoWhatAndWhere() {
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    LoggedRequest call = chatCalls().get(0);
    assertThat(call.getUrl()).isEqualTo(TEAMS);
    JsonNode card = json(call).at("/attachments/0");
    assertThat(card.path("contentType").asText())
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    assertThat(card.at("/content/body/0/text").asText()).isEqualTo("Finished Journey");
    assertThat(card.path("content").findValuesAsText("value"))
        .containsExactly("r1", "Refer", "live");
    assertThat(card.at("/content/actions/0/url").asText())
        .isEqualTo("http://localhost:8081/console/journeys/live?journeyId=j1");
  }

  @ParameterizedTest
  @CsvSource({
    "401, dead",
    "404, dead",
    "409, dead",
    "422, dead",
    "429, delivered",
    "503, delivered",
    "garbage, delivered",
    "slow, delivered"
  })
  void whatAChatRefusesIsDeadAndWhatPassesIsPostedAgain(String trouble, String outcome) {
    World.CHAT.stubFor(
        any(anyUrl())
            .inScenario("chat")
            .whenScenarioStateIs(Scenario.STARTED)
            .atPriority(0)
            .willReturn(
                switch (trouble) {
                  case "garbage" -> status(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK);
                  case "slow" -> okJson("{}").withFixedDelay(1_500);
                  case "429" -> status(429).withHeader("Retry-After", "1");
                  default -> status(Integer.parseInt(trouble));
                })
            .willSetStateTo("over"));
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "notify", outcome);
    boolean accepted = trouble.equals("garbage");
    assertThat(chatCalls()).hasSize(outcome.equals("dead") || accepted ? 1 : 2);
    assertThat(chatCalls().stream().map(LoggedRequest::getBodyAsString).distinct()).hasSize(1);
  }

  private static void crm(ResponseDefinitionBuilder answer) {
    World.CRM.stubFor(any(anyUrl()).atPriority(0).willReturn(answer));
  }

  private static void desk(MappingBuilder call, ResponseDefinitionBuilder answer) {
    World.DESK.stubFor(call.atPriority(1).willReturn(answer));
  }
}
