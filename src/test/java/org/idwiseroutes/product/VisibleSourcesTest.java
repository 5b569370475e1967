package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.product.Product.Answer;

/** Who sees one source alone finds nothing of another, by whatever page or call. */
class VisibleSourcesTest extends ProductTest {

  private static final String LIMITED = "lisa:only-the-sandbox";
  private static final String HIDDEN = "HIDDEN-77";

  @OnEveryDatabase
  void nothingOfAnotherSourceIsShownOrTouched(Database database) {
    try (Product own =
        Product.start(
            database.url(),
            "idwise.operators.lisa.password=only-the-sandbox",
            "idwise.operators.lisa.role=operator,eraser,decide-pauser",
            "idwise.operators.lisa.sources=sandbox")) {
      use(own);
      World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(2));
      World.CRM.stubFor(
          any(urlPathMatching(".*" + HIDDEN))
              .willReturn(status(422).withBody("no person " + HIDDEN))
              .atPriority(1));
      String hidden = product.accept(finished("j-hidden", HIDDEN, "Refer"));
      awaitStatus(hidden, "crm", "dead");
      String odd =
          product.accept(
              event("Odd Event", Map.of("journeyId", "j-hidden", "referenceNo", HIDDEN)));
      await().until(() -> product.event(odd).path("state").asText().equals("quarantined"));
      String seen =
          product
              .post(
                  "sandbox",
                  "sandbox-user:sandbox-password",
                  Product.json(finished("j-shown", "REF-SHOWN", "Refer")))
              .json()
              .path("id")
              .asText();
      awaitStatus(seen, "crm", "dead");
      String delivery = product.delivery(hidden, "crm").path("id").asText();
      addAlert();

      for (String path :
          List.of(
              "/api/events",
              "/api/events?referenceNo={hidden}",
              "/api/events/" + hidden,
              "/api/events/" + odd,
              "/api/decided-events?since=2020-01-01T00:00:00Z",
              "/api/decided-events/" + hidden,
              "/api/deliveries",
              "/api/deliveries?status=dead&total=true",
              "/api/deliveries/" + delivery,
              "/api/deliveries/" + delivery + "/exchanges",
              "/api/people?waiting=review",
              "/api/people?waiting=delivery",
              "/api/people?text=HID",
              "/api/people?text=IDDEN",
              "/api/people?text=j-hidden",
              "/api/people/live?reference={hidden}",
              "/api/destinations",
              "/api/sources",
              "/api/sources/refused",
              "/api/replays",
              "/api/proposals",
              "/api/rules",
              "/api/comparisons",
              "/console/rules",
              "/console/comparisons",
              "/console/ledger",
              "/console/erasures",
              "/api/ledger",
              "/api/erasures",
              "/api/alerts",
              "/api/audit",
              "/console",
              "/console/alerts",
              "/console/people",
              "/console/people?waiting=delivery",
              "/console/people?text=HID",
              "/console/people/live?reference={hidden}",
              "/console/journeys/live?journeyId=j-hidden",
              "/console/erase?source=live&journeyId=j-hidden",
              "/console/events",
              "/console/events/" + hidden,
              "/console/events/" + hidden + "/sample.json",
              "/console/deliveries",
              "/console/deliveries/plan?act=replay&destination=crm&status=dead",
              "/console/deliveries/" + delivery + "/replay",
              "/console/failures",
              "/console/quarantine",
              "/console/audit",
              "/console/wiring",
              "/console/settings")) {
        Answer answer = call("GET", path.replace("{hidden}", HIDDEN), "");
        assertThat(answer.status()).as(path).isIn(200, 403, 404);
        assertThat(answer.body()).as(path).doesNotContain(HIDDEN);
      }
      assertThat(product.post("live", "a-stranger:x", "{}").status()).isEqualTo(401);
      assertThat(Product.stream(call("GET", "/api/sources", "").json().path("items")))
          .extracting(one -> one.path("name").asText())
          .containsExactly("sandbox");
      assertThat(call("GET", "/api/sources/refused", "").json().path("items")).isEmpty();
      assertThat(call("GET", "/console", "").body()).doesNotContain("sources.live.basic");
      assertThat(call("GET", "/api/events", "").body()).contains("REF-SHOWN");
      assertThat(call("GET", "/api/people?waiting=review", "").body()).contains("REF-SHOWN");
      assertThat(call("GET", "/api/people?text=REF-", "").body()).contains("REF-SHOWN");
      assertThat(call("GET", "/console/failures", "").body()).contains("1 delivery");
      assertThat(call("GET", "/console/quarantine", "").body()).doesNotContain("Odd Event");
      assertThat(call("GET", "/api/deliveries?status=dead&total=true", "").json().path("total"))
          .hasToString("1");

      await().until(() -> !product.get("/api/alerts").json().path("items").isEmpty());
      String alert = product.get("/api/alerts").json().at("/items/0/id").asText();
      for (String[] act :
          new String[][] {
            {"POST", "/api/deliveries/" + delivery + "/replay"},
            {"POST", "/api/deliveries/" + delivery + "/discard"},
            {"POST", "/api/events/" + odd + "/replay"},
            {"DELETE", "/api/persons/live?reference=" + HIDDEN + "&reason=x"},
            {"POST", "/api/destinations/crm/pause"},
            {"POST", "/api/destinations/decide/pause"},
            {"POST", "/api/reconcile"},
            {"POST", "/api/doctor"},
            {"GET", "/console/doctor"},
            {"POST", "/api/alerts/" + alert + "/acknowledge?reason=x"},
            {"POST", "/api/alerts/" + alert + "/snooze?for=30d&reason=x"}
          }) {
        assertThat(call(act[0], act[1], "").status()).as(act[1]).isIn(403, 404);
      }
      Answer all = call("POST", "/api/deliveries/replay?reason=x", "{\"destination\":\"crm\"}");
      assertThat(all.json().path("count").asInt()).isEqualTo(1);
      await().until(() -> product.delivery(seen, "crm").path("series").asInt() == 2);
      await().until(() -> product.get("/api/replays").body().contains("\"state\":\"finished\""));
      assertThat(product.delivery(hidden, "crm").path("series").asInt()).isEqualTo(1);
    }
  }

  private Answer call(String method, String path, String body) {
    return product.send(
        product
            .ops(path)
            .setHeader("Authorization", Product.basic(LIMITED))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }
}
