package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tenants that have systems of their own: by settings alone, and none holds another's deliveries.
 */
class TenantsTest extends ProductTest {

  private static final String ACME_TOKENS = "/acme/token";

  private static Product tenants;

  @BeforeEach
  void begin() {
    if (tenants == null) {
      tenants =
          Product.start(
              Database.H2.url(),
              "idwise.sources.acme.basic.username=acme-user",
              "idwise.sources.acme.basic.password=acme-password",
              "idwise.outbox.partitions.crm=acme",
              "idwise.outbox.partitions.ticketing=acme",
              "idwise.outbox.hold-after=2",
              "idwise.outbox.max-attempts=1000",
              "crm.kind=salesforce",
              "salesforce.url=" + World.CRM.baseUrl() + "/all",
              "salesforce.client-id=all",
              "salesforce.client-secret=all-secret",
              "salesforce.url.acme=" + World.CRM.baseUrl() + "/acme",
              "salesforce.token-url.acme=" + World.CRM.baseUrl() + ACME_TOKENS,
              "salesforce.client-id.acme=acme",
              "salesforce.client-secret.acme=acme-s3cret-word",
              "ticketing.kind=jira",
              "jira.url=" + World.DESK.baseUrl(),
              "jira.username=bot",
              "jira.token=token-of-all",
              "jira.project=ALL",
              "jira.project.acme=ACME",
              "jira.token.acme=t0ken-of-acme",
              "idwise.sources.globex.basic.username=globex-user",
              "idwise.sources.globex.basic.password=globex-password",
              "jira.url.globex=" + World.CHAT.baseUrl(),
              "email.compliance.acme=kyc@acme.example.com");
    }
    use(tenants);
    token("/all/services/oauth2/token", "token-of-all");
    token(ACME_TOKENS, "token-of-acme");
    World.CRM.stubFor(any(urlMatching(".*/sobjects/.*")).atPriority(1).willReturn(status(204)));
    World.DESK.stubFor(
        post(urlPathEqualTo("/rest/api/3/search/jql"))
            .atPriority(1)
            .willReturn(okJson("{\"issues\":[]}")));
    World.DESK.stubFor(
        post(urlPathEqualTo("/rest/api/3/issue"))
            .atPriority(1)
            .willReturn(okJson("{\"key\":\"K-1\"}").withStatus(201)));
  }

  @AfterAll
  static void end() {
    if (tenants != null) {
      tenants.close();
      tenants = null;
    }
  }

  @Test
  void eachGetsWhatIsItsOwnAndTheOthersWhatIsForAll() {
    awaitAll(acme(finished("j1", "r1", "Refer")), "delivered");
    awaitAll(product.accept(finished("j2", "r2", "Refer")), "delivered");
    assertThat(records().stream().map(call -> call.getUrl().replaceFirst("/services.*/", " ")))
        .containsExactly("/acme r1", "/all r2");
    assertThat(records().stream().map(call -> call.getHeader("Authorization")))
        .containsExactly("Bearer token-of-acme", "Bearer token-of-all");
    assertThat(deskCalls().stream().map(call -> call.getHeader("Authorization")).distinct())
        .containsExactly(Product.basic("bot:t0ken-of-acme"), Product.basic("bot:token-of-all"));
    assertThat(
            deskCalls().stream()
                .map(call -> json(call).at("/fields/project/key").asText())
                .filter(key -> !key.isEmpty()))
        .containsExactly("ACME", "ALL");
  }

  @Test
  void theMailGoesToTheTenantsMailbox() throws Exception {
    awaitStatus(acme(reviewed("j3", "r3", "Rejected")), "email", "delivered");
    awaitStatus(product.accept(reviewed("j4", "r4", "Rejected")), "email", "delivered");
    List<String> recipients = new ArrayList<>();
    for (MimeMessage mail : mails()) {
      recipients.add(mail.getAllRecipients()[0].toString());
    }
    assertThat(recipients)
        .containsExactlyInAnyOrder("kyc@acme.example.com", "compliance@example.com");
  }

  @Test
  void aTenantsFailingSystemIsHeldByItself() {
    World.CRM.stubFor(any(urlMatching("/acme/services.*")).atPriority(0).willReturn(status(503)));
    List<String> waiting =
        IntStream.range(0, 6).mapToObj(i -> acme(finished("h" + i, "r" + i, "Complete"))).toList();
    await().until(() -> destination("crm.acme").contains("\"state\":\"held\""));
    for (int i = 0; i < 5; i++) {
      awaitAll(product.accept(finished("o" + i, "o" + i, "Complete")), "delivered");
    }
    assertThat(destination("crm")).contains("\"state\":\"delivering\"");
    assertThat(product.statuses(waiting.get(5))).containsEntry("crm.acme", "pending");
    World.CRM.stubFor(any(urlMatching("/acme/services.*")).atPriority(0).willReturn(status(204)));
    waiting.forEach(id -> awaitAll(id, "delivered"));
    assertThat(destination("crm.acme")).contains("\"state\":\"delivering\"");
  }

  @Test
  void aTenantsDestinationIsPausedByItself() {
    product.operate("/api/destinations/crm.acme/pause", Map.of("reason", "they move house"));
    String waits = acme(finished("p1", "p1", "Complete"));
    awaitAll(product.accept(finished("p2", "p2", "Complete")), "delivered");
    assertThat(product.statuses(waits)).containsEntry("crm.acme", "pending");
    product.operate("/api/destinations/crm.acme/resume", Map.of("reason", "they have moved"));
    awaitAll(waits, "delivered");
  }

  /**
   * Globex has a server of its own and, by mistake, no login: that of all must not be shown there.
   */
  @Test
  void theLoginOfAllIsNotShownToATenantsServer() {
    Product.Answer answer =
        product.post(
            "globex", "globex-user:globex-password", Product.json(finished("g1", "g1", "Refer")));
    String id = answer.json().path("id").asText();
    await().until(() -> product.delivery(id, "ticketing").hasNonNull("lastError"));
    assertThat(product.delivery(id, "ticketing").path("lastError").asText())
        .contains("the server of source \"globex\" alone", ".globex behind");
    assertThat(World.CHAT.getAllServeEvents()).isEmpty();
  }

  @Test
  void aTenantsSecretsAreHidden() {
    World.CRM.stubFor(
        any(urlMatching("/acme/services.*"))
            .atPriority(0)
            .willReturn(status(422).withBody("acme-s3cret-word t0ken-of-acme")));
    String id = acme(finished("s1", "s1", "Complete"));
    awaitStatus(id, "crm.acme", "dead");
    assertThat(product.delivery(id, "crm.acme").path("lastError").asText())
        .startsWith("HTTP 422")
        .doesNotContain("acme-s3cret-word", "t0ken-of-acme");
  }

  private String destination(String name) {
    String all = product.get("/api/destinations").body();
    int start = all.indexOf("\"name\":\"" + name + "\"");
    return start < 0 ? "" : all.substring(start, all.indexOf('}', start));
  }

  private static void token(String path, String token) {
    World.CRM.stubFor(
        post(urlPathEqualTo(path))
            .atPriority(0)
            .willReturn(
                okJson("{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}".formatted(token))));
  }

  private static List<LoggedRequest> records() {
    return crmCalls().stream().filter(call -> call.getUrl().contains("/sobjects/")).toList();
  }

  private String acme(Map<String, Object> event) {
    Product.Answer answer = product.post("acme", "acme-user:acme-password", Product.json(event));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("id").asText();
  }
}
