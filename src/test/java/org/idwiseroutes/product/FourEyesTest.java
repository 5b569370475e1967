package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.idwiseroutes.database.SqlTime;
import org.idwiseroutes.product.Product.Answer;

/** What is set so is done only when a second person has approved it. */
class FourEyesTest extends ProductTest {

  private static final String PASSWORD = "a-long-password";
  private static final String ALICE = "alice:wonderland";
  private static final String BOB = "bob:" + PASSWORD;
  private static final String OTTO = "otto:" + PASSWORD;

  private static Product start(Database database) {
    return Product.start(
        database.url(),
        "idwise.four-eyes.erasing=true",
        "idwise.four-eyes.bulk-above=2",
        "idwise.operators.bob.password=" + PASSWORD,
        "idwise.operators.bob.role=operator,eraser",
        "idwise.operators.otto.password=" + PASSWORD);
  }

  @OnEveryDatabase
  void erasingWaitsForASecondPerson(Database database) {
    try (Product own = start(database)) {
      use(own);
      awaitAll(product.accept(finished("j-1", "irmgard", "Complete")), "delivered");
      String erase = "/api/persons/live?reference=irmgard";
      assertThat(call("DELETE", erase, ALICE).status()).isEqualTo(400);
      assertThat(call("DELETE", "/api/persons/live?reference=x&reason=y", ALICE).status())
          .isEqualTo(404);
      String longest =
          call("DELETE", erase + "&reason=" + "x".repeat(1_000), ALICE).json().path("id").asText();
      Answer proposed = call("DELETE", erase + "&reason=asked+by+mail", ALICE);
      assertThat(proposed.status()).isEqualTo(202);
      String id = proposed.json().path("id").asText();
      assertThat(proposed.json().path("what").asText()).isEqualTo("the person irmgard of live");
      assertThat(product.get("/api/people/live?reference=irmgard").status()).isEqualTo(200);

      assertThat(approve(id, ALICE).status()).isEqualTo(403);
      assertThat(approve(id, OTTO).status()).isEqualTo(403);
      assertThat(product.get("/api/people/live?reference=irmgard").status()).isEqualTo(200);
      assertThat(product.get("/console/proposals/" + id).body()).contains("See what would go");
      assertThat(approve(id, BOB).json().path("state").asText()).isEqualTo("approved");
      assertThat(approve(longest, BOB).status()).isEqualTo(404);
      assertThat(product.get("/api/proposals/" + longest).json().path("state").asText())
          .isEqualTo("waiting");
      assertThat(product.get("/api/people/live?reference=irmgard").status()).isEqualTo(404);
      assertThat(approve(id, BOB).status()).isEqualTo(409);
      JsonNode audit = product.get("/api/audit").json().path("items");
      assertThat(audit.findValuesAsText("action"))
          .startsWith("erase person", "approve proposal", "propose erase", "propose erase");
      assertThat(audit.at("/0/operator").asText()).isEqualTo("alice");
      assertThat(audit.at("/0/reason").asText()).isEqualTo("asked by mail; approved by bob");
      assertThat(DatabaseDump.of(product)).doesNotContain("irmgard");
    }
  }

  @OnEveryDatabase
  void whatCannotBeDoneIsNotApprovedEither(Database database) {
    try (Product own = start(database)) {
      use(own);
      awaitAll(product.accept(finished("j-1", "irmgard", "Complete")), "delivered");
      String erase = "/api/persons/live?reference=irmgard&reason=asked";
      String first = call("DELETE", erase, ALICE).json().path("id").asText();
      String second = call("DELETE", erase, ALICE).json().path("id").asText();
      assertThat(approve(first, BOB).status()).isEqualTo(200);
      assertThat(approve(second, BOB).status()).isEqualTo(404);
      assertThat(product.get("/api/proposals/" + second).json().path("state").asText())
          .isEqualTo("waiting");
      assertThat(product.get("/api/audit?action=approve+proposal").json().path("items")).hasSize(1);
    }
  }

