package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.idwiseroutes.inbox.TestCalls;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Tag;

/** Calls with content that name no event: kept, shown, routable. */
class TestCallsTest extends ProductTest {

  private static final String OTHER_LETTERS =
      """
      {"Event": "Finished Journey", "BODY": {"eventId": "e-1", "journeyId": "j-1",
       "referenceNo": "r-1", "systemDecision": "Complete", "score": 1.50}}
      """;

  @OnEveryDatabase
  void aCallThatNamesNoEventIsKeptAndAnsweredAsATest(Database database) {
    use(database);
    for (String body : List.of("{\"hello\":1}", OTHER_LETTERS, OTHER_LETTERS)) {
      Answer answer = product.post(body);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"outcome\":\"test\"}");
    }
    List<JsonNode> kept = kept();
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).path("deliveries")).isEmpty();
    await()
        .until(() -> product.event(kept.get(0).path("id").asText()).path("repeats").asInt() == 1);
    assertThat(product.event(kept.get(0).path("id").asText()).path("payload").asText())
        .isEqualTo(OTHER_LETTERS);
    assertThat(product.get("/api/sources").json().at("/items/0/testCalls").asInt()).isEqualTo(2);
    assertThat(product.get("/api/events?state=quarantined").json().path("items")).isEmpty();
    assertThat(product.get("/console").body())
        .contains("2 with content", "/console/events?state=test&amp;source=live");
    assertThat(product.get("/console/events?state=test&source=live").body()).contains("test call");
    assertThat(product.get("/console/events/" + kept.get(0).path("id").asText()).body())
        .contains("It names no event", "Route it");
  }

  @OnEveryDatabase
  void anEventInOtherLettersIsRoutedByAnOperator(Database database) {
    use(database);
    product.post(OTHER_LETTERS);
    String id = kept().get(0).path("id").asText();

    Answer routed = product.operate("/api/events/" + id + "/replay?reason=letters", null);

    assertThat(routed.status()).as(routed.body()).isEqualTo(200);
    awaitStatus(id, "crm", "delivered");
    JsonNode event = product.event(id);
    assertThat(event.path("event").asText()).isEqualTo("Finished Journey");
    assertThat(event.path("journeyId").asText()).isEqualTo("j-1");
    assertThat(event.path("referenceNo").asText()).isEqualTo("r-1");
    assertThat(event.path("payload").asText())
        .isEqualTo(OTHER_LETTERS.replace("Event\":", "event\":").replace("BODY", "body"));
    assertThat(crmCalls()).hasSize(1);
    assertThat(product.operate("/api/events/" + id + "/replay", null).status()).isEqualTo(409);
    assertThat(product.post(OTHER_LETTERS.replace("Event\":", "event\":").replace("BODY", "body")))
        .extracting(answer -> answer.json().path("outcome").asText())
        .isEqualTo("duplicate");
  }

  @OnEveryDatabase
  @Tag("full")
  void whatHasComeSinceOrNamesNothingIsNotRouted(Database database) {
    use(database);
    product.post(OTHER_LETTERS);
    String again = kept().get(0).path("id").asText();
    product.post(OTHER_LETTERS.replace("Event\":", "event\":").replace("BODY", "body"));
    Answer known = product.operate("/api/events/" + again + "/replay", null);
    assertThat(known.status()).isEqualTo(409);
    assertThat(known.body()).contains("has come since");

    for (String body :
        List.of(
            "{\"hello\":1}",
            "{\"Event\":\"Finished Journey\",\"EVENT\":\"Finished Journey\",\"Body\":{}}",
            "{\"Event\":{\"a\":1}}")) {
      product.post(body);
      String id = kept().get(0).path("id").asText();
      Answer refused = product.operate("/api/events/" + id + "/replay", null);
      assertThat(refused.status()).as(body).isEqualTo(409);
      assertThat(refused.body()).contains("no one field");
      assertThat(product.event(id).path("state").asText()).isEqualTo("test");
    }
  }

  @OnEveryDatabase
  void aQuarantinedEventWhoseFieldHasOtherLettersIsReadWhenItIsRouted(Database database) {
    use(database);
    for (String body :
        List.of(
            OTHER_LETTERS.replace("Event\":", "event\":"),
            OTHER_LETTERS.replace("BODY", "body").replace("e-1", "e-2"))) {
      String id = product.post(body).json().path("id").asText();
      await().until(() -> product.event(id).path("state").asText().equals("quarantined"));
      awaitStatus(id, "decide", "delivered");
      assertThat(product.operate("/api/events/" + id + "/replay", null).status()).isEqualTo(200);
      await().until(() -> product.event(id).path("state").asText().equals("decided"));
      assertThat(product.event(id).path("journeyId").asText()).isEqualTo("j-1");
    }
  }

  @OnEveryDatabase
  void noMoreThanANumberOfASourceAreKept(Database database) {
    use(database);
    product
        .jdbc()
        .sql(
            """
            INSERT INTO event (id, source, event_key, payload, state, received_at)
            SELECT CAST('00000000-0000-7000-8000-' || LPAD(CAST(n AS VARCHAR), 12, '0') AS UUID),
              'live', 'k' || n, '{}', 'test', CURRENT_TIMESTAMP
            FROM %s
            """
                .formatted(
                    database == Database.H2
                        ? "SYSTEM_RANGE(1, 999) AS numbers(n)"
                        : "generate_series(1, 999) AS n"))
        .update();
    for (String body : List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":1}")) {
      assertThat(product.post(body).body()).isEqualTo("{\"outcome\":\"test\"}");
    }
    assertThat(product.get("/api/sources").json().at("/items/0/testCalls").asInt())
        .isEqualTo(TestCalls.MOST_OF_A_SOURCE);
    assertThat(product.post("sandbox", "sandbox-user:sandbox-password", "{\"a\":1}").status())
        .isEqualTo(200);
    assertThat(product.get("/api/sources").json().at("/items/1/testCalls").asInt()).isEqualTo(1);
    assertThat(product.accept(finished("j1", "r1", "Complete"))).isNotBlank();
  }

  @OnEveryDatabase
  void anErasureReachesTestCalls(Database database) {
    use(database);
    product.accept(finished("journey-77", "person-77", "Complete"));
    product.post("{\"Event\":\"x\",\"Body\":{\"referenceNo\":\"person-77\"}}");
    Answer erased =
        product.send(
            product.ops("/api/persons/live?reference=person-77&reason=asked").DELETE().build());
    assertThat(erased.status()).as(erased.body()).isEqualTo(200);
    assertThat(erased.json().path("unreadable")).hasSize(1);
    assertThat(DatabaseDump.of(product)).doesNotContain("person-77");
    product.post("{\"Event\":\"y\",\"Body\":{\"journeyId\":\"journey-77\"}}");
    assertThat(DatabaseDump.of(product)).doesNotContain("journey-77");
  }

  @OnEveryDatabase
  void aFilterThatThereIsNotIs400AndSaysWhichThereAre(Database database) {
    use(database);
    assertBad("/api/events?sorce=nope", "did you mean \\\"source\\\"?");
    assertBad("/api/events?state=quarantine", "did you mean \\\"quarantined\\\"?");
    assertBad("/api/events?state=", "accepted, decided");
    assertBad("/api/events?before=never", "before must be");
    assertBad("/api/deliveries?status=deed", "did you mean \\\"dead\\\"?");
    assertBad("/api/deliveries?state=dead", "there are before, destination");
    assertBad("/api/deliveries?eventId=1", "eventId");
    for (String list : List.of("/api/audit", "/api/replays")) {
      assertBad(list + "?limits=1", "did you mean \\\"limit\\\"?");
      assertBad(list + "?limit=many", "limit");
    }
    for (String list : List.of("/api/sources", "/api/sources/refused", "/api/destinations")) {
      assertBad(list + "?limit=1", "there is none");
    }
    assertThat(product.get("/console/events?from=yesterday").status()).isEqualTo(400);
  }

  private void assertBad(String path, String words) {
    Answer answer = product.get(path);
    assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(400);
    assertThat(answer.body()).as(path).contains(words);
  }

  private List<JsonNode> kept() {
    return Product.stream(product.get("/api/events?state=test").json().path("items")).toList();
  }
}
