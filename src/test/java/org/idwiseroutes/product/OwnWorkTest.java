package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a node adds it begins itself, from memory: such a delivery was claimed in the moment in
 * which it was added. Lanes, pauses, holds, rates and older deliveries come first.
 */
class OwnWorkTest extends ProductTest {

  private static final int MORE_THAN_THE_SLOTS = 20;

  @OnEveryDatabase
  void whatIsAddedIsBegunWithoutAClaim(Database database) {
    use(database);
    int delivered = 0;
    for (int own = 0; own < 5; own += own(deliver("j" + delivered)) ? 1 : 0) {
      assertThat(++delivered).as("a claim may hold the slots for a moment").isLessThan(50);
    }
    assertThat(crmCalls()).hasSize(delivered);
  }

  @OnEveryDatabase
  void whatFollowsInALaneWaitsForItsTurn(Database database) {
    use(database);
    deliver("j0");
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(600)));
    String first = product.accept(reviewed("j1", "r1", "Rejected"));
    await().until(() -> !crmCalls().isEmpty() && product.statuses(first).containsKey("crm"));
    String second = product.accept(reviewed("j1", "r1", "Approved"));
    awaitStatus(second, "crm", "delivered");
    assertThat(own(second)).isFalse();
    assertThat(crmCalls().stream().map(call -> json(call).path("decision").asText()).toList())
        .endsWith("Rejected", "Approved");
  }

  /** The poll, which would find it as well, is far away. */
  @OnEveryDatabase
  void theEndOfAnAttemptLetsItsLaneGoOn(Database database) {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(50)));
    try (Product patient = Product.start(database.url(), "idwise.outbox.poll-interval=1h")) {
      List<String> ids = reviews(patient, "j1");
      ids.forEach(id -> awaitDelivered(patient, id));
      patient.operate("/api/destinations/crm/pause", null);
      List<String> waiting = reviews(patient, "j1");
      await().until(() -> waiting.stream().allMatch(id -> patient.statuses(id).containsKey("crm")));
      patient.operate("/api/destinations/crm/resume", null);
      waiting.forEach(id -> awaitDelivered(patient, id));
    }
    assertThat(crmCalls().stream().map(call -> json(call).path("decision").asText()).toList())
        .endsWith(
            Stream.generate(() -> List.of("Rejected", "Approved"))
                .limit(6)
                .flatMap(List::stream)
                .toArray(String[]::new));
  }

  /** Who was woken for the retry found no slot, and the poll is far away. */
  @OnEveryDatabase
  void aRetryThatIsDueWhileAllSlotsAreTakenIsMadeWhenOneIsFree(Database database) {
    World.CRM.stubFor(
        any(urlEqualTo("/customers/r1"))
            .atPriority(1)
            .inScenario("fails once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("works")
            .willReturn(status(503)));
    World.CRM.stubFor(
        any(urlEqualTo("/customers/r2"))
            .atPriority(1)
            .willReturn(okJson("{}").withFixedDelay(900)));
    try (Product patient =
        Product.start(
            database.url(),
            "idwise.outbox.poll-interval=1h",
            "idwise.outbox.concurrent-consumers=1",
            "idwise.outbox.initial-backoff=300ms",
            "idwise.outbox.max-backoff=300ms")) {
      awaitDelivered(patient, patient.accept(finished("j0", "r0", "Complete")));
      String failing = patient.accept(finished("j1", "r1", "Complete"));
      await().until(() -> crmCalls().stream().anyMatch(call -> call.getUrl().endsWith("/r1")));
      String slow = patient.accept(finished("j2", "r2", "Complete"));
      awaitDelivered(patient, slow);
      awaitDelivered(patient, failing);
    }
  }

  private static List<String> reviews(Product product, String journey) {
    return IntStream.range(0, 6)
        .mapToObj(i -> i % 2 == 0 ? "Rejected" : "Approved")
        .map(decision -> product.accept(reviewed(journey, "r", decision)))
        .toList();
  }

  /** Large ones are decided in several transactions, each of which fits into memory. */
  @Test
  void largeEventsDoNotShareATransaction() {
    use(Database.POSTGRES);
    product.operate("/api/destinations/decide/pause", null);
    for (int i = 0; i < 12; i++) {
      Map<String, Object> event = finished("large" + i, "r" + i, "Complete");
      @SuppressWarnings("unchecked")
      Map<String, Object> body = new HashMap<>((Map<String, Object>) event.get("body"));
      body.put("more", "x".repeat(230_000));
      product.accept(Map.of("event", event.get("event"), "body", body));
    }
    product.operate("/api/destinations/decide/resume", null);
    await()
        .until(
            () ->
                product
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM delivery WHERE destination = 'crm'")
                        .query(Integer.class)
                        .single()
                    == 12);
    assertThat(
            product
                .jdbc()
                .sql(
                    """
                    SELECT MAX(together) FROM (SELECT COUNT(*) AS together FROM journey
                    WHERE journey_key LIKE 'large%' GROUP BY CAST(xmin AS TEXT)) t
                    """)
                .query(Integer.class)
                .single())
        .isLessThanOrEqualTo(5);
  }

  private static void awaitDelivered(Product product, String id) {
    await().until(() -> "delivered".equals(product.statuses(id).get("crm")));
  }

  @OnEveryDatabase
  void whatIsOlderComesFirstAndAPauseHolds(Database database) {
    use(database);
    deliver("j0");
    product.operate("/api/destinations/crm/pause", null);
    String waiting = product.accept(finished("j1", "r1", "Complete"));
    await().until(() -> product.statuses(waiting).containsKey("crm"));
    assertThat(own(waiting)).isFalse();
    assertThat(product.statuses(waiting)).containsEntry("crm", "pending");
    product.operate("/api/destinations/crm/resume", null);
    awaitStatus(waiting, "crm", "delivered");
    assertThat(own(waiting)).isFalse();
  }

  @OnEveryDatabase
  void aFailedAttemptIsTriedAgainLikeAnyOther(Database database) {
    use(database);
    deliver("j0");
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(status(503)));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "crm", "dead");
    assertThat(
            Product.stream(product.delivery(id, "crm").path("history"))
                .map(attempt -> attempt.path("number").asInt())
                .toList())
        .containsExactly(1, 2, 3, 4);
    assertThat(crmCalls().stream().map(call -> call.getHeader("Idempotency-Key")).distinct())
        .hasSize(2);
  }

  /**
   * What fails as it is added or as it is committed, more often than there are slots. If they
   * stayed taken nothing would ever be begun so again; what comes at once may still be claimed.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TRIGGER refuse_crm BEFORE INSERT ON delivery",
        "CREATE CONSTRAINT TRIGGER refuse_crm AFTER INSERT ON delivery DEFERRABLE INITIALLY DEFERRED"
      })
  void whatIsRolledBackKeepsNoSlot(String trigger) {
    use(Database.POSTGRES);
    deliver("j0");
    product
        .jdbc()
        .sql(
            """
            CREATE FUNCTION refuse_crm() RETURNS trigger AS $$
              BEGIN RAISE EXCEPTION 'not now'; END $$ LANGUAGE plpgsql;
            %s FOR EACH ROW WHEN (NEW.destination = 'crm') EXECUTE FUNCTION refuse_crm();
            """
                .formatted(trigger))
        .update();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_THE_SLOTS; i++) {
      refused.add(product.accept(finished("f" + i, "f" + i, "Complete")));
    }
    refused.forEach(id -> awaitStatus(id, "decide", "dead"));
    product.jdbc().sql("DROP TRIGGER refuse_crm ON delivery; DROP FUNCTION refuse_crm();").update();
    product.operate("/api/destinations/decide/resume", null);
    AtomicInteger next = new AtomicInteger();
    await().until(() -> own(deliver("j" + next.incrementAndGet())));
  }

  private String deliver(String journey) {
    String id = product.accept(finished(journey, "r-" + journey, "Complete"));
    awaitStatus(id, "crm", "delivered");
    return id;
  }

  /** Whether the first claim of the event's delivery to the CRM was made as it was added. */
  private boolean own(String event) {
    return product
        .jdbc()
        .sql(
            """
            SELECT COALESCE(leased_at = created_at, FALSE) FROM delivery
            WHERE destination = 'crm' AND event_id = :event
            """)
        .param("event", UUID.fromString(event))
        .query(Boolean.class)
        .single();
  }
}
