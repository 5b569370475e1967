package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.Tag;
import org.springframework.transaction.support.TransactionTemplate;

/** Attempts, backoff, lanes, holds, pauses, leases, dead letters: what becomes of a delivery. */
class DeliveryTest extends ProductTest {

  @OnEveryDatabase
  void oneDestinationThatFailsHarmsNoOther(Database database) {
    use(database);
    crmAnswers(serverError());
    String id = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitStatus(id, "crm", "dead");

    assertThat(product.statuses(id))
        .containsEntry("ticketing", "nothing-to-do")
        .containsEntry("email", "delivered");
    JsonNode crm = product.delivery(id, "crm");
    assertThat(crm.path("attempts").asInt()).isEqualTo(4);
    assertThat(crm.path("lastError").asText()).startsWith("HTTP 500");
    assertThat(Product.stream(crm.path("history")).map(one -> one.path("number").asInt()))
        .containsExactly(1, 2, 3, 4);
    assertThat(crmCalls().stream().map(call -> call.getHeader("Idempotency-Key")).distinct())
        .containsExactly(crm.path("id").asText());
  }

  @OnEveryDatabase
  void aTransientFailureIsTriedAgainUntilItSucceeds(Database database) {
    use(database);
    for (var failure :
        List.of(
            status(408),
            status(425),
            status(429),
            status(500),
            status(503),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
            aResponse().withFixedDelay(1500))) {
      destinationsSayYes();
      World.CRM.stubFor(
          any(anyUrl())
              .inScenario("s")
              .whenScenarioStateIs(Scenario.STARTED)
              .willReturn(failure)
              .willSetStateTo("well")
              .atPriority(1));
      String id = product.accept(finished(UUID.randomUUID().toString(), "r1", "Complete"));
      awaitAll(id, "delivered");
      assertThat(product.delivery(id, "crm").path("attempts").asInt()).isEqualTo(2);
      assertThat(
              Product.stream(product.delivery(id, "crm").path("history"))
                  .map(attempt -> attempt.path("outcome").asText()))
          .containsExactly("failed", "delivered");
    }
  }

  @OnEveryDatabase
  void aPermanentFailureIsDeadAtOnce(Database database) {
    use(database);
    for (int code : List.of(400, 401, 403, 404, 410, 422)) {
      crmAnswers(status(code).withBody("{\"error\":\"no\r\nsuch field\"}"));
      String id = product.accept(finished("j" + code, "r1", "Complete"));
      awaitStatus(id, "crm", "dead");
      JsonNode crm = product.delivery(id, "crm");
      assertThat(crm.path("attempts").asInt()).isEqualTo(1);
      assertThat(crm.path("lastError").asText())
          .isEqualTo("HTTP %d: {\"error\":\"no such field\"}".formatted(code));
    }
  }

