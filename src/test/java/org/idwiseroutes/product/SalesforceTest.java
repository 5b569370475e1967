package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;
import org.idwiseroutes.routes.OAuth2Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Salesforce as the CRM and Slack as the chat; their shapes are in docs/destinations.md. */
class SalesforceTest extends ProductTest {

  private static final String TOKENS = "/services/oauth2/token";
  private static final String RECORD =
      "/services/data/v61.0/sobjects/Contact/IDWise_Reference__c/r%2F1%20%C5%82";
  private static final String REFERENCE = "r/1 ł";

  private static Product salesforce;

  @BeforeEach
  void begin() {
    if (salesforce == null) {
      salesforce =
          Product.start(
              Database.H2.url(),
              "crm.kind=salesforce",
              "salesforce.url=" + World.CRM.baseUrl(),
              "salesforce.client-id=app",
              "salesforce.client-secret=app-pass",
              "idwise.outbox.max-attempts=50",
              "notify.kind=slack",
              "notify.rate=0",
              "console.url=https://ops.example.com",
              "slack.webhook-url=" + World.CHAT.baseUrl() + "/services/T0/B0/x%2Fy");
    }
    use(salesforce);
    tokens("first");
    World.CRM.stubFor(any(anyUrl()).willReturn(status(204)));
  }

  @AfterAll
  static void end() {
    if (salesforce != null) {
      salesforce.close();
      salesforce = null;
    }
  }

  @Test
  void theRecordOfTheReferenceIsCreatedOrUpdated() {
    awaitAll(product.accept(finished("j1", REFERENCE, "Complete")), "delivered");
    LoggedRequest call = records().get(0);
    assertThat(call.getMethod().getName()).isEqualTo("PATCH");
    assertThat(call.getUrl()).isEqualTo(RECORD);
    JsonNode record = json(call);
    assertThat(record.path("IDWise_Status__c").asText()).isEqualTo("verified");
    assertThat(record.path("IDWise_Decision__c").asText()).isEqualTo("Complete");
    assertThat(record.path("IDWise_Journey__c").asText()).isEqualTo("j1");
    assertThat(record.path("IDWise_Renewal__c").asText()).isEqualTo("none");
    assertThat(record).hasSize(7);
  }

  @Test
  void oneTokenServesManyCallsAndLeavesWithNothingElse() {
    for (int i = 0; i < 5; i++) {
      awaitAll(product.accept(finished("j" + i, "r" + i, "Complete")), "delivered");
    }
    assertThat(records())
        .hasSize(5)
        .allSatisfy(call -> assertThat(call.getHeader("Authorization")).isEqualTo("Bearer first"));
    assertThat(tokenCalls()).hasSize(1);
    assertThat(tokenCalls().get(0).getBodyAsString())
        .contains("grant_type=client_credentials", "client_id=app", "client_secret=app-pass");
  }

  @Test
  void aTokenThatIsRefusedIsRenewedWithinTheAttempt() {
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    World.CRM.stubFor(
        patch(anyUrl())
            .withHeader("Authorization", equalTo("Bearer first"))
            .atPriority(0)
            .willReturn(
                status(401)
                    .withBody(
                        "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]")));
    tokens("second");
    String id = product.accept(finished("j2", "r2", "Complete"));
    awaitStatus(id, "crm", "delivered");
    assertThat(product.delivery(id, "crm").path("attempts").asInt()).isEqualTo(1);
    assertThat(records().get(2).getHeader("Authorization")).isEqualTo("Bearer second");
  }

  @Test
  @Tag("full")
  void wrongCredentialsHoldTheDestinationAndLoseNothing() {
    product.context().getBean(OAuth2Tokens.class).forget("salesforce", "first");
    World.CRM.stubFor(
        post(urlPathEqualTo(TOKENS))
            .atPriority(0)
            .willReturn(
                okJson(
                        "{\"error\":\"invalid_client\",\"error_description\":\"invalid client credentials\"}")
                    .withStatus(400)));
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.delivery(id, "crm").hasNonNull("lastError"));
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .contains("invalid client credentials")
        .doesNotContain("app-pass");
    tokens("third");
    awaitStatus(id, "crm", "delivered");
  }

  @ParameterizedTest
  @CsvSource({
    "400, REQUIRED_FIELD_MISSING, dead",
    "401, INVALID_SESSION_ID, dead",
    "404, NOT_FOUND, dead",
    "422, UNPROCESSABLE, dead",
  })
  void whatIsRefusedIsToldInSalesforcesWords(int code, String words, String outcome) {
    World.CRM.stubFor(
        patch(anyUrl())
            .atPriority(0)
            .willReturn(
                status(code)
                    .withBody(
                        "[{\"message\":\"it is so\",\"errorCode\":\"%s\"}]".formatted(words))));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", outcome);
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .startsWith("HTTP " + code)
        .contains(words, "it is so");
  }

  @Test
  void slackIsToldWhoWhatAndWhere() {
    awaitAll(product.accept(finished("j/1", "<b>&\"r\"", "Refer")), "delivered");
    LoggedRequest call = chatCalls().get(0);
    assertThat(call.getUrl()).isEqualTo("/services/T0/B0/x%2Fy");
    JsonNode message = json(call);
    assertThat(message.path("text").asText()).isEqualTo("Finished Journey: &lt;b&gt;&amp;\"r\"");
    assertThat(message.path("blocks").findValuesAsText("text").toString())
        .contains("Reference: <b>&\"r\"", "Decision: Refer", "Source: live");
    assertThat(message.at("/blocks/0/text/text").asText()).isEqualTo("Finished Journey");
    assertThat(message.path("blocks").findValue("url").asText())
        .isEqualTo("https://ops.example.com/console/journeys/live?journeyId=j%2F1");
    assertThat(chatCalls()).hasSize(1);
  }

  @Test
  void whatNobodyHasToActOnIsNotPosted() {
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    assertThat(chatCalls()).isEmpty();
  }

  @Test
  void whatSlackRefusesIsToldInItsWords() {
    World.CHAT.stubFor(any(anyUrl()).atPriority(0).willReturn(status(404).withBody("no_service")));
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "notify", "dead");
    assertThat(product.delivery(id, "notify").path("lastError").asText())
        .isEqualTo("HTTP 404: no_service");
  }

  private static void tokens(String token) {
    World.CRM.stubFor(
        post(urlPathEqualTo(TOKENS))
            .atPriority(0)
            .willReturn(
                okJson(
                    """
                    {"access_token":"%s","instance_url":"https://example.com","token_type":"Bearer",
                     "issued_at":"1"}
                    """
                        .formatted(token))));
    if (salesforce != null && token.equals("first")) {
      OAuth2Tokens kept = salesforce.context().getBean(OAuth2Tokens.class);
      List.of("first", "second", "third").forEach(old -> kept.forget("salesforce", old));
    }
  }

  private static List<LoggedRequest> records() {
    return crmCalls().stream().filter(call -> !call.getUrl().equals(TOKENS)).toList();
  }

  private static List<LoggedRequest> tokenCalls() {
    return crmCalls().stream().filter(call -> call.getUrl().equals(TOKENS)).toList();
  }
}
