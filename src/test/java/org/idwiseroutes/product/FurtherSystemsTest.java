package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.requestMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.matching.MatchResult;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Dynamics 365 and Zoho as the CRM, Freshdesk as the ticket desk, each behind a stand-in that
 * refuses what the vendor says it refuses; their shapes are in docs/destinations.md.
 */
class FurtherSystemsTest extends ProductTest {

  private static final String TOKENS = "/oauth2/token";
  private static final String ROW = "/api/data/v9.2/contacts(idwise_reference=";
  private static final String UPSERT = "/crm/v7/Contacts/upsert";
  private static final String TICKETS = "/api/v2/tickets";
  private static final String SEARCH = "/api/v2/search/tickets";
  private static final int LONGEST_TAG = 32;

  /** Signs of which Dataverse says that a key with one cannot be addressed. */
  private static final Predicate<String> UNADDRESSABLE =
      key -> key.chars().anyMatch(sign -> "<>*%&:/\\?+".indexOf(sign) >= 0);

  private static Product dynamics;
  private static Product zoho;

  @AfterAll
  static void end() {
    for (Product one : new Product[] {dynamics, zoho}) {
      if (one != null) {
        one.close();
      }
    }
    dynamics = null;
    zoho = null;
  }

  @Test
  void dynamicsGetsOneUpsertByAlternateKey() {
    useDynamicsAndFreshdesk();
    awaitAll(product.accept(finished("j1", "O'Neill 7", "Complete")), "delivered");
    LoggedRequest call = rows().get(0);
    assertThat(call.getMethod().getName()).isEqualTo("PATCH");
    assertThat(call.getUrl()).isEqualTo(ROW + "'O%27%27Neill%207')");
    assertThat(call.getHeader("Authorization")).isEqualTo("Bearer token-1");
    assertThat(json(call).path("idwise_status").asText()).isEqualTo("verified");
    assertThat(json(call).path("idwise_decision").asText()).isEqualTo("Complete");
    LoggedRequest token = crmCalls().get(0);
    assertThat(token.getHeader("Authorization")).isEqualTo(Product.basic("app:app-pass"));
    assertThat(URLDecoder.decode(token.getBodyAsString(), StandardCharsets.UTF_8))
        .contains("grant_type=client_credentials", "scope=" + World.CRM.baseUrl() + "/.default")
        .contains("audience=https://dynamics.example.com")
        .doesNotContain("app-pass");
  }

  /** One that reads as two keys would be another person's row. */
  @Test
  void aReferenceCannotNameAnotherRow() {
    useDynamicsAndFreshdesk();
    awaitAll(product.accept(finished("j1", "r1',x='r2", "Complete")), "delivered");
    assertThat(rows().get(0).getUrl()).isEqualTo(ROW + "'r1%27%27%2Cx%3D%27%27r2')");
  }

  @Test
  void aReferenceThatDynamicsCannotAddressIsDeadAndSaysSo() {
    useDynamicsAndFreshdesk();
    String id = product.accept(finished("j1", "a:b", "Complete"));
    awaitStatus(id, "crm", "dead");
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .isEqualTo("HTTP 400: Bad Request - Error in query syntax.");
  }

