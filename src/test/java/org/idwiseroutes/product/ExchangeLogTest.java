package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.Test;

/** What was asked and answered stands beside the attempt, for a while, while somebody wants it. */
class ExchangeLogTest extends ProductTest {

  @OnEveryDatabase
  void eachAttemptsCallsAreKeptMaskedAndGoWithThePerson(Database database) {
    try (Product own =
        Product.start(
            database.url(),
            "idwise.exchange-log.enabled=true",
            "idwise.exchange-log.max-text=120B",
            "idwise.retention.interval=200ms")) {
      use(own);
      World.CRM.stubFor(
          any(anyUrl())
              .willReturn(
                  okJson(
                      "{\"firstName\":\"Erna-Maria\",\"mobile\":491701234567,\"long\":\"%s\"}"
                          .formatted("x".repeat(500)))));
      String kept = product.accept(finished("j-1", "REF-ANNA-1", "Complete"));
      awaitAll(kept, "delivered");
      JsonNode call = exchanges(kept).get(0);
      assertThat(call.get("method").asText()).isEqualTo("PUT");
      assertThat(call.get("url").asText()).contains("/customers/").doesNotContain("REF-ANNA-1");
      assertThat(call.get("status").asInt()).isEqualTo(200);
      assertThat(call.get("number").asInt()).isEqualTo(1);
      assertThat(call.get("request").asText()).contains("\"status\":\"verified\"");
      assertThat(call.get("answer").asText())
          .hasSizeLessThan(122)
          .doesNotContain("Erna-Maria", "491701234567");

      World.CRM.stubFor(
          any(anyUrl()).atPriority(0).willReturn(status(422).withBody("no such field")));
      String dead = product.accept(finished("j-2", "REF-BERT-2", "Complete"));
      awaitStatus(dead, "crm", "dead");
      assertThat(exchanges(dead).get(0).get("status").asInt()).isEqualTo(422);
      assertThat(exchanges(dead).get(0).get("answer").asText())
          .isEqualTo("(no JSON, 13 characters)");
      assertThat(exchanges(dead).get(0).get("url").asText()).doesNotContain("REF-BERT-2");
      assertThat(product.get("/console/events/" + dead).body())
          .contains("(no JSON, 13 characters)");

      assertThat(
              product
                  .send(
                      product
                          .ops("/api/persons/live?reference=REF-ANNA-1&reason=asked")
                          .DELETE()
                          .build())
                  .json()
                  .at("/rows/exchange_log")
                  .asInt())
          .isEqualTo(1);
      assertThat(count()).isEqualTo(1);
      product
          .jdbc()
          .sql("UPDATE exchange_log SET at = :then")
          .param("then", SqlTime.of(Instant.now().minus(8, ChronoUnit.DAYS)))
          .update();
      await().until(() -> count() == 0);
    }
  }

  @Test
  void nothingIsKeptUnlessItIsWanted() {
    use(Database.H2);
    String event = product.accept(finished("j-1", "anna", "Complete"));
    awaitAll(event, "delivered");
    assertThat(exchanges(event)).isEmpty();
  }

  private int count() {
    return product.jdbc().sql("SELECT COUNT(*) FROM exchange_log").query(Integer.class).single();
  }

  private JsonNode exchanges(String event) {
    String delivery = product.delivery(event, "crm").path("id").asText();
    return product.get("/api/deliveries/" + delivery + "/exchanges").json().get("items");
  }
}
