package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Tag;

/** What other systems hold is looked at, and what differs is put right once somebody agrees. */
@Tag("full")
class LedgerTest extends ProductTest {

  private static final String ALICE = "alice:wonderland";
  private static final String BOB = "bob:a-long-password";

  private static Product start(Database database, String... settings) {
    String[] all = {
      "idwise.ledger.settle=0s",
      "idwise.ledger.rate=1000",
      "idwise.ledger.cron=-",
      "idwise.alerts-interval=100ms",
      "idwise.operators.bob.password=a-long-password"
    };
    String[] both = Arrays.copyOf(settings, settings.length + all.length);
    System.arraycopy(all, 0, both, settings.length, all.length);
    return Product.start(database.url(), both);
  }

  @OnEveryDatabase
  void whatTheCrmHoldsOtherwiseIsToldAgain(Database database) {
    try (Product own = start(database, "ledger.crm=system")) {
      use(own);
      for (String person : new String[] {"right", "lost", "other", "down"}) {
        awaitAll(product.accept(finished("j-" + person, person, "Complete")), "delivered");
      }
      holds("right", "{\"status\":\"verified\",\"decision\":\"Complete\",\"renewal\":\"none\"}");
      World.CRM.stubFor(
          get(urlPathEqualTo("/customers/lost"))
              .atPriority(1)
              .willReturn(status(404).withBody("<html>nobody</html>")));
      holds("other", "{\"status\":\"rejected by hand\"}");
      World.CRM.stubFor(
          get(urlPathEqualTo("/customers/down")).atPriority(1).willReturn(status(503)));
      JsonNode found = look();
      assertThat(found.at("/comparison/events").asInt()).isEqualTo(4);
      assertThat(found.at("/comparison/different").asInt()).isEqualTo(2);
      assertThat(found.at("/comparison/problem").asText()).contains("crm: did not answer");
      assertThat(words(found))
          .containsOnly(
              Map.entry("crm has no record of the person", "correct"),
              Map.entry("crm has status rejected by hand and was told verified", "correct"));
      await().until(() -> product.get("/api/alerts").json().toString().contains("\"ledger\""));
      assertThat(product.get("/console/ledger").body())
          .contains("2 of 4 people")
          .contains("1: crm has no record of the person");
      World.CRM.resetRequests();
      putRight(found);
      assertThat(
              World.CRM.findAll(WireMock.putRequestedFor(anyUrl())).stream()
                  .map(one -> one.getUrl()))
          .containsExactlyInAnyOrder("/customers/lost", "/customers/other");
      holds("lost", "{\"status\":\"verified\"}");
      holds("other", "{\"status\":\"verified\"}");
      holds("down", "{\"status\":\"verified\",\"decision\":null}");
      JsonNode after = look();
      assertThat(after.at("/comparison/different").asInt()).isEqualTo(1);
      assertThat(words(after)).containsOnlyKeys("crm has decision nothing and was told Complete");
      holds("down", "{\"status\":\"verified\"}");
      assertThat(look().at("/comparison/different").asInt()).isZero();
      await().until(() -> !product.get("/api/alerts").json().toString().contains("\"ledger\""));
    }
  }

  @OnEveryDatabase
  void theCrmMayKnowADecisionThatIsUnknownHere(Database database) {
    try (Product own = start(database, "ledger.crm=system")) {
      use(own);
      Map<String, Object> renewal =
          event(
              "Verification Update Required",
              Map.of(
                  "eventId", "e-1",
                  "journeyId", "j-1",
                  "referenceNo", "anna",
                  "systemDecision", "Incomplete"));
      awaitAll(product.accept(renewal), "delivered");
      holds("anna", "{\"status\":\"verified\",\"decision\":\"Approved\",\"renewal\":\"required\"}");
      assertThat(look().at("/comparison/different").asInt()).isZero();
      holds("anna", "{\"renewal\":\"none\"}");
      assertThat(words(look())).containsOnlyKeys("crm has renewal none and was told required");
    }
  }

  @OnEveryDatabase
  void aTicketThatTheDeskHasLeftOpenIsClosed(Database database) {
    try (Product own = start(database, "ledger.ticketing=system")) {
      use(own);
      awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
      awaitAll(product.accept(reviewed("j-1", "anna", "Approved")), "delivered");
      awaitAll(product.accept(finished("j-2", "bernd", "Refer")), "delivered");
      World.DESK.stubFor(
          get(urlPathMatching("/tickets"))
              .withQueryParam("journeyId", WireMock.equalTo("j-1"))
              .atPriority(1)
              .willReturn(okJson("[{\"id\":\"T-7\"}]")));
      World.DESK.stubFor(
          get(urlPathMatching("/tickets"))
              .withQueryParam("journeyId", WireMock.equalTo("j-2"))
              .atPriority(1)
              .willReturn(okJson("[]")));
      JsonNode found = look();
      assertThat(words(found))
          .containsOnly(
              Map.entry(
                  "ticketing still has an open review ticket that is needed no longer", "close"),
              Map.entry(
                  "ticketing has no open review ticket: somebody may have closed it there",
                  "kept"));
      assertThat(found.at("/comparison/different").asInt()).isEqualTo(1);
      assertThat(remembered()).isEqualTo(1);
      World.DESK.resetRequests();
      putRight(found);
      JsonNode again = look();
      assertThat(words(again)).containsValue("close");
      putRight(again);
      assertThat(
              World.DESK.findAll(WireMock.patchRequestedFor(anyUrl())).stream()
                  .map(one -> one.getUrl()))
          .containsExactly("/tickets/T-7", "/tickets/T-7");
      assertThat(
              World.DESK
                  .findAll(WireMock.postRequestedFor(urlPathEqualTo("/tickets/T-7/comments")))
                  .get(0)
                  .getBodyAsString())
          .contains("The effective decision is Approved");
    }
  }

