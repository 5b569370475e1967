package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others send takes no more memory than a number says. */
class BoundsTest extends ProductTest {

  private static Product bounded;

  @BeforeEach
  void begin() {
    if (bounded == null) {
      bounded =
          Product.start(
              Database.H2.url(),
              "http.answers-in-memory=1MB",
              "http.response-timeout=10000",
              "idwise.outbox.attempt-timeout=20s",
              "idwise.outbox.lease=30s");
    }
    use(bounded);
  }

  @AfterAll
  static void end() {
    bounded.close();
    bounded = null;
  }

  @Test
  void theAnswersOfAllCallsTogetherHaveABound() {
    String manyValues = "[" + String.join(",", Collections.nCopies(20_000, "{}")) + "]";
    World.DESK.stubFor(any(anyUrl()).willReturn(okJson(manyValues)).atPriority(0));
    String id = product.accept(finished(UUID.randomUUID().toString(), "r", "Refer"));
    awaitStatus(id, "ticketing", "dead");
    assertThat(product.delivery(id, "ticketing").path("lastError").asText())
        .contains("http.answers-in-memory, 1048576 bytes");
    String few = "[" + String.join(",", Collections.nCopies(5_000, "{}")) + "]";
    World.CRM.stubFor(any(anyUrl()).willReturn(okJson(few)).atPriority(0));
    product.operate("/api/destinations/ticketing/resume", null);
    for (int i = 0; i < 5; i++) {
      awaitStatus(
          product.accept(finished(UUID.randomUUID().toString(), "r", "Complete")),
          "crm",
          "delivered");
    }
    await()
        .until(
            () ->
                product
                        .get("/actuator/metrics/idwise.answers.memory")
                        .json()
                        .at("/measurements/0/value")
                        .asDouble()
                    == 0);
  }

  @Test
  void aMailHasALargestSizeWhateverTheEventSays() {
    List<Map<String, Object>> steps =
        Collections.nCopies(3_000, Map.of("stepId", "1", "reasonCode", "<".repeat(40)));
    String id =
        product.accept(
            event(
                "Verification Update Required",
                Map.of(
                    "eventId",
                    UUID.randomUUID().toString(),
                    "journeyId",
                    "j",
                    "referenceNo",
                    "r",
                    "trigger",
                    "&".repeat(20_000),
                    "requiredSteps",
                    steps)));
    awaitStatus(id, "email", "delivered");
    await().until(() -> World.MAIL.getReceivedMessages().length > 0);
    String mail = GreenMailUtil.getWholeMessage(World.MAIL.getReceivedMessages()[0]);
    assertThat(mail.length()).isBetween(5_000, 60_000);
    assertThat(mail.split("because: ")).hasSize(1 + 2 * 50);
  }

  /** Payloads come one at a time; lists are without them. */
  @Test
  void aPageOfEventsHasNoPayload() {
    for (int i = 0; i < 20; i++) {
      product.accept(
          event(
              "Finished User Steps",
              Map.of("eventId", "e" + i, "journeyId", "j", "large", "x".repeat(100_000))));
    }
    assertThat(product.get("/api/events?limit=500").body().length()).isLessThan(40_000);
    assertThat(product.get("/api/events?limit=501").status()).isEqualTo(400);
  }
}
