package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Test;

/** Other systems forget whom this one has erased, and say so. */
class ForgetTest extends ProductTest {

  private static final String REFERENCE = "REF ERNA/1977";
  private static final String JOURNEY = "journey-of-erna";
  private static final String ERASE = "/api/persons/live?reference=REF%20ERNA%2F1977&reason=asked";

  private static Product start(Database database, String... settings) {
    String[] all = {
      "idwise.erasure.ask-after=0s",
      "idwise.erasure.sweep-interval=100ms",
      "idwise.alerts-interval=100ms",
      "idwise.exchange-log.enabled=true"
    };
    String[] both = Arrays.copyOf(settings, settings.length + all.length);
    System.arraycopy(all, 0, both, settings.length, all.length);
    return Product.start(database.url(), both);
  }

  @OnEveryDatabase
  void crmDeskAndIdwiseAreAskedAndOnlyTheReceiptStays(Database database) {
    try (Product own =
        start(
            database,
            "forget.crm=system",
            "forget.ticketing=system",
            "forget.idwise=system",
            "idwise.api.base-url=" + World.IDWISE.baseUrl(),
            "idwise.api.key=key",
            "idwise.api.secret=secret",
            "idwise.api.key-interval=0s",
            "idwise.api.when-down=continue")) {
      use(own);
      awaitAll(product.accept(finished(JOURNEY, REFERENCE, "Refer")), "delivered");
      awaitAll(
          product.accept(
              event(
                  "Finished Spot Check",
                  Map.of(
                      "eventId",
                      "check-of-erna",
                      "referenceNo",
                      REFERENCE,
                      "spotCheckJourneyId",
                      "check-of-erna",
                      "systemDecision",
                      "Refer"))),
          "delivered");
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(503)));
      World.DESK.stubFor(get(urlPathEqualTo("/tickets")).atPriority(2).willReturn(okJson("[]")));
      World.DESK.stubFor(
          get(urlPathEqualTo("/tickets"))
              .withQueryParam("journeyId", equalTo(JOURNEY))
              .atPriority(1)
              .willReturn(okJson("[{\"id\":\"T-1\"},{\"id\":\"T-2\"}]")));
      World.DESK.stubFor(
          delete(urlPathEqualTo("/tickets/T-2")).atPriority(1).willReturn(status(404)));
      World.IDWISE.stubFor(delete(urlPathEqualTo("/journey/" + JOURNEY)).willReturn(okJson("{}")));

