package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What needs somebody is told: to whom, how often, and until when. */
class AlertsTest extends ProductTest {

  private static final String[] CHANNELS = {
    "notify.kind=slack",
    "notify.rate=0",
    "slack.webhook-url=" + World.CHAT.baseUrl() + "/slack",
    "alert.webhook-url=" + World.CHAT.baseUrl() + "/on-call",
    "alert.webhook-token=a-token",
    "console.url=https://ops.example",
    "idwise.alerts-interval=100ms",
    "idwise.alerts.worse-after=0s"
  };

  private static Product start(Database database, String... more) {
    return Product.start(
        database.url(), Stream.of(CHANNELS, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @OnEveryDatabase
  void aGroupOfFailuresIsToldToEveryChannelWhenItBeginsGetsWorseAndEnds(Database database) {
    try (Product own = start(database)) {
      use(own);
      crmAnswers(status(422).withBody("{\"error\":\"<b>no</b> REF-1\"}"));
      String first = product.accept(finished("j1", "REF-1", "Complete"));
      awaitStatus(first, "crm", "dead");
      await().until(() -> told("began", "failures").size() == 1);
      JsonNode began = told("began", "failures").get(0);
      assertThat(began.path("subject").asText()).isEqualTo("crm");
      assertThat(began.path("people").asInt()).isEqualTo(1);
      assertThat(began.path("text").asText())
          .isEqualTo(
              "crm does not accept what we send (422): deliveries are dead until somebody replays or discards them");
      assertThat(began.path("link").asText())
          .isEqualTo("https://ops.example/console/alerts#alert-" + began.path("id").asText());
      assertThat(Instant.parse(began.path("since").asText())).isBefore(Instant.now());
      await()
          .untilAsserted(
              () ->
                  assertThat(onCall())
                      .allMatch(call -> call.getHeader("Authorization").equals("Bearer a-token")));
      await().until(() -> slack().stream().anyMatch(one -> one.contains("Began: crm does not")));
      await().until(() -> mails().stream().anyMatch(one -> mail(one).contains("crm does not")));
      assertThat(mail(mails().get(0)))
          .contains("operations@example.com", "BEGAN")
          .doesNotContain("REF-1");

      crmAnswers(status(422));
      List<String> more =
          IntStream.range(0, 3)
              .mapToObj(i -> product.accept(finished("more" + i, "more" + i, "Complete")))
              .toList();
      more.forEach(id -> awaitStatus(id, "crm", "dead"));
      await().until(() -> told("began", "failures").size() == 2);
      crmAnswers(status(422).withBody("{\"error\":\"<b>no</b> REF-1\"}"));
      awaitStatus(product.accept(finished("j2", "REF-2", "Complete")), "crm", "dead");
      await()
          .until(
              () ->
                  told("worse", "failures").stream()
                      .anyMatch(
                          one ->
                              one.path("id").equals(began.path("id"))
                                  && one.path("people").asInt() == 2));

      crmAnswers(okJson("{}"));
      product.operate("/api/deliveries/replay", Map.of("destination", "crm"));
      await().until(() -> told("ended", "failures").size() == 2);
      assertThat(product.get("/api/alerts").json().path("items")).isEmpty();
      assertThat(onCall().toString() + slack()).doesNotContain("REF-", "<b>no");
    }
  }

  /** No file is broken, and yet nothing takes what waits. */
  @Test
  void aDestinationWithoutARouteIsTold() {
    try (Product own = start(Database.H2, "crm.kind=hubspt")) {
      use(own);
      String id = product.accept(finished("j1", "r1", "Complete"));
      awaitStatus(id, "crm", "pending");
      assertThat(told("began", "routes")).isEmpty();
      product
          .jdbc()
          .sql("UPDATE delivery SET created_at = :then WHERE destination = 'crm'")
          .param("then", SqlTime.of(Instant.now().minus(Duration.ofMinutes(2))))
          .update();
      await().until(() -> told("began", "routes").size() == 1);
      assertThat(told("began", "routes").get(0).path("text").asText())
          .startsWith("crm has no route that runs on ")
          .endsWith(": its deliveries wait");
      assertThat(
              Product.stream(product.get("/api/destinations").json().path("items"))
                  .filter(one -> one.path("name").asText().equals("crm"))
                  .map(one -> one.path("state").asText()))
          .containsExactly("stopped");
    }
  }

  @OnEveryDatabase
  void aDestinationThatIsHeldIsToldOnceHoweverManyNodesLookAndOnceWhenItDeliversAgain(
      Database database) {
    String url = database.url();
    try (Product own = Product.start(url, CHANNELS);
        Product other = Product.start(url, CHANNELS)) {
      use(own);
      crmAnswers(status(503));
      List<String> ids =
          IntStream.range(0, 8)
              .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
              .toList();
      await().until(() -> told("began", "held").size() == 1);
      crmAnswers(okJson("{}"));
      await().until(() -> told("ended", "held").size() == 1);
      for (String id : ids) {
        await().until(() -> !product.statuses(id).get("crm").equals("pending"));
      }
      assertThat(told("began", "held")).hasSize(1);
      assertThat(told("began", "held").get(0).path("text").asText())
          .isEqualTo(
              "crm is not available (503): its deliveries wait, and go out by themselves once it answers");
      assertThat(other.isRunning()).isTrue();
    }
  }

  @OnEveryDatabase
  void whatNobodyAcknowledgesIsToldAgainAndWhoSnoozesHearsNothing(Database database) {
    try (Product own = start(database, "idwise.alerts.remind-after=400ms")) {
      use(own);
      crmAnswers(status(422));
      awaitStatus(product.accept(finished("j1", "r1", "Complete")), "crm", "dead");
      await().until(() -> told("reminder", "failures").size() >= 2);
      String id = alert().path("id").asText();

      assertThat(product.operate("/api/alerts/" + id + "/acknowledge", null).status())
          .isEqualTo(400);
      JsonNode acknowledged = act(id, "acknowledge?reason=the+vendor+is+told");
      assertThat(acknowledged.path("state").asText()).isEqualTo("acknowledged");
      assertThat(acknowledged.path("operator").asText()).isEqualTo("alice");
      int reminded = quiet("reminder");
      awaitStatus(product.accept(finished("j2", "r2", "Complete")), "crm", "dead");
      await().until(() -> told("worse", "failures").size() == 1);
      assertThat(alert().path("state").asText()).isEqualTo("acknowledged");
      assertThat(told("reminder", "failures")).hasSize(reminded);

      act(id, "snooze?for=1h&reason=known");
      assertThat(alert().path("state").asText()).isEqualTo("snoozed");
      IntStream.range(3, 9)
          .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
          .toList()
          .forEach(event -> awaitStatus(event, "crm", "dead"));
      await().until(() -> alert().path("people").asInt() == 8);
      quiet("reminder");
      assertThat(told("worse", "failures")).hasSize(1);
      product
          .jdbc()
          .sql("UPDATE alert SET snoozed_until = :now")
          .param("now", SqlTime.of(Instant.now()))
          .update();
      await().until(() -> told("reminder", "failures").size() == reminded + 1);
      assertThat(alert().path("operator").isNull()).isTrue();

      act(id, "acknowledge?reason=again");
      act(id, "reopen");
      assertThat(alert().path("state").asText()).isEqualTo("open");
      assertThat(
              product.get("/api/audit").json().path("items").findValuesAsText("action").stream()
                  .filter(one -> one.endsWith("alert")))
          .containsExactly(
              "reopen alert", "acknowledge alert", "snooze alert", "acknowledge alert");
      assertThat(product.operate("/api/alerts/" + id + "/snooze?for=31d&reason=x", null).status())
          .isEqualTo(400);
      assertThat(
              product
                  .operate("/api/alerts/" + UUID.randomUUID() + "/acknowledge?reason=x", null)
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void whatComesAndGoesWhileItIsSnoozedIsNotTold() {
    try (Product own = start(Database.H2)) {
      use(own);
      crmAnswers(status(422));
      String event = product.accept(finished("j1", "r1", "Complete"));
      awaitStatus(event, "crm", "dead");
      await().until(() -> told("began", "failures").size() == 1);
      act(alert().path("id").asText(), "snooze?for=1h&reason=known");
      crmAnswers(okJson("{}"));
      product.operate("/api/deliveries/replay", Map.of("destination", "crm"));
      awaitStatus(event, "crm", "delivered");
      crmAnswers(status(422));
      awaitStatus(product.accept(finished("j2", "r2", "Complete")), "crm", "dead");
      await().during(Duration.ofMillis(700)).until(() -> told("ended", "failures").isEmpty());
      assertThat(told("began", "failures")).hasSize(1);
      assertThat(alert().path("state").asText()).isEqualTo("snoozed");
    }
  }

  @Test
  void failuresThatDifferEachTimeAreNotAsManyAlerts() {
    try (Product own = start(Database.H2)) {
      use(own);
      for (char c = 'a'; c < 'a' + 14; c++) {
        crmAnswers(status(422).withBody("the field " + c + c + c + " is not known"));
        awaitStatus(product.accept(finished("j" + c, "r" + c, "Complete")), "crm", "dead");
      }
      await()
          .until(
              () ->
                  told("began", "failures").stream()
                      .anyMatch(one -> one.path("text").asText().contains("more kinds")));
      assertThat(told("began", "failures")).hasSize(11);
    }
  }

  @Test
  void whatANodeThatIsGoneHasToldEnds() {
    try (Product own = start(Database.H2)) {
      use(own);
      addAlert();
      product.jdbc().sql("UPDATE alert SET kind = 'routes', part = 'a-node-of-yesterday'").update();
      await().until(() -> told("ended", "routes").size() == 1);
    }
  }

  @OnEveryDatabase
  @Tag("full")
  void silenceAMissedDeadlineAndTheQuarantineAreTold(Database database) {
    try (Product own =
        start(
            database,
            "idwise.alerts.silent-after=1h",
            "idwise.slo.status-to-crm.within=1s",
            "idwise.slo.status-to-crm.destination=crm")) {
      use(own);
      product.operate("/api/destinations/crm/pause", null);
      product.accept(finished("j1", "r1", "Complete"));
      product.accept(event("Case Closed", Map.of("journeyId", "j2", "referenceNo", "r2")));
      await().until(() -> told("began", "quarantine").size() == 1);
      assertThat(told("began", "quarantine").get(0).path("people").asInt()).isEqualTo(1);
      await().until(() -> told("began", "deadline").size() == 1);
      JsonNode late = told("began", "deadline").get(0);
      assertThat(late.path("subject").asText()).isEqualTo("status-to-crm");
      assertThat(late.path("people").asInt()).isEqualTo(1);
      assertThat(told("began", "silence")).isEmpty();
      product
          .jdbc()
          .sql("UPDATE sighting SET seen_at = :then")
          .param("then", SqlTime.of(Instant.now().minus(Duration.ofMinutes(61))))
          .update();
      await().until(() -> told("began", "silence").size() == 1);
      assertThat(told("began", "silence").get(0).path("subject").asText()).isEqualTo("live");
      product.operate("/api/destinations/crm/resume", null);
      await().until(() -> told("ended", "deadline").size() == 1);
    }
  }

  @Test
  void aRouteFileThatDoesNotRunIsToldOnceOfEachNode(@TempDir Path folder) throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Files.writeString(
        folder.resolve("mine.camel.yaml"),
        """
        - route:
            from:
              uri: no-such-component:x
              steps: []
        """);
    try (Product own = start(Database.H2, "idwise.routes.directory=" + folder)) {
      use(own);
      await().until(() -> told("began", "routes").size() == 1);
      assertThat(told("began", "routes").get(0).path("text").asText())
          .contains("mine.camel.yaml does not run on ");
    }
  }

  private static void crmAnswers(ResponseDefinitionBuilder answer) {
    World.CRM.resetMappings();
    World.CRM.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static JsonNode json(String text) {
    try {
      return Product.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<LoggedRequest> onCall() {
    return chatCalls().stream().filter(one -> one.getUrl().equals("/on-call")).toList();
  }

  private static List<String> slack() {
    return chatCalls().stream()
        .filter(one -> one.getUrl().equals("/slack"))
        .map(LoggedRequest::getBodyAsString)
        .toList();
  }

  private static List<JsonNode> told(String state, String kind) {
    return onCall().stream()
        .map(one -> json(one.getBodyAsString()))
        .filter(
            one ->
                one.path("state").asText().equals(state) && one.path("kind").asText().equals(kind))
        .toList();
  }

  private JsonNode alert() {
    return product.get("/api/alerts").json().path("items").path(0);
  }

  private JsonNode act(String id, String act) {
    return product.operate("/api/alerts/" + id + "/" + act, null).json();
  }

  /** How many there are once none has come for a while. */
  private static int quiet(String state) {
    await()
        .during(Duration.ofMillis(900))
        .until(() -> told(state, "failures").size(), new Steady()::is);
    return told(state, "failures").size();
  }

  private static final class Steady {

    private Integer last;

    boolean is(Integer now) {
      boolean same = now.equals(last);
      last = now;
      return same;
    }
  }

  private static String mail(MimeMessage mail) {
    return GreenMailUtil.getWholeMessage(mail);
  }
}