  @Test
  void freshdeskGetsATicketThenANoteThenItsEnd() {
    useDynamicsAndFreshdesk();
    awaitAll(product.accept(finished("6720c1f5a9d84b2e91f0722e", "r1", "Refer")), "delivered");
    awaitAll(product.accept(reviewed("6720c1f5a9d84b2e91f0722e", "r1", "Approved")), "delivered");
    List<LoggedRequest> calls = deskCalls();
    assertThat(calls.stream().map(FurtherSystemsTest::line))
        .containsExactly(
            "GET " + SEARCH,
            "POST " + TICKETS,
            "POST " + TICKETS + "/42/notes",
            "PUT " + TICKETS + "/42");
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(call.getHeader("Authorization")).isEqualTo(Product.basic("key-1:X")));
    assertThat(calls.get(0).queryParameter("query").firstValue())
        .isEqualTo("\"tag:'idwise-6720c1f5a9d84b2e91f0722e' AND tag:'idwise-review'\"");
    assertThat(json(calls.get(1)).path("tags").toString())
        .isEqualTo("[\"idwise\",\"idwise-6720c1f5a9d84b2e91f0722e\",\"idwise-review\"]");
    assertThat(json(calls.get(2)).path("private").asBoolean()).isTrue();
    assertThat(json(calls.get(3)).path("status").asInt()).isEqualTo(4);
  }

  @Test
  void aTicketThatIsOpenAtFreshdeskGetsANoteAndOneThatIsDoneIsNotTaken() {
    useDynamicsAndFreshdesk();
    World.DESK.stubFor(
        get(urlPathEqualTo(SEARCH))
            .atPriority(0)
            .willReturn(
                okJson(
                    "{\"results\":[{\"id\":1,\"status\":5},{\"id\":7,\"status\":3}],\"total\":2}")));
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    assertThat(deskCalls().stream().map(FurtherSystemsTest::line))
        .containsExactly("GET " + SEARCH, "POST " + TICKETS + "/7/notes");
  }

  /** A tag that is cut off would be the tag of somebody else's journey as well. */
  @Test
  void longJourneysHaveTagsOfTheirOwn() {
    useDynamicsAndFreshdesk();
    String begin = "journey-of-the-customer-number-00000000000";
    awaitAll(product.accept(finished(begin + 1, "r1", "Refer")), "delivered");
    awaitAll(product.accept(finished(begin + 2, "r2", "Refer")), "delivered");
    assertThat(
            deskCalls().stream()
                .filter(call -> line(call).equals("POST " + TICKETS))
                .map(call -> json(call).at("/tags/1").asText()))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allMatch(tag -> tag.length() == LONGEST_TAG);
  }

  @Test
  void zohoGetsOneUpsertByAUniqueField() {
    useZoho();
    awaitAll(product.accept(finished("j1", "r 1", "Complete")), "delivered");
    LoggedRequest call = rows().get(0);
    assertThat(call.getUrl()).isEqualTo(UPSERT);
    assertThat(call.getHeader("Authorization")).isEqualTo("Zoho-oauthtoken token-1");
    JsonNode record = json(call).at("/data/0");
    assertThat(record.path("IDWise_Reference").asText()).isEqualTo("r 1");
    assertThat(record.path("IDWise_Status").asText()).isEqualTo("verified");
    assertThat(record.path("IDWise_Last_Event_At").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(json(call).path("duplicate_check_fields").toString())
        .isEqualTo("[\"IDWise_Reference\"]");
    assertThat(URLDecoder.decode(crmCalls().get(0).getBodyAsString(), StandardCharsets.UTF_8))
        .contains("client_secret=app-pass", "soid=ZohoCRM.1")
        .contains("scope=ZohoCRM.modules.ALL,ZohoCRM.settings.fields.READ");
  }

  @Test
  void aDeadlineOfADayIsATimeForZohoAndEndsWithTheRenewal() {
    useZoho();
    awaitAll(
        product.accept(
            event(
                "KYC Renewal Deadline Exceeded",
                Map.of(
                    "eventId",
                    "k1",
                    "journeyId",
                    "j1",
                    "referenceNo",
                    "r1",
                    "renewalDeadline",
                    "2026-10-31"))),
        "delivered");
    assertThat(json(rows().get(0)).at("/data/0/IDWise_Renewal_Deadline").asText())
        .isEqualTo("2026-10-31T00:00:00+00:00");
    awaitAll(product.accept(finished("j2", "r2", "Complete")), "delivered");
    JsonNode over = json(rows().get(1)).path("data").get(0);
    assertThat(over.has("IDWise_Renewal_Deadline")).isTrue();
    assertThat(over.path("IDWise_Renewal_Deadline").isNull()).isTrue();
  }

  @Test
  void wrongCredentialsOfZohoAreTold() {
    useZoho();
    tokens("{\"error\":\"invalid_client\"}");
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.delivery(id, "crm").hasNonNull("lastError"));
    assertThat(product.delivery(id, "crm").path("lastError").asText()).contains("invalid_client");
  }

  /** Zoho's answer may have any status of 2xx, and an error in it. */
  @Test
  void whatZohoRefusesIsDeadAndSaysWhy() {
    useZoho();
    World.CRM.stubFor(
        post(urlPathEqualTo(UPSERT))
            .atPriority(0)
            .willReturn(
                okJson(
                        "{\"data\":[{\"code\":\"MANDATORY_NOT_FOUND\",\"details\":{\"api_name\":\"Last_Name\"},\"message\":\"required field not found\",\"status\":\"error\"}]}")
                    .withStatus(202)));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "dead");
    assertThat(product.delivery(id, "crm").path("lastError").asText())
        .contains("Zoho refused the record; MANDATORY_NOT_FOUND: required field not found")
        .contains("Last_Name");
    assertThat(rows()).hasSize(1);
  }

  private void useDynamicsAndFreshdesk() {
    if (dynamics == null) {
      dynamics =
          Product.start(
              Database.H2.url(),
              "crm.kind=dynamics",
              "dynamics.url=" + World.CRM.baseUrl(),
              "dynamics.token-url=" + World.CRM.baseUrl() + TOKENS,
              "dynamics.client-id=app",
              "dynamics.client-secret=app-pass",
              "dynamics.client-authentication=basic",
              "dynamics.audience=https://dynamics.example.com",
              "ticketing.kind=freshdesk",
              "freshdesk.url=" + World.DESK.baseUrl(),
              "freshdesk.token=key-1",
              "freshdesk.email=idwise@example.com");
    }
    use(dynamics);
    tokens("{\"token_type\":\"Bearer\",\"expires_in\":1,\"access_token\":\"token-1\"}");
    World.CRM.stubFor(
        requestMatching(
                call ->
                    MatchResult.of(
                        call.getUrl().startsWith(ROW)
                            && !UNADDRESSABLE.test(
                                URLDecoder.decode(
                                    call.getUrl().substring(ROW.length()), StandardCharsets.UTF_8))
                            && call.getMethod().getName().equals("PATCH")))
            .atPriority(1)
            .willReturn(status(204)));
    World.CRM.stubFor(
        any(anyUrl())
            .atPriority(2)
            .willReturn(
                okJson(
                        "{\"error\":{\"code\":\"0x0\",\"message\":\"Bad Request - Error in query syntax.\"}}")
                    .withStatus(400)));
    World.DESK.stubFor(
        get(urlPathEqualTo(SEARCH))
            .atPriority(1)
            .willReturn(okJson("{\"results\":[],\"total\":0}")));
    World.DESK.stubFor(
        requestMatching(call -> MatchResult.of(isTicket(call)))
            .atPriority(1)
            .willReturn(okJson("{\"id\":42,\"status\":2}").withStatus(201)));
    World.DESK.stubFor(
        requestMatching(call -> MatchResult.of(isChange(call)))
            .atPriority(1)
            .willReturn(okJson("{\"id\":42}")));
    World.DESK.stubFor(
        any(anyUrl())
            .atPriority(2)
            .willReturn(
                okJson(
                        "{\"description\":\"Validation failed\",\"errors\":[{\"field\":\"tags\",\"message\":\"has too many characters\",\"code\":\"invalid_value\"}]}")
                    .withStatus(400)));
  }

  private void useZoho() {
    if (zoho == null) {
      zoho =
          Product.start(
              Database.H2.url(),
              "crm.kind=zoho",
              "zoho.url=" + World.CRM.baseUrl(),
              "zoho.token-url=" + World.CRM.baseUrl() + TOKENS,
              "zoho.client-id=app",
              "zoho.client-secret=app-pass",
              "zoho.token-parameters=soid=ZohoCRM.1");
    }
    use(zoho);
    tokens("{\"token_type\":\"Bearer\",\"expires_in\":1,\"access_token\":\"token-1\"}");
    World.CRM.stubFor(
        post(urlPathEqualTo(UPSERT))
            .atPriority(1)
            .willReturn(
                okJson(
                    "{\"data\":[{\"code\":\"SUCCESS\",\"action\":\"insert\",\"details\":{\"id\":\"1\"},\"message\":\"record added\",\"status\":\"success\"}]}")));
  }

  private static boolean isTicket(Request call) {
    if (!call.getUrl().equals(TICKETS) || !call.getMethod().getName().equals("POST")) {
      return false;
    }
    JsonNode ticket = tree(call.getBodyAsString());
    return List.of("email", "subject", "description", "status", "priority").stream()
            .allMatch(ticket::hasNonNull)
        && StreamSupport.stream(ticket.path("tags").spliterator(), false)
            .allMatch(tag -> tag.asText().length() <= LONGEST_TAG);
  }

  private static boolean isChange(Request call) {
    JsonNode change = call.getBodyAsString().isEmpty() ? tree("{}") : tree(call.getBodyAsString());
    return call.getUrl().matches(TICKETS + "/\\d+/notes")
            && call.getMethod().getName().equals("POST")
            && change.hasNonNull("body")
        || call.getUrl().matches(TICKETS + "/\\d+")
            && call.getMethod().getName().equals("PUT")
            && Map.of(2, "open", 3, "pending", 4, "resolved", 5, "closed")
                .containsKey(change.path("status").asInt());
  }

  private static void tokens(String answer) {
    World.CRM.stubFor(post(urlPathEqualTo(TOKENS)).atPriority(0).willReturn(okJson(answer)));
  }

  private static List<LoggedRequest> rows() {
    return crmCalls().stream().filter(call -> !call.getUrl().equals(TOKENS)).toList();
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String line(LoggedRequest call) {
    return call.getMethod() + " " + call.getUrl().replaceFirst("\\?.*", "");
  }
}
