package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.product.Product.Answer;

/** The operators' API: lists, details, replay, discard, quarantine, audit. */
class OperationsTest extends ProductTest {

  @OnEveryDatabase
  void replayingOneFailedDestinationTouchesNoOther(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    String id = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitStatus(id, "crm", "dead");
    awaitStatus(id, "email", "delivered");
    awaitStatus(id, "ticketing", "nothing-to-do");
    destinationsSayYes();

    String delivery = product.delivery(id, "crm").path("id").asText();
    Answer answer = product.operate("/api/deliveries/" + delivery + "/replay", null);
    assertThat(answer.status()).isEqualTo(200);
    awaitStatus(id, "crm", "delivered");

    JsonNode crm = product.delivery(id, "crm");
    assertThat(crm.path("series").asInt()).isEqualTo(2);
    assertThat(crm.path("attempts").asInt()).isEqualTo(1);
    assertThat(crm.path("lastError").isNull()).isTrue();
    assertThat(Product.stream(crm.path("history")).map(one -> one.path("series").asInt()))
        .containsExactly(1, 2);
    assertThat(crmCalls()).hasSize(1);
    assertThat(mails())
        .extracting(mail -> mail.getAllRecipients()[0].toString())
        .doesNotContain("compliance@example.com");
    assertThat(deskCalls()).isEmpty();
    assertThat(audit()).containsExactly("alice replay delivery " + delivery);
  }

  @OnEveryDatabase
  void aFilteredReplayCountsFirstAndThenPutsBackWhatMatches(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(product.accept(finished("j" + i, "r" + i % 2, "Complete")));
    }
    ids.forEach(id -> awaitStatus(id, "crm", "dead"));
    destinationsSayYes();

    Map<String, Object> filter = Map.of("destination", "crm", "referenceNo", "r1");
    Answer dry =
        product.operate(
            "/api/deliveries/replay?dryRun=true",
            Map.of("destination", "crm", "referenceNo", "r1"));
    assertThat(dry.body()).isEqualTo("{\"count\":3}");
    assertThat(crmCalls()).isEmpty();