      JsonNode preview = call(ERASE + "&dryRun=true").json();
      assertThat(preview.path("systems").toString())
          .isEqualTo("[\"crm\",\"idwise\",\"ticketing\"]");
      JsonNode report = call(ERASE).json();
      assertThat(report.path("systems")).isEqualTo(preview.path("systems"));
      await().until(() -> state("ticketing").equals("answered"));
      await().until(() -> state("idwise").equals("answered"));
      assertThat(state("crm")).isIn("asked", "dead");
      assertThat(call(ERASE + "&unknown=true").status()).isEqualTo(200);
      assertThat(erasure(1).path("complete").asBoolean()).isFalse();

      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(204)));
      await()
          .until(
              () -> {
                replayDead();
                return erasure(1).path("complete").asBoolean();
              });
      await().until(() -> state("crm").equals("answered"));
      assertThat(
              World.CRM.findAll(deleteRequestedFor(urlPathEqualTo("/customers/REF%20ERNA%2F1977"))))
          .isNotEmpty();
      assertThat(deskCalls(RequestMethod.DELETE).stream().map(LoggedRequest::getUrl).distinct())
          .containsExactlyInAnyOrder("/tickets/T-1", "/tickets/T-2", "/tickets/T%201%2F%C3%A4");
      assertThat(
              deskCalls(RequestMethod.GET).stream()
                  .map(LoggedRequest::getUrl)
                  .filter(one -> one.contains("REF")))
          .contains("/tickets?source=live&reference=REF%20ERNA%2F1977");
      assertThat(
              World.CRM.findAll(deleteRequestedFor(anyUrl())).stream()
                  .map(one -> one.getHeader("Idempotency-Key")))
          .allMatch(key -> key.matches("[0-9a-f-]{36}-[0-9a-f]{32}"));
      assertThat(
              idwiseCalls().stream()
                  .filter(one -> one.getMethod().equals(RequestMethod.DELETE))
                  .map(LoggedRequest::getUrl))
          .containsOnly("/journey/" + JOURNEY);
      JsonNode first = erasure(1);
      assertThat(first.path("mark")).isEqualTo(report.path("mark"));
      assertThat(answers(first, "crm")).isEqualTo("HTTP 204 (1)");
      assertThat(answers(first, "ticketing")).isEqualTo("HTTP 200 (2), 404 (1)");
      assertThat(answers(first, "idwise")).isEqualTo("HTTP 200 (1)");
      await().until(() -> deliveries() == 0);
      assertThat(DatabaseDump.of(product))
          .doesNotContain("ERNA")
          .doesNotContain(JOURNEY)
          .doesNotContain("check-of-erna");
      assertThat(product.get("/console/erasures").body())
          .contains(report.path("mark").asText())
          .contains("HTTP 204 (1)");
    }
  }

  @OnEveryDatabase
  void aPersonIsToldAndSaysWhenItIsDone(Database database)
      throws MessagingException, IOException, InterruptedException {
    try (Product own =
        start(
            database,
            "forget.crm=person",
            "idwise.erasure.deadline=7d",
            "idwise.erasure.remind-before=7d")) {
      use(own);
      awaitAll(product.accept(finished(JOURNEY, REFERENCE, "Complete")), "delivered");
      call(ERASE);
      await().until(() -> state("crm").equals("told"));
      MimeMessage mail =
          mails().stream()
              .filter(one -> subject(one).startsWith("To forget in the CRM, until "))
              .findFirst()
              .orElseThrow();
      assertThat(mail.getAllRecipients()[0]).hasToString("compliance@example.com");
      String id = erasure(0).path("id").asText();
      assertThat(text(mail))
          .contains("Reference: " + REFERENCE)
          .contains("Journey: " + JOURNEY)
          .contains("/console/erasures#erasure-" + id);
      await().until(() -> product.get("/api/alerts").json().toString().contains("\"erasure\""));
      await().until(() -> deliveries() == 0);
      assertThat(DatabaseDump.of(product)).doesNotContain("ERNA").doesNotContain(JOURNEY);

      String done = "/api/erasures/" + id + "/systems/crm/done";
      assertThat(product.operate(done, null).status()).isEqualTo(400);
      assertThat(product.operate(done + "?reason=deleted+by+hand", null).status()).isEqualTo(200);
      assertThat(product.operate(done + "?reason=again", null).status()).isEqualTo(409);
      assertThat(product.operate(done.replace("crm", "desk") + "?reason=x", null).status())
          .isEqualTo(404);
      assertThat(erasure(0).path("complete").asBoolean()).isTrue();
      assertThat(
              EvidenceTest.unzip(EvidenceTest.ask(product, "REF%20ERNA%2F1977").body())
                  .get("report.html"))
          .contains("crm: done")
          .contains("alice: deleted by hand");
      assertThat(product.get("/api/erasures?open=true").json().path("items")).isEmpty();
      JsonNode act = product.get("/api/audit?action=forgotten+by+hand").json().at("/items/0");
      assertThat(act.path("action").asText()).isEqualTo("forgotten by hand");
      assertThat(act.path("reason").asText()).isEqualTo("deleted by hand");
      await().until(() -> !product.get("/api/alerts").json().toString().contains("\"erasure\""));
    }
  }

  @OnEveryDatabase
  void whoIsNotKnownHereAnyMoreIsForgottenElsewhere(Database database) {
    try (Product own = start(database, "forget.crm=system")) {
      use(own);
      assertThat(call(ERASE).status()).isEqualTo(404);
      assertThat(product.get("/api/erasures").json().path("items")).isEmpty();
      assertThat(call(ERASE + "&unknown=true").status()).isEqualTo(200);
      await().until(() -> erasure(0).path("complete").asBoolean());
      assertThat(crmCalls().get(0).getUrl()).isEqualTo("/customers/REF%20ERNA%2F1977");
    }
  }

  @OnEveryDatabase
  void whatIsDiscardedIsAPersonsToDo(Database database) {
    try (Product own = start(database, "forget.crm=system")) {
      use(own);
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(422)));
      call(ERASE + "&unknown=true");
      await().until(() -> dead().size() == 1);
      assertThat(state("crm")).isEqualTo("dead");
      String delivery = dead().get(0).path("id").asText();
      product.operate("/api/deliveries/" + delivery + "/discard?reason=it+is+gone", null);
      await().until(() -> state("crm").equals("by-hand"));
      String id = erasure(0).path("id").asText();
      product.operate("/api/erasures/" + id + "/systems/crm/done?reason=by+hand", null);
      assertThat(erasure(0).path("complete").asBoolean()).isTrue();

      call(ERASE + "&unknown=true");
      await().until(() -> state("crm").equals("dead"));
      String second = erasure(0).path("id").asText();
      product.operate("/api/erasures/" + second + "/systems/crm/done?reason=by+hand", null);
      assertThat(state("crm")).isEqualTo("done");
      assertThat(deliveries()).isZero();
      assertThat(call("/api/persons/nosuch?reference=r&unknown=true&reason=x").status())
          .isEqualTo(404);
    }
  }

  /** Attempts that were under way have ended by then, and none brings back what is deleted. */
  @OnEveryDatabase
  void aSystemIsAskedOnlyAWhileAfterTheErasure(Database database) {
    try (Product own =
        Product.start(database.url(), "forget.crm=system", "idwise.erasure.ask-after=1h")) {
      use(own);
      assertThat(call(ERASE + "&unknown=true").status()).isEqualTo(200);
      JsonNode delivery =
          product.get("/api/deliveries?destination=forget-crm").json().at("/items/0");
      assertThat(delivery.path("status").asText()).isEqualTo("pending");
      assertThat(Instant.parse(delivery.path("nextAttemptAt").asText()))
          .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
      awaitAll(product.accept(finished("j-1", "another", "Complete")), "delivered");
      assertThat(World.CRM.findAll(deleteRequestedFor(anyUrl()))).isEmpty();
      assertThat(state("crm")).isEqualTo("asked");
    }
  }

  /** The CRM's record is a new fact by then, or another source's. */
  @OnEveryDatabase
  void whoHasComeAgainOrIsAnothersIsNotDeleted(Database database) {
    try (Product own = start(database, "forget.crm=system", "forget.ticketing=system")) {
      use(own);
      awaitAll(product.accept(finished("j-1", "anna", "Complete")), "delivered");
      product.operate("/api/destinations/forget-crm/pause?reason=test", null);
      product.send(product.ops("/api/persons/live?reference=anna&reason=asked").DELETE().build());
      awaitAll(product.accept(finished("j-2", "anna", "Complete")), "delivered");
      product.operate("/api/destinations/forget-crm/resume?reason=test", null);
      await().until(() -> state("crm").equals("by-hand"));
      assertThat(answers(erasure(0), "crm"))
          .isEqualTo("not asked for 1 that came again since, or that another source has");

      product.post(
          "sandbox",
          "sandbox-user:sandbox-password",
          Product.json(finished("j-9", "bernd", "Complete")));
      awaitAll(product.accept(finished("j-3", "bernd", "Complete")), "delivered");
      product.send(product.ops("/api/persons/live?reference=bernd&reason=asked").DELETE().build());
      await().until(() -> state("crm").equals("by-hand"));
      assertThat(World.CRM.findAll(deleteRequestedFor(anyUrl()))).isEmpty();
    }
  }

  @OnEveryDatabase
  void aSystemThatCouldNotBeAskedHasNotAnswered(Database database) {
    try (Product own = start(database, "forget.idwise=system")) {
      use(own);
      call(ERASE + "&unknown=true");
      await().until(() -> state("idwise").equals("by-hand"));
      assertThat(answers(erasure(0), "idwise"))
          .isEqualTo("nothing is known here that it could be asked for");
      assertThat(erasure(0).path("complete").asBoolean()).isFalse();
    }
  }

  @Test
  void aWayThatThereIsNotIsRefusedAtTheStart() {
    assertThatThrownBy(() -> start(Database.H2, "forget.crm=System"))
        .hasStackTraceContaining("forget.crm is \"System\": set one of system, person, none");
  }

  private static String subject(MimeMessage mail) {
    try {
      return mail.getSubject();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<JsonNode> dead() {
    List<JsonNode> all = new ArrayList<>();
    product
        .get("/api/deliveries?destination=forget-crm&status=dead")
        .json()
        .path("items")
        .forEach(all::add);
    return all;
  }

  private void replayDead() {
    dead()
        .forEach(
            one ->
                product.operate(
                    "/api/deliveries/" + one.path("id").asText() + "/replay?reason=up+again",
                    null));
  }

  private int deliveries() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM delivery WHERE destination LIKE 'forget-%'")
        .query(Integer.class)
        .single();
  }

  private JsonNode erasure(int place) {
    return product.get("/api/erasures").json().at("/items/" + place);
  }

  private String state(String system) {
    return system(erasure(0), system).path("state").asText();
  }

  private static String answers(JsonNode erasure, String system) {
    return system(erasure, system).path("answers").asText();
  }

  private static JsonNode system(JsonNode erasure, String system) {
    for (JsonNode one : erasure.path("systems")) {
      if (one.path("system").asText().equals(system)) {
        return one;
      }
    }
    return MissingNode.getInstance();
  }

  private Answer call(String path) {
    return product.send(product.ops(path).DELETE().build());
  }
}
