package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** Mails, messages and tickets of every sample, with rules of a team's own. */
class MailTest extends ProductTest {

  /** Everything goes everywhere. */
  private static final String ALL =
      """
      - route:
          id: decide
          description: Every event to everybody
          from:
            id: decide-from
            uri: outbox:decide
            parameters:
              transacted: true
            steps:
              - bean:
                  id: decide-evaluate
                  ref: decide
                  method: evaluate
              - setVariable:
                  id: decide-team
                  name: team
                  expression:
                    constant:
                      expression: fraud
              - setVariable:
                  id: decide-ticket
                  name: ticket
                  expression:
                    constant:
                      expression: review
              - to:
                  id: decide-email
                  uri: outbox:email
              - to:
                  id: decide-notify
                  uri: outbox:notify
              - to:
                  id: decide-crm
                  uri: outbox:crm
              - to:
                  id: decide-ticketing
                  uri: outbox:ticketing
      """;

  @TempDir static Path routes;

  private static Product own;

  static Stream<Path> samples() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.sorted().toList().stream();
    }
  }

  @BeforeEach
  void begin() throws Exception {
    if (own == null) {
      FileSystemUtils.copyRecursively(Product.ROUTES, routes);
      Files.writeString(routes.resolve("decide.camel.yaml"), ALL);
      own =
          Product.start(
              Database.H2.url(),
              "idwise.routes.directory=" + routes,
              "notify.kind=teams",
              "notify.rate=0",
              "teams.webhook-url=" + World.CHAT.baseUrl(),
              "email.fraud=fraud@example.com, second@example.com",
              "email.reply-to=\"Ärger, Jö\" <answers@example.com>; second@example.com",
              "email.subject-prefix=[idwise]",
              "email.subject-prefix.sandbox=[TEST]");
    }
    use(own);
  }

  @AfterAll
  static void end() {
    if (own != null) {
      own.close();
      own = null;
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleMakesAMailAMessageAStatusAndATicket(Path sample) throws Exception {
    String json = Files.readString(sample);
    String id = product.post(json).json().path("id").asText();
    awaitAll(id, "delivered");
    assertThat(product.statuses(id))
        .containsOnlyKeys("decide", "email", "notify", "crm", "ticketing");
    MimeMessage mail = mails().get(0);
    JsonNode event = Product.JSON.readTree(json);
    String name = event.path("event").asText();
    String reference = event.at("/body/referenceNo").asText();
    assertThat(mail.getSubject()).startsWith("[idwise] IDWise: " + name);
    String text = GreenMailUtil.getBody(mail);
    assertThat(text)
        .contains(name, reference, "text/plain", "text/html")
        .doesNotContain("th:", "${", "[(", "null");
    assertThat(chatCalls().get(0).getBodyAsString()).contains(name, reference);
  }

  @Test
  void aTeamHasItsRecipientsASourceItsPrefixAndAnswersTheirAddress() throws Exception {
    product.post(
        "sandbox",
        "sandbox-user:sandbox-password",
        Product.JSON.writeValueAsString(finished("j1", "r1", "Refer")));
    await().until(() -> mails().size() == 2);
    MimeMessage mail = mails().get(0);
    assertThat(mail.getSubject()).startsWith("[TEST] IDWise: Finished Journey");
    assertThat(mail.getHeader("Reply-To", null)).isPrintable().matches("\\p{ASCII}+");
    assertThat(mail.getReplyTo())
        .extracting(one -> ((InternetAddress) one).getPersonal(), Object::toString)
        .containsExactly(
            tuple("Ärger, Jö", mail.getReplyTo()[0].toString()), tuple(null, "second@example.com"));
    assertThat(Arrays.stream(mail.getAllRecipients()).map(Object::toString))
        .containsExactly("fraud@example.com", "second@example.com");
  }

  @Test
  void aTeamWithoutRecipientsIsSaid() throws Exception {
    Path other = Files.createTempDirectory("routes");
    FileSystemUtils.copyRecursively(routes, other);
    Files.writeString(other.resolve("decide.camel.yaml"), ALL.replace("fraud", "nobody"));
    try (Product lost = Product.start(Database.H2.url(), "idwise.routes.directory=" + other)) {
      use(lost);
      String id = lost.accept(finished("j1", "r1", "Refer"));
      await().until(() -> lost.delivery(id, "email").hasNonNull("lastError"));
      assertThat(lost.delivery(id, "email").path("lastError").asText())
          .contains("email.nobody is not set; name the addresses of this team");
    } finally {
      FileSystemUtils.deleteRecursively(other);
    }
  }

  @Test
  void aTicketThatTheDeskHasAlreadyIsCommentedOn() {
    World.DESK.stubFor(
        post(urlPathEqualTo("/tickets"))
            .atPriority(0)
            .willReturn(status(409).withBody("{\"id\":\"T-9\",\"error\":\"exists\"}")));
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    assertThat(deskCalls().stream().map(call -> call.getMethod() + " " + call.getUrl()))
        .containsExactly("POST /tickets", "POST /tickets/T-9/comments");
    assertThat(product.jdbc().sql("SELECT id FROM remote_id").query(String.class).single())
        .isEqualTo("T-9");
  }

  @Test
  void jiraDataCenterGetsPlainTexts() {
    try (Product dataCenter =
        Product.start(
            Database.H2.url(),
            "ticketing.kind=jira",
            "jira.url=" + World.DESK.baseUrl(),
            "jira.username=bot",
            "jira.token=api-token",
            "jira.project=KYC",
            "jira.api-path=/rest/api/2",
            "jira.search-path=/rest/api/2/search")) {
      use(dataCenter);
      World.DESK.stubFor(
          any(anyUrl())
              .atPriority(0)
              .willReturn(
                  status(200).withBody("{\"issues\":[],\"key\":\"KYC-1\",\"transitions\":[]}")));
      awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
      awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
      List<String> paths = deskCalls().stream().map(call -> call.getUrl()).toList();
      assertThat(paths)
          .containsExactly(
              "/rest/api/2/search",
              "/rest/api/2/issue",
              "/rest/api/2/issue/KYC-1/comment",
              "/rest/api/2/issue/KYC-1/transitions");
      assertThat(json(deskCalls().get(1)).at("/fields/description").isTextual()).isTrue();
      assertThat(json(deskCalls().get(2)).path("body").isTextual()).isTrue();
    }
  }
}