    JsonNode begun = product.operate("/api/deliveries/replay", filter).json();
    assertThat(begun.path("count").asInt()).isEqualTo(3);
    awaitStatus(ids.get(1), "crm", "delivered");
    awaitStatus(ids.get(3), "crm", "delivered");
    awaitStatus(ids.get(5), "crm", "delivered");
    assertThat(product.statuses(ids.get(0))).containsEntry("crm", "dead");
    String replay = "/api/replays/" + begun.path("replay").asText();
    await().until(() -> product.get(replay).json().path("state").asText().equals("finished"));
    assertThat(product.get(replay).json().path("delivered").asInt()).isEqualTo(3);
    assertThat(product.operate(replay + "/cancel", null).status()).isEqualTo(409);
    assertThat(product.operate("/api/deliveries/replay", filter).json().path("count").asInt())
        .isZero();
  }

  @OnEveryDatabase
  void anyNumberIsReplayedAFewAtATimeAndCanBeCancelled(Database database) {
    use(database);
    String series =
        database == Database.H2 ? "SYSTEM_RANGE(1, 70000)" : "generate_series(1, 70000)";
    String id = database == Database.H2 ? "RANDOM_UUID()" : "gen_random_uuid()";
    product
        .jdbc()
        .sql(
            """
            INSERT INTO delivery (id, destination, message_key, turn, variables, status, series,
              attempts, next_attempt_at, fence, last_error, failure_group, created_at)
            SELECT %s, 'bulk', CAST(n.x AS VARCHAR), n.x, '{}', 'dead', 1, 1, CURRENT_TIMESTAMP, 1,
              'HTTP 422', 'HTTP 422', CURRENT_TIMESTAMP FROM %s AS n(x)
            """
                .formatted(id, series))
        .update();
    Answer plan =
        product.get(
            "/console/deliveries/plan?act=replay&destination=bulk&status=dead&failure=HTTP+422");
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.body()).contains("70000 deliveries");
    Answer begun = product.operate("/api/deliveries/replay", Map.of("destination", "bulk"));
    String replay = "/api/replays/" + begun.json().path("replay").asText();
    await().until(() -> pending("bulk") > 0);
    assertThat(pending("bulk")).isLessThanOrEqualTo(8);
    assertThat(product.operate(replay + "/cancel?reason=wrong", null).json().path("state").asText())
        .isEqualTo("cancelled");
    assertThat(pending("bulk")).isLessThanOrEqualTo(8);
    assertThat(product.get("/api/replays").json().path("items").get(0).path("total").asInt())
        .isEqualTo(70_000);
  }

  private int pending(String destination) {
    return product
        .jdbc()
        .sql(
            "SELECT COUNT(*) FROM delivery WHERE destination = :destination AND status = 'pending'")
        .param("destination", destination)
        .query(Integer.class)
        .single();
  }

  @OnEveryDatabase
  void whatWasDeliveredMeanwhileIsNotSentAgainByAReplayOfMany(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(product.accept(finished("j" + i, "r" + i, "Complete")));
    }
    ids.forEach(id -> awaitStatus(id, "crm", "dead"));
    destinationsSayYes();
    product.operate("/api/destinations/crm/pause", null);
    String replay =
        product
            .operate("/api/deliveries/replay", Map.of("destination", "crm"))
            .json()
            .path("replay")
            .asText();
    await().until(() -> pending("crm") == 8);
    String waiting =
        ids.stream()
            .filter(id -> product.statuses(id).get("crm").equals("dead"))
            .findFirst()
            .orElseThrow();
    product
        .jdbc()
        .sql(
            "UPDATE delivery SET status = 'delivered' WHERE destination = 'crm' AND event_id = :id")
        .param("id", UUID.fromString(waiting))
        .update();
    product.operate("/api/destinations/crm/resume", null);
    await()
        .until(
            () ->
                product
                    .get("/api/replays/" + replay)
                    .json()
                    .path("state")
                    .asText()
                    .equals("finished"));
    assertThat(crmCalls()).hasSize(11);
    assertThat(product.delivery(waiting, "crm").path("series").asInt()).isEqualTo(1);
  }

  @OnEveryDatabase
  void anActOnWhatHasALongNameIsWrittenDownToo(Database database) {
    use(database);
    String name = "e".repeat(200);
    String journey = "j".repeat(200);
    awaitStatus(product.accept(event(name, Map.of("journeyId", journey))), "decide", "delivered");
    assertThat(
            product
                .operate(
                    "/api/deliveries/replay",
                    Map.of("status", "delivered", "event", name, "journeyId", journey))
                .status())
        .isEqualTo(200);
    assertThat(audit()).singleElement().asString().hasSizeGreaterThan(400).endsWith("…");
  }

  @OnEveryDatabase
  void aMisspeltFilterIsRefusedInsteadOfReplayingEverything(Database database) {
    use(database);
    Answer answer = product.operate("/api/deliveries/replay", Map.of("destinaton", "crm"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(product.operate("/api/deliveries/replay", Map.of("status", "pending")).status())
        .isEqualTo(400);
  }

  @OnEveryDatabase
  void aDeliveredOneIsSentAgainOnlyWhenAskedFor(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitAll(id, "delivered");
    assertThat(product.operate("/api/deliveries/replay", Map.of()).body())
        .isEqualTo("{\"count\":0}");
    assertThat(crmCalls()).hasSize(1);

    String delivery = product.delivery(id, "crm").path("id").asText();
    product.operate("/api/deliveries/" + delivery + "/replay", null);
    await().until(() -> crmCalls().size() == 2);
    awaitStatus(id, "crm", "delivered");
  }

  @OnEveryDatabase
  void aDiscardedDeliveryIsNeverSentAndStaysDiscarded(Database database) {
    use(database);
    product.operate("/api/destinations/crm/pause", null);
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.statuses(id).containsKey("crm"));
    String path = "/api/deliveries/" + product.delivery(id, "crm").path("id").asText();

    assertThat(product.operate(path + "/discard", null).json().path("status").asText())
        .isEqualTo("discarded");
    product.operate("/api/destinations/crm/resume", null);
    String next = product.accept(reviewed("j1", "r1", "Approved"));
    awaitAll(next, "delivered");
    assertThat(product.statuses(id)).containsEntry("crm", "discarded");
    assertThat(crmCalls()).hasSize(1);
    assertThat(product.operate(path + "/discard", null).status()).isEqualTo(409);
    assertThat(product.operate(path + "/replay", null).status()).isEqualTo(409);
  }

  @OnEveryDatabase
  void aQuarantinedEventIsDecidedAnew(Database database) {
    use(database);
    String id =
        product.accept(
            finished("j1", "r1", "Complete").entrySet().stream()
                .collect(
                    java.util.stream.Collectors.toMap(
                        Map.Entry::getKey,
                        entry ->
                            entry.getKey().equals("event")
                                ? "Renamed Journey"
                                : entry.getValue())));
    await().until(() -> product.event(id).path("state").asText().equals("quarantined"));
    assertThat(quarantined()).containsExactly(id);
    assertThat(product.operate("/api/events/" + id + "/replay", null).status()).isEqualTo(200);
    await()
        .until(
            () ->
                product.delivery(id, "decide").path("series").asInt() == 2
                    && product.event(id).path("state").asText().equals("quarantined"));

    product.jdbc().sql("UPDATE event SET event = 'Finished Journey'").update();
    product.operate("/api/events/" + id + "/replay", null);
    awaitStatus(id, "crm", "delivered");
    assertThat(product.event(id).path("state").asText()).isEqualTo("decided");
    assertThat(product.event(id).path("problem").isNull()).isTrue();
    assertThat(product.operate("/api/events/" + id + "/replay", null).status()).isEqualTo(409);
  }

  @OnEveryDatabase
  void decidingAnEventTwiceAddsNoSecondDelivery(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitAll(id, "delivered");
    String decide = product.delivery(id, "decide").path("id").asText();
    product.operate("/api/deliveries/" + decide + "/replay", null);
    await()
        .until(
            () ->
                product.delivery(id, "decide").path("series").asInt() == 2
                    && product.statuses(id).get("decide").equals("delivered"));
    assertThat(product.statuses(id)).hasSize(3);
    assertThat(crmCalls()).hasSize(1);
    assertThat(product.event(id).path("changed").asBoolean()).isTrue();
  }

  @OnEveryDatabase
  void listsAreFilteredAndPaged(Database database) {
    use(database);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(product.accept(finished("j" + i % 2, "r" + i, "Complete")));
    }
    ids.forEach(id -> awaitAll(id, "delivered"));

    JsonNode first = product.get("/api/events?journeyId=j0&limit=3").json();
    assertThat(first.path("items")).hasSize(3);
    assertThat(first.at("/items/0/referenceNo").asText()).isEqualTo("r6");
    JsonNode second =
        product
            .get("/api/events?journeyId=j0&limit=3&before=" + first.path("next").asText())
            .json();
    assertThat(second.path("items")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(product.get("/api/events?referenceNo=r3").json().path("items")).hasSize(1);
    assertThat(
            product
                .get("/api/events?event=Finished%20Journey&source=live&state=decided&limit=500")
                .json()
                .path("items"))
        .hasSize(7);
    assertThat(product.get("/api/events?source=sandbox").json().path("items")).isEmpty();
    assertThat(product.get("/api/deliveries?destination=crm&limit=500").json().path("items"))
        .hasSize(2);
    assertThat(product.get("/api/events?limit=0").status()).isEqualTo(400);
    assertThat(product.get("/api/events?before=x").status()).isEqualTo(400);
    assertThat(product.get("/api/events/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(product.get("/api/events/nonsense").status()).isEqualTo(400);
    assertThat(product.get("/api/nothing").status()).isEqualTo(404);
  }

  @OnEveryDatabase
  void thePasswordMayBeBcrypt(Database database) {
    String hash =
        new org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder(4).encode("s3cret");
    try (Product other =
        Product.start(database.url(), "idwise.operators.bob.password={bcrypt}" + hash)) {
      Answer answer =
          other.send(
              other
                  .ops("/api/destinations")
                  .setHeader("Authorization", Product.basic("bob:s3cret"))
                  .build());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(
              other
                  .send(
                      other
                          .ops("/api/destinations")
                          .setHeader("Authorization", Product.basic("bob:" + hash))
                          .build())
                  .status())
          .isEqualTo(401);
    }
  }

  private List<String> quarantined() {
    return Product.stream(product.get("/api/events?state=quarantined").json().path("items"))
        .map(event -> event.path("id").asText())
        .toList();
  }

  private List<String> audit() {
    return product
        .jdbc()
        .sql("SELECT operator || ' ' || action || ' ' || subject FROM audit ORDER BY at")
        .query(String.class)
        .list();
  }
}