  @OnEveryDatabase
  void manyDeliveriesWaitForASecondPerson(Database database) {
    try (Product own = start(database)) {
      use(own);
      crmAnswers(422);
      List<String> ids =
          IntStream.range(0, 3)
              .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
              .toList();
      ids.forEach(one -> awaitStatus(one, "crm", "dead"));
      World.CRM.resetMappings();
      World.CRM.stubFor(any(anyUrl()).willReturn(okJson("{}")));
      String replay = "/api/deliveries/replay?reason=mended";
      JsonNode all = call("POST", replay, ALICE, "{\"destination\":\"crm\"}").json();
      assertThat(all.path("count").asInt()).isEqualTo(3);
      String id = all.path("proposal").asText();
      JsonNode one =
          call("POST", replay, ALICE, "{\"referenceNo\":\"r0\",\"destination\":\"crm\"}").json();
      assertThat(one.has("replay")).isTrue();
      awaitStatus(ids.get(0), "crm", "delivered");
      assertThat(product.statuses(ids.get(1))).containsEntry("crm", "dead");

      assertThat(product.get("/console/proposals/" + id).body())
          .contains("2 deliveries", "2 people");
      assertThat(approve(id, OTTO).status()).isEqualTo(200);
      ids.forEach(event -> awaitStatus(event, "crm", "delivered"));

      crmAnswers(422);
      List<String> more =
          IntStream.range(3, 6)
              .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
              .toList();
      more.forEach(event -> awaitStatus(event, "crm", "dead"));
      String discard = "/api/deliveries/discard?reason=not+needed";
      String refused =
          call("POST", discard, ALICE, "{\"destination\":\"crm\"}")
              .json()
              .path("proposal")
              .asText();
      assertThat(call("POST", "/api/proposals/" + refused + "/refuse", OTTO).status())
          .isEqualTo(400);
      assertThat(
              call("POST", "/api/proposals/" + refused + "/refuse?reason=they+are", OTTO)
                  .json()
                  .path("state")
                  .asText())
          .isEqualTo("refused");
      assertThat(approve(refused, BOB).status()).isEqualTo(409);
      String expired =
          call("POST", discard, ALICE, "{\"destination\":\"crm\"}")
              .json()
              .path("proposal")
              .asText();
      product
          .jdbc()
          .sql("UPDATE proposal SET created_at = :then")
          .param("then", SqlTime.of(Instant.now().minus(Duration.ofDays(8))))
          .update();
      assertThat(approve(expired, BOB).status()).isEqualTo(409);
      assertThat(product.statuses(more.get(0))).containsEntry("crm", "dead");
    }
  }

  @OnEveryDatabase
  void aProposalWithTheLongestReasonIsApprovedAndShortIdsLeaveIt(Database database) {
    try (Product own = start(database)) {
      use(own);
      awaitAll(product.accept(finished("7", "q\"7", "Complete")), "delivered");
      Answer proposed =
          call("DELETE", "/api/persons/live?reference=q%227&reason=" + "x".repeat(1_000), ALICE);
      String other =
          call("DELETE", "/api/journeys/live?journeyId=7&reason=x", ALICE)
              .json()
              .path("id")
              .asText();
      assertThat(approve(proposed.json().path("id").asText(), BOB).status()).isEqualTo(200);
      JsonNode left = product.get("/api/proposals/" + other).json();
      assertThat(left.path("what").asText()).doesNotContain("journey 7 ").contains("erased");
      assertThat(DatabaseDump.of(product)).doesNotContain("q\"7").doesNotContain("q\\\"7");
    }
  }

  private static void crmAnswers(int status) {
    World.CRM.resetMappings();
    World.CRM.stubFor(any(anyUrl()).willReturn(status(status)));
  }

  private Answer approve(String id, String login) {
    return call("POST", "/api/proposals/" + id + "/approve", login);
  }

  private Answer call(String method, String path, String login) {
    return call(method, path, login, "");
  }

  private Answer call(String method, String path, String login, String body) {
    return product.send(
        product
            .ops(path)
            .setHeader("Authorization", Product.basic(login))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
