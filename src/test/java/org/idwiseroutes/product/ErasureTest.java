package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Forgetting a person. */
class ErasureTest extends ProductTest {

  private static final String JOURNEY = "journey-of-erna";
  private static final String REFERENCE = "REF-ERNA-1977";
  private static final String SURNAME = "Mustermann-Erdmann";

  @OnEveryDatabase
  void nothingOfAJourneyIsLeftButThatItsEventsCame(Database database) {
    use(database);
    World.CRM.stubFor(
        any(urlPathEqualTo("/customers/" + REFERENCE))
            .willReturn(status(422).withBody(SURNAME))
            .atPriority(0));
    List<Map<String, Object>> events =
        List.of(
            withName(finished(JOURNEY, REFERENCE, "Refer")),
            withName(reviewed(JOURNEY, REFERENCE, "Rejected")),
            withName(
                event(
                    "Renamed Journey",
                    Map.of(
                        "eventId", UUID.randomUUID().toString(),
                        "journeyId", JOURNEY,
                        "referenceNo", REFERENCE))));
    List<String> ids = new ArrayList<>();
    events.forEach(event -> ids.add(product.accept(event)));
    product.post("no JSON, but about %s %s".formatted(REFERENCE, SURNAME));
    String other = product.accept(finished("another", "REF-2", "Complete"));
    awaitStatus(ids.get(1), "crm", "dead");
    awaitStatus(ids.get(1), "ticketing", "delivered");
    awaitStatus(other, "crm", "delivered");
    await().until(() -> product.event(ids.get(2)).path("state").asText().equals("quarantined"));
    await().until(() -> everything().contains(SURNAME) && everything().contains(REFERENCE));

    assertThat(erase("", 400).body()).contains("reason");
    JsonNode report = erase("?reason=asked%20by%20letter", 200).json();
    assertThat(report.path("events").asInt()).isEqualTo(4);
    assertThat(report.path("quarantined").asInt()).isEqualTo(2);
    assertThat(report.path("deliveries").asInt()).isGreaterThan(5);
    assertThat(report.path("attempts").asInt()).isGreaterThan(5);
    assertThat(report.path("journeys").asInt()).isEqualTo(1);

    assertThat(everything()).doesNotContain(SURNAME).doesNotContain(REFERENCE);
    assertThat(product.event(ids.get(0)).path("state").asText()).isEqualTo("erased");
    assertThat(product.post(Product.json(events.get(1))).json().path("outcome").asText())
        .isEqualTo("duplicate");
    assertThat(everything()).doesNotContain(SURNAME);
    assertThat(product.event(other).path("referenceNo").asText()).isEqualTo("REF-2");
    JsonNode act = product.get("/api/audit?limit=1").json().at("/items/0");
    assertThat(act.path("action").asText()).isEqualTo("erase journey");
    assertThat(act.path("reason").asText()).isEqualTo("asked by letter");
    assertThat(product.operate("/api/events/" + ids.get(2) + "/replay", null).status())
        .isEqualTo(409);
    erase("?reason=again", 404);
  }

  @OnEveryDatabase
  void whatIsOnItsWayWhenItIsErasedComesToItsEndWithoutATrace(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(503).withFixedDelay(300)).atPriority(0));
    String id = product.accept(withName(finished(JOURNEY, REFERENCE, "Complete")));
    await().until(() -> !crmCalls().isEmpty());
    erase("?reason=in%20flight", 200);
    await().until(() -> product.inflight() == 0);
    assertThat(everything()).doesNotContain(SURNAME).doesNotContain(REFERENCE);
    assertThat(product.event(id).path("deliveries")).isEmpty();
  }

  @OnEveryDatabase
  void aJourneyThatGoesOnAfterItsErasureBeginsAnew(Database database) {
    use(database);
    awaitAll(product.accept(finished(JOURNEY, REFERENCE, "Refer")), "delivered");
    assertThat(erase("?reason=first", 200).json().path("remoteIds").asInt()).isEqualTo(1);
    assertThat(everything()).contains("remote_id[]");
    String id = product.accept(reviewed(JOURNEY, REFERENCE, "Approved"));
    awaitAll(id, "delivered");
    assertThat(product.event(id).path("previousDecision").isNull()).isTrue();
    assertThat(product.event(id).path("state").asText()).isEqualTo("decided");
  }

  @Test
  void anErasureWaitsForWhoIsDecidingAndErasesWhatCameOfIt() {
    use(Database.POSTGRES);
    execute(
        """
        CREATE FUNCTION slow_decide() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$;
        CREATE TRIGGER slow_decide BEFORE INSERT ON delivery
        FOR EACH ROW WHEN (NEW.destination = 'crm') EXECUTE FUNCTION slow_decide();
        """);
    try {
      String id = product.accept(finished(JOURNEY, REFERENCE, "Complete"));
      await()
          .until(
              () ->
                  product
                      .jdbc()
                      .sql("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                      .query(Integer.class)
                      .single()
                      .equals(1));
      erase("?reason=meanwhile", 200);
      assertThat(product.event(id).path("deliveries")).isEmpty();
      assertThat(everything()).doesNotContain(REFERENCE);
    } finally {
      execute("DROP FUNCTION slow_decide CASCADE");
    }
  }

  private void execute(String sql) {
    product.context().getBean(JdbcTemplate.class).execute(sql);
  }

  private Answer erase(String query, int status) {
    Answer answer =
        product.send(product.ops("/api/journeys/live/" + JOURNEY + query).DELETE().build());
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer;
  }

  private static Map<String, Object> withName(Map<String, Object> event) {
    Map<String, Object> body = new java.util.HashMap<>((Map<String, Object>) event.get("body"));
    body.put("applicant", Map.of("surname", SURNAME));
    return Map.of("event", event.get("event"), "body", body);
  }

  private String everything() {
    return DatabaseDump.of(product);
  }
}