  @OnEveryDatabase
  void aTicketDeskThatAnswersGarbageIsTriedAgainWithTheSameKey(Database database) {
    use(database);
    World.DESK.stubFor(
        post(urlPathEqualTo("/tickets"))
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson("<html>"))
            .willSetStateTo("no id")
            .atPriority(0));
    World.DESK.stubFor(
        post(urlPathEqualTo("/tickets"))
            .inScenario("s")
            .whenScenarioStateIs("no id")
            .willReturn(okJson("{\"key\":1}"))
            .willSetStateTo("well")
            .atPriority(0));
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitAll(id, "delivered");
    assertThat(deskCalls()).hasSize(3);
    assertThat(deskCalls().stream().map(call -> call.getHeader("Idempotency-Key")).distinct())
        .hasSize(1);
  }

  @OnEveryDatabase
  void retryAfterIsObeyed(Database database) {
    use(database);
    World.CRM.stubFor(
        any(anyUrl())
            .inScenario("s")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(status(429).withHeader("Retry-After", "2"))
            .willSetStateTo("well")
            .atPriority(1));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitAll(id, "delivered");
    List<Instant> starts =
        Product.stream(product.delivery(id, "crm").path("history"))
            .map(attempt -> Instant.parse(attempt.path("startedAt").asText()))
            .toList();
    assertThat(Duration.between(starts.get(0), starts.get(1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @OnEveryDatabase
  void aRetryIsNotOvertakenInItsLaneAndHoldsUpNoOtherLane(Database database) {
    use(database);
    crmFailsFor("slow", 503, "3");
    String first = product.accept(finished("j1", "slow", "Refer"));
    await().until(() -> !crmCalls().isEmpty());
    String second = product.accept(reviewed("j1", "slow", "Approved"));
    String other = product.accept(finished("j2", "other", "Complete"));
    awaitAll(other, "delivered");
    assertThat(product.statuses(second)).containsEntry("crm", "pending");
    assertThat(product.delivery(second, "crm").path("attempts").asInt()).isZero();

    crmAnswers(okJson("{}"));
    awaitAll(first, "delivered");
    awaitAll(second, "delivered");
    assertThat(decisionsSent("slow")).endsWith("Refer", "Approved").hasSizeGreaterThan(2);
    assertThat(decisionsSent("slow").indexOf("Approved"))
        .isEqualTo(decisionsSent("slow").size() - 1);
  }

  @OnEveryDatabase
  void aDeadDeliveryFreesItsLane(Database database) {
    use(database);
    crmFailsFor("r1", 400, "0");
    String first = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(first, "crm", "dead");
    crmAnswers(okJson("{}"));
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
  }

  @OnEveryDatabase
  void aReplayedOlderStatusNeverOverwritesANewerOne(Database database) {
    use(database);
    crmFailsFor("r1", 400, "0");
    String first = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(first, "crm", "dead");
    crmAnswers(okJson("{}"));
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");

    replay(first, "crm");
    awaitStatus(first, "crm", "superseded");
    assertThat(decisionsSent("r1")).containsExactly("Refer", "Approved");
  }

  /** Two journeys have one record in the CRM, in which the newer status stays. */
  @OnEveryDatabase
  void theJourneysOfAPersonOvertakeEachOtherInNoCrm(Database database) {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    crmFailsFor("r1", 500, "2");
    String second = product.accept(finished("j2", "r1", "Complete"));
    await().until(() -> decisionsSent("r1").size() >= 2);
    crmAnswers(okJson("{}"));
    String rejected = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitAll(second, "delivered");
    awaitAll(rejected, "delivered");
    assertThat(decisionsSent("r1")).endsWith("Complete", "Rejected");
  }

  /** What is decided in one transaction is told in the order in which it came. */
  @OnEveryDatabase
  void aBacklogOfAPersonIsToldInItsOrder(Database database) {
    use(database);
    product.operate("/api/destinations/decide/pause?reason=backlog", null);
    product.accept(finished("z", "r1", "Complete"));
    String rejected = product.accept(reviewed("a", "r1", "Rejected"));
    product.operate("/api/destinations/decide/resume", null);
    awaitAll(rejected, "delivered");
    await().until(() -> decisionsSent("r1").size() == 2);
    assertThat(decisionsSent("r1")).containsExactly("Complete", "Rejected");
  }

  @OnEveryDatabase
  void aReplayedStatusOfAnotherJourneyNeverOverwritesANewerOne(Database database) {
    use(database);
    crmFailsFor("r1", 400, "0");
    String first = product.accept(finished("j2", "r1", "Complete"));
    awaitStatus(first, "crm", "dead");
    crmAnswers(okJson("{}"));
    awaitAll(product.accept(reviewed("j1", "r1", "Rejected")), "delivered");

    replay(first, "crm");
    awaitStatus(first, "crm", "superseded");
    assertThat(decisionsSent("r1")).containsExactly("Complete", "Rejected");
  }

  @OnEveryDatabase
  void whatIsDeliveredOnceMoreKeepsTheAttemptBefore(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "delivered");
    JsonNode before = product.delivery(id, "crm").path("history");
    assertThat(before).hasSize(1);

    replay(id, "crm");
    await().until(() -> product.delivery(id, "crm").path("history").size() == 2);
    JsonNode after = product.delivery(id, "crm").path("history");
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1).path("series").asInt()).isEqualTo(2);
    assertThat(after.get(1).path("outcome").asText()).isEqualTo("delivered");
  }

  /** It knows nothing of the attempt in the delivery's row. */
  @OnEveryDatabase
  void whatANodeOfTheVersionBeforePutsBackKeepsTheAttemptBefore(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "delivered");
    JsonNode before = product.delivery(id, "crm").path("history");
    crmAnswers(status(400));
    product
        .jdbc()
        .sql(
            """
            UPDATE delivery SET status = 'pending', series = series + 1, attempts = 0,
              turn = nextval('delivery_turn'), next_attempt_at = CURRENT_TIMESTAMP,
              fence = fence + 1, finished_at = NULL
            WHERE event_id = :event AND destination = 'crm'
            """)
        .param("event", UUID.fromString(id))
        .update();
    awaitStatus(id, "crm", "dead");
    JsonNode after = product.delivery(id, "crm").path("history");
    assertThat(after).hasSize(2);
    assertThat(after.get(0)).isEqualTo(before.get(0));
    assertThat(after.get(1).path("series").asInt()).isEqualTo(2);
  }

  @OnEveryDatabase
  void aReviewThatWasDecidedMeanwhileIsNotOpenedByAReplay(Database database) {
    use(database);
    World.DESK.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    String first = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(first, "ticketing", "dead");
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    destinationsSayYes();

    replay(first, "ticketing");
    awaitStatus(first, "ticketing", "nothing-to-do");
    assertThat(deskCalls()).isEmpty();
  }

  @OnEveryDatabase
  void manyFailuresHoldTheDestinationAndOneSuccessFreesIt(Database database) {
    use(database);
    crmAnswers(status(503).withHeader("Retry-After", "1"));
    List<String> ids =
        IntStream.range(0, 30)
            .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
            .toList();
    await().until(() -> destination("crm").path("state").asText().equals("held"));
    assertThat(destination("crm").path("heldReason").asText()).startsWith("HTTP 503");
    assertThat(
            product
                .jdbc()
                .sql("SELECT COUNT(*) FROM delivery WHERE destination = 'crm' AND attempts = 0")
                .query(Integer.class)
                .single())
        .isPositive();

    crmAnswers(okJson("{}"));
    ids.forEach(id -> awaitAll(id, "delivered"));
    assertThat(destination("crm").path("state").asText()).isEqualTo("delivering");
  }

  @OnEveryDatabase
  void aHeldDestinationIsProbedByOneAtATime(Database database) {
    use(database);
    crmAnswers(serverError());
    for (int i = 0; i < 8; i++) {
      product.accept(finished("j" + i, "r" + i, "Complete"));
    }
    await().until(() -> destination("crm").path("state").asText().equals("held"));
    crmAnswers(aResponse().withStatus(500).withFixedDelay(300));
    World.CRM.resetRequests();
    await().until(() -> crmCalls().size() >= 7);
    List<Long> times = crmCalls().stream().map(call -> call.getLoggedDate().getTime()).toList();
    for (int i = times.size() - 3; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).as("%s", times).isGreaterThanOrEqualTo(250);
    }
  }

  @OnEveryDatabase
  void whatIsSupersededSaysNothingAboutAHeldDestination(Database database) {
    use(database);
    crmAnswers(status(400));
    String old = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(old, "crm", "dead");
    crmAnswers(okJson("{}"));
    awaitStatus(product.accept(reviewed("j1", "r1", "Approved")), "crm", "delivered");
    product
        .jdbc()
        .sql(
            """
            UPDATE destination SET failures = 9, held_since = CURRENT_TIMESTAMP,
              next_probe_at = CURRENT_TIMESTAMP
            WHERE name = 'crm'
            """)
        .update();
    replay(old, "crm");
    awaitStatus(old, "crm", "superseded");
    assertThat(destination("crm").path("state").asText()).isEqualTo("held");
    await().until(() -> fromEndToNextProbe(old).compareTo(Duration.ofSeconds(1)) < 0);

    awaitStatus(product.accept(finished("j2", "r2", "Complete")), "crm", "delivered");
    assertThat(destination("crm").path("state").asText()).isEqualTo("delivering");
  }

  /** A probe that is not given back lapses with the lease, after three seconds. */
  private Duration fromEndToNextProbe(String eventId) {
    return product
        .jdbc()
        .sql(
            """
            SELECT finished_at, next_probe_at FROM delivery, destination
            WHERE event_id = :id AND destination = name AND name = 'crm'
            """)
        .param("id", UUID.fromString(eventId))
        .query(
            (row, number) ->
                Duration.between(
                    SqlTime.get(row, "finished_at"), SqlTime.get(row, "next_probe_at")))
        .single();
  }

  @OnEveryDatabase
  void aPausedDestinationGetsNothingUntilItIsResumed(Database database) {
    use(database);
    assertThat(product.operate("/api/destinations/crm/pause", null).status()).isEqualTo(200);
    String id = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitStatus(id, "email", "delivered");
    assertThat(product.statuses(id)).containsEntry("crm", "pending");
    assertThat(crmCalls()).isEmpty();
    assertThat(destination("crm").path("state").asText()).isEqualTo("paused");
    assertThat(destination("crm").path("pending").asInt()).isEqualTo(1);

    product.operate("/api/destinations/crm/resume", null);
    awaitAll(id, "delivered");
    assertThat(product.operate("/api/destinations/nowhere/pause", null).status()).isEqualTo(404);
  }

  @OnEveryDatabase
  void whatADeadNodeHadClaimedIsTriedAgainAfterItsLease(Database database) {
    use(database);
    product.operate("/api/destinations/crm/pause", null);
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.statuses(id).containsKey("crm"));
    Instant leaseEnd = Instant.now().plusMillis(700).truncatedTo(ChronoUnit.MILLIS);
    claimAs("dead-node", id, 1, leaseEnd);
    product.operate("/api/destinations/crm/resume", null);
    awaitAll(id, "delivered");

    List<String> history =
        Product.stream(product.delivery(id, "crm").path("history"))
            .map(attempt -> attempt.path("outcome").asText())
            .toList();
    assertThat(history).containsExactly("lost", "delivered");
    JsonNode lost = product.delivery(id, "crm").path("history").path(0);
    assertThat(Instant.parse(lost.path("startedAt").asText()))
        .as("it began with its lease")
        .isEqualTo(leaseEnd.minusSeconds(3));
    assertThat(product.get("/console/events/" + id).body()).contains("no end reported");
    assertThat(product.delivery(id, "crm").path("attempts").asInt()).isEqualTo(2);
  }

  @OnEveryDatabase
  void aDeliveryThatTakesItsNodeDownEveryTimeDiesInTheEnd(Database database) {
    use(database);
    product.operate("/api/destinations/crm/pause", null);
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.statuses(id).containsKey("crm"));
    claimAs("dead-node", id, 4, Instant.now().minusSeconds(1));
    product.operate("/api/destinations/crm/resume", null);
    awaitStatus(id, "crm", "dead");
    assertThat(crmCalls()).isEmpty();
    assertThat(product.delivery(id, "crm").path("attempts").asInt()).isEqualTo(4);
  }

  @OnEveryDatabase
  void aNodeThatLostItsLeaseCannotEndTheDelivery(Database database) {
    use(database);
    crmAnswers(aResponse().withStatus(400).withFixedDelay(800));
    String id = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.delivery(id, "crm").path("attempts").asInt() == 1);
    claimAs("other-node", id, 2, Instant.now().plusMillis(1500));
    await().until(() -> crmCalls().size() == 1);
    crmAnswers(okJson("{}"));

    awaitAll(id, "delivered");
    assertThat(product.delivery(id, "crm").path("lastError").isNull()).isTrue();
  }

  /** The ends that wait for a row that is locked are written together after it. */
  @OnEveryDatabase
  void oneThatLostItsLeaseHarmsNoneThatEndsWithIt(Database database) {
    use(database);
    product.operate("/api/destinations/crm/pause", null);
    List<String> ids =
        IntStream.range(0, 6)
            .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
            .toList();
    for (String id : ids) {
      await().until(() -> product.statuses(id).containsKey("crm"));
    }
    crmAnswers(okJson("{}").withFixedDelay(600));
    product.operate("/api/destinations/crm/resume", null);
    await().until(() -> underWay() == ids.size());
    String lost = ids.get(3);
    claimAs("other-node", lost, 2, Instant.now().plusSeconds(3));
    product
        .context()
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              product
                  .jdbc()
                  .sql("SELECT id FROM delivery WHERE event_id = :id FOR UPDATE")
                  .param("id", UUID.fromString(ids.get(0)))
                  .query(UUID.class)
                  .list();
              await().until(() -> crmCalls().size() == ids.size());
              await().during(Duration.ofMillis(60)).until(() -> product.inflight() == 0);
            });

    for (String id : ids) {
      awaitStatus(id, "crm", "delivered");
      assertThat(outcomes(id))
          .isEqualTo(id.equals(lost) ? List.of("2 lost", "3 delivered") : List.of("1 delivered"));
    }
  }

  private int underWay() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM delivery WHERE destination = 'crm' AND attempts = 1")
        .query(Integer.class)
        .single();
  }

  private List<String> outcomes(String eventId) {
    return product
        .jdbc()
        .sql(
            """
            SELECT number, outcome FROM every_attempt
            WHERE delivery_id =
              (SELECT id FROM delivery WHERE event_id = :id AND destination = 'crm')
            ORDER BY number
            """)
        .param("id", UUID.fromString(eventId))
        .query((row, number) -> row.getInt("number") + " " + row.getString("outcome"))
        .list();
  }

  @OnEveryDatabase
  @Tag("full")
  void aCrowdDoesNotStandBeforeAnUrgentOne(Database database) {
    use(database);
    List<String> ids = crowdBeforeThePausedCrm(300);
    String last = ids.get(ids.size() - 1);
    product
        .jdbc()
        .sql("UPDATE delivery SET urgent = TRUE WHERE destination = 'crm' AND event_id = :id")
        .param("id", UUID.fromString(last))
        .update();
    crmAnswers(okJson("{}").withFixedDelay(200));
    product.operate("/api/destinations/crm/resume", null);
    awaitStatus(last, "crm", "delivered");
    assertThat(crmCalls()).hasSizeLessThan(150);
  }

  @OnEveryDatabase
  @Tag("full")
  void whatBecomesDueInFrontOfACrowdIsNotLeftBehind(Database database) {
    use(database);
    List<String> ids = crowdBeforeThePausedCrm(300);
    String last = ids.get(ids.size() - 1);
    crmAnswers(okJson("{}").withFixedDelay(200));
    product.operate("/api/destinations/crm/resume", null);
    await().until(() -> crmCalls().size() > 50);
    product
        .jdbc()
        .sql(
            """
            UPDATE delivery SET next_attempt_at = :long_ago
            WHERE destination = 'crm' AND event_id = :id AND leased_by IS NULL
            """)
        .param("long_ago", SqlTime.of(Instant.parse("2001-01-01T00:00:00Z")))
        .param("id", UUID.fromString(last))
        .update();
    awaitStatus(last, "crm", "delivered");
    assertThat(crmCalls()).hasSizeLessThan(200);
  }

  private List<String> crowdBeforeThePausedCrm(int count) {
    product.operate("/api/destinations/crm/pause", null);
    List<String> ids =
        IntStream.range(0, count)
            .mapToObj(i -> product.accept(finished("j" + i, "r" + i, "Complete")))
            .toList();
    await()
        .until(
            () ->
                product
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM delivery WHERE destination = 'crm'")
                        .query(Integer.class)
                        .single()
                    == ids.size());
    return ids;
  }

  @OnEveryDatabase
  @Tag("full")
  void whatIsPastItsDeadlineIsCountedWhileItWaitsAndWhenItArrives(Database database) {
    use(database);
    product.operate("/api/destinations/crm/pause", null);
    String id = product.accept(finished("j", "r", "Complete"));
    awaitStatus(id, "crm", "pending");
    product
        .jdbc()
        .sql("UPDATE event SET received_at = :at")
        .param("at", SqlTime.of(Instant.now().minusSeconds(901)))
        .update();
    double before = metric("idwise_slo_breached_total{slo=\"status-to-crm\"}");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> metric("idwise_slo_late{slo=\"status-to-crm\"}") == 1);
    assertThat(metric("idwise_slo_late{slo=\"aml-to-compliance\"}")).isZero();
    assertThat(product.get("/console").body()).contains("1 past the deadline status-to-crm");

    product
        .jdbc()
        .sql(
            """
            UPDATE delivery SET variables = REPLACE(variables, :now, :then)
            WHERE destination = 'crm'
            """)
        .param("now", "\"receivedAt\":\"20")
        .param("then", "\"receivedAt\":\"19")
        .update();
    product.operate("/api/destinations/crm/resume", null);
    awaitStatus(id, "crm", "delivered");
    await().until(() -> metric("idwise_slo_breached_total{slo=\"status-to-crm\"}") == before + 1);
  }

  private double metric(String name) {
    return product
        .get("/actuator/prometheus")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElse(-1);
  }

  private String delivery(String eventId) {
    return product.delivery(eventId, "crm").path("id").asText();
  }

  @OnEveryDatabase
  void aRouteThatFailsHarmsNoNeighbourInItsCommit(Database database) {
    use(database);
    product.operate("/api/destinations/decide/pause", null);
    String bad = product.accept(finished("bad", "r1", "Complete"));
    List<String> good =
        IntStream.range(0, 10)
            .mapToObj(i -> product.accept(finished("good" + i, "r1", "Complete")))
            .toList();
    product
        .jdbc()
        .sql("ALTER TABLE journey ADD CONSTRAINT none_is_bad CHECK (journey_key <> 'bad')")
        .update();
    try {
      product.operate("/api/destinations/decide/resume", null);
      good.forEach(id -> awaitAll(id, "delivered"));
      awaitStatus(bad, "decide", "dead");
      assertThat(product.statuses(bad)).doesNotContainKey("crm");
    } finally {
      product.jdbc().sql("ALTER TABLE journey DROP CONSTRAINT none_is_bad").update();
    }
  }

  private static void crmAnswers(
      com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer) {
    World.CRM.resetMappings();
    World.CRM.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static void crmFailsFor(String reference, int status, String retryAfter) {
    World.CRM.stubFor(
        any(urlEqualTo("/customers/" + reference))
            .atPriority(1)
            .willReturn(status(status).withHeader("Retry-After", retryAfter)));
  }

  private static List<String> decisionsSent(String reference) {
    return crmCalls().stream()
        .filter(call -> call.getUrl().equals("/customers/" + reference))
        .map(call -> json(call).path("decision").asText())
        .toList();
  }

  private JsonNode destination(String name) {
    return Product.stream(product.get("/api/destinations").json().path("items"))
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void replay(String eventId, String destination) {
    String id = product.delivery(eventId, destination).path("id").asText();
    assertThat(product.operate("/api/deliveries/" + id + "/replay", Map.of()).status())
        .isEqualTo(200);
  }

  /** What another node would have written when it claimed. */
  private void claimAs(String node, String eventId, int attempt, Instant until) {
    product
        .jdbc()
        .sql(
            """
            UPDATE delivery SET leased_by = :node, leased_until = :until,
              fence = fence + 1, attempts = :attempt
            WHERE event_id = :id AND destination = 'crm'
            """)
        .param("node", node)
        .param("until", until.atOffset(java.time.ZoneOffset.UTC))
        .param("attempt", attempt)
        .param("id", UUID.fromString(eventId))
        .update();
  }
}