  @OnEveryDatabase
  void whatIdwiseSaysOtherwiseBecomesAnEvent(Database database) {
    try (Product own =
        start(
            database,
            "ledger.idwise=system",
            "idwise.api.base-url=" + World.IDWISE.baseUrl(),
            "idwise.api.key=key",
            "idwise.api.secret=secret",
            "idwise.api.interval=0s",
            "idwise.api.key-interval=0s",
            "idwise.api.kept-for=1ms")) {
      use(own);
      idwiseSays("{\"system_decision\":\"Refer\"}");
      awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
      assertThat(look().at("/comparison/different").asInt()).isZero();
      idwiseSays(
          "{\"system_decision\":\"Refer\",\"manual_decision\":\"Approved\",\"final_decision\":\"Approved\"}");
      JsonNode found = look();
      assertThat(found.at("/differences/0/examples")).hasSize(1);
      assertThat(words(found))
          .containsOnly(Map.entry("idwise says Approved, and here Refer is known", "ask"));
      putRight(found);
      await()
          .until(
              () ->
                  product
                      .get("/api/people/live?reference=anna")
                      .json()
                      .path("status")
                      .asText()
                      .equals("verified"));
    }
  }

  @OnEveryDatabase
  void aSystemThatIsDownIsNotAskedOnAndOn(Database database) {
    try (Product own = start(database, "ledger.crm=system")) {
      use(own);
      for (int i = 0; i < 6; i++) {
        awaitAll(product.accept(finished("j-" + i, "r-" + i, "Complete")), "delivered");
      }
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(503)));
      World.CRM.resetRequests();
      JsonNode found = look();
      assertThat(found.at("/comparison/events").asInt()).isEqualTo(6);
      assertThat(found.at("/comparison/different").asInt()).isZero();
      assertThat(found.at("/comparison/problem").asText()).contains("crm: was not asked further");
      assertThat(World.CRM.findAll(WireMock.getRequestedFor(anyUrl()))).hasSize(3);
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("[1,2]")));
      found = look();
      assertThat(found.at("/comparison/problem").asText()).contains("the record has no status");
      assertThat(found.at("/comparison/different").asInt()).isZero();
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(404)));
      assertThat(look().at("/comparison/different").asInt()).isEqualTo(6);
      await().until(() -> product.get("/api/alerts").json().toString().contains("\"ledger\""));
      World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(503)));
      assertThat(look().at("/comparison/different").asInt()).isZero();
      assertThat(product.get("/console/ledger").body()).contains("was not asked further");
      await()
          .during(Duration.ofMillis(500))
          .until(() -> product.get("/api/alerts").json().toString().contains("\"ledger\""));
    }
  }

  @OnEveryDatabase
  void nothingIsLookedAtUnlessItIsSet(Database database) {
    try (Product own = start(database)) {
      use(own);
      assertThat(act("/api/ledger", ALICE).status()).isEqualTo(409);
      assertThat(product.get("/api/ledger").json().path("items")).isEmpty();
    }
  }

  private static void holds(String person, String record) {
    World.CRM.stubFor(
        get(urlPathEqualTo("/customers/" + person)).atPriority(1).willReturn(okJson(record)));
  }

  private static void idwiseSays(String result) {
    World.IDWISE.stubFor(
        get(anyUrl()).willReturn(okJson("{\"reference_number\":\"anna\"," + result.substring(1))));
  }

  /** Ids of tickets that are kept: only that of bernd's, who is still in review. */
  private int remembered() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM remote_id WHERE name LIKE 'ticket.%'")
        .query(Integer.class)
        .single();
  }

  private JsonNode look() {
    Answer begun = act("/api/ledger", ALICE);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    String id = begun.json().path("id").asText();
    await()
        .until(
            () ->
                !product
                    .get("/api/comparisons/" + id)
                    .json()
                    .at("/comparison/state")
                    .asText()
                    .equals("comparing"));
    JsonNode found = product.get("/api/comparisons/" + id).json();
    assertThat(found.at("/comparison/state").asText())
        .as(found.at("/comparison/problem").asText())
        .isEqualTo("compared");
    return found;
  }

  private void putRight(JsonNode found) {
    String id = found.at("/comparison/id").asText();
    Answer proposed = act("/api/comparisons/" + id + "/propose?reason=drift", ALICE);
    assertThat(proposed.status()).as(proposed.body()).isEqualTo(200);
    Answer approved =
        act("/api/proposals/" + proposed.json().path("id").asText() + "/approve", BOB);
    assertThat(approved.status()).as(approved.body()).isEqualTo(200);
    await()
        .until(
            () ->
                product
                    .get("/api/comparisons/" + id)
                    .json()
                    .at("/comparison/state")
                    .asText()
                    .equals("finished"));
    assertThat(product.get("/api/comparisons/" + id).json().path("results").toString())
        .contains("delivered");
  }

  private static Map<String, String> words(JsonNode found) {
    Map<String, String> words = new TreeMap<>();
    found
        .path("differences")
        .forEach(one -> words.put(one.path("words").asText(), one.path("act").asText()));
    return words;
  }

  private Answer act(String path, String login) {
    return product.send(
        product
            .ops(path)
            .setHeader("Authorization", Product.basic(login))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }
}
