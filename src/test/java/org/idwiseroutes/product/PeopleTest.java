package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.Test;

/** Who waits, for what and since when. */
class PeopleTest extends ProductTest {

  @OnEveryDatabase
  void whoWaitsForAReviewIsListedUntilItIsDone(Database database) {
    use(database);
    awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
    awaitAll(product.accept(finished("j-2", "bert", "Refer")), "delivered");
    awaitAll(product.accept(finished("j-3", "carl", "Complete")), "delivered");

    assertThat(references("waiting=review")).containsExactly("anna", "bert");
    assertThat(references("waiting=review&order=newest")).containsExactly("bert", "anna");
    JsonNode anna = json("/api/people?waiting=review&limit=1").get("items").get(0);
    assertThat(anna.get("status").asText()).isEqualTo("review");
    assertThat(anna.get("decision").asText()).isEqualTo("Refer");
    assertThat(anna.get("journeyId").asText()).isEqualTo("j-1");
    assertThat(anna.get("lastEvent").asText()).isEqualTo("Finished Journey");
    assertThat(anna.get("deliveries")).isEmpty();
    JsonNode ticket = anna.get("tickets").get(0);
    assertThat(ticket.get("kind").asText()).isEqualTo("review");
    assertThat(Instant.parse(ticket.get("openedAt").asText()))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(json("/api/people?waiting=review&limit=1").get("next").asText()).isEqualTo("1");
    assertThat(references("waiting=review&limit=1&skip=1")).containsExactly("bert");
    assertThat(references("waiting=review&longerThan=1h")).isEmpty();
    product
        .jdbc()
        .sql("UPDATE journey SET decided_at = :then WHERE journey_key = 'j-2'")
        .param("then", SqlTime.of(Instant.now().minus(2, ChronoUnit.HOURS)))
        .update();
    assertThat(references("waiting=review&longerThan=1h")).containsExactly("bert");
    assertThat(references("waiting=review")).containsExactly("bert", "anna");
    assertThat(json("/api/waiting").get("review").asInt()).isEqualTo(2);

    awaitAll(product.accept(reviewed("j-1", "anna", "Approved")), "delivered");
    assertThat(references("waiting=review")).containsExactly("bert");
    JsonNode after = json("/api/people/live?reference=anna");
    assertThat(after.get("status").asText()).isEqualTo("verified");
    assertThat(after.get("tickets")).isEmpty();
  }

  @OnEveryDatabase
  void theNewestDecidedJourneyOfAPersonCounts(Database database) {
    use(database);
    awaitAll(product.accept(finished("old", "anna", "Refer")), "delivered");
    awaitAll(product.accept(event("Step Submitted", ids("new", "anna"))), "delivered");
    assertThat(references("waiting=review")).containsExactly("anna");
    assertThat(references("waiting=unfinished")).containsExactly("anna");
    awaitAll(product.accept(finished("new", "anna", "Complete")), "delivered");
    assertThat(references("waiting=review")).isEmpty();
    JsonNode anna = json("/api/people/live?reference=anna");
    assertThat(anna.get("status").asText()).isEqualTo("verified");
    assertThat(anna.get("journeys").asInt()).isEqualTo(2);
    assertThat(anna.get("journeyId").asText()).isEqualTo("new");
  }

  @OnEveryDatabase
  void deadlinesOfRenewalsAreListedTheNearestFirst(Database database) {
    use(database);
    for (int days : List.of(40, 3)) {
      String reference = "due-" + days;
      awaitAll(product.accept(finished("j" + days, reference, "Complete")), "delivered");
      awaitAll(
          product.accept(
              event(
                  "Verification Update Required",
                  Map.of(
                      "eventId",
                      UUID.randomUUID().toString(),
                      "journeyId",
                      "j" + days,
                      "referenceNo",
                      reference,
                      "requiredSteps",
                      List.of(
                          Map.of(
                              "stepId",
                              "10",
                              "renewalDeadline",
                              Instant.now().plus(days, ChronoUnit.DAYS).toString()))))),
          "delivered");
    }
    assertThat(references("waiting=renewal")).containsExactly("due-3", "due-40");
    assertThat(references("waiting=renewal&dueWithin=7d")).containsExactly("due-3");
    assertThat(json("/api/people?waiting=renewal").get("items").get(0).get("renewal").asText())
        .isEqualTo("required");
  }

  @OnEveryDatabase
  void whoseNewsIsDeadOrOverdueIsListedByDestination(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    awaitStatus(product.accept(finished("j-1", "anna", "Complete")), "crm", "dead");
    awaitStatus(product.accept(finished("j-2", "anna", "Complete")), "crm", "dead");
    product.operate("/api/destinations/ticketing/pause", null);
    String waiting = product.accept(nameless("j-3", "Refer"));
    awaitStatus(waiting, "ticketing", "pending");
    assertThat(references("waiting=delivery")).contains("anna");
    assertThat(references("waiting=delivery&destination=ticketing")).isEmpty();
    product
        .jdbc()
        .sql("UPDATE delivery SET created_at = :then WHERE destination = 'ticketing'")
        .param("then", SqlTime.of(Instant.now().minus(5, ChronoUnit.MINUTES)))
        .update();
    JsonNode found =
        json("/api/people?waiting=delivery&destination=ticketing&longerThan=2m").get("items");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).get("reference").isNull()).isTrue();
    assertThat(found.get(0).get("journeyId").asText()).isEqualTo("j-3");
    assertThat(found.get(0).get("deliveries").findValuesAsText("destination"))
        .contains("ticketing");
    JsonNode anna = json("/api/people?waiting=delivery&destination=crm").get("items").get(0);
    assertThat(anna.get("reference").asText()).isEqualTo("anna");
    assertThat(anna.get("deliveries").findValuesAsText("error"))
        .hasSize(2)
        .allSatisfy(error -> assertThat(error).contains("400"));
    await().until(() -> json("/api/waiting").get("delivery").asInt() == 2);
  }

  /** Checks have no journey, and an event may leave out the reference that its journey has. */
  @OnEveryDatabase
  void whatIsOnePersonsIsNotShownAsAnothers(Database database) {
    use(database);
    for (String reference : List.of("p-anna", "p-bert")) {
      awaitAll(
          product.accept(finished(reference.replace("p-", "j-"), reference, "Refer")), "delivered");
    }
    World.DESK.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    String check =
        product.accept(
            event(
                "Finished Spot Check",
                Map.of(
                    "eventId",
                    UUID.randomUUID().toString(),
                    "referenceNo",
                    "p-bert",
                    "systemDecision",
                    "Refer")));
    awaitStatus(check, "ticketing", "dead");
    World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
    awaitStatus(product.accept(nameless("j-bert", "Complete")), "crm", "dead");

    JsonNode both = json("/api/people?text=p-").get("items");
    assertThat(both.get(0).get("reference").asText()).isEqualTo("p-anna");
    assertThat(both.get(0).get("deliveries")).isEmpty();
    assertThat(both.get(0).get("lastEvent").asText()).isEqualTo("Finished Journey");
    assertThat(both.get(1).get("deliveries").findValuesAsText("destination"))
        .contains("crm", "ticketing");
    JsonNode review = json("/api/people?waiting=review").get("items");
    assertThat(review).hasSize(1);
    JsonNode late = json("/api/people?waiting=delivery").get("items");
    assertThat(late).hasSize(1);
    assertThat(late.get(0).get("reference").asText()).isEqualTo("p-bert");
    assertThat(late.get(0).get("deliveries").findValuesAsText("destination"))
        .contains("crm", "ticketing");
    assertThat(late.get(0).get("since").isNull()).isFalse();
    assertThat(json("/api/waiting").get("delivery").asInt()).isEqualTo(1);
    assertThat(json("/api/people/live?reference=p-anna").get("lastEvent").asText())
        .isEqualTo("Finished Journey");
  }

  @OnEveryDatabase
  void whoHasBegunSeveralJourneysWaitsOnce(Database database) {
    use(database);
    for (int i = 0; i < 3; i++) {
      awaitAll(product.accept(event("Step Submitted", ids("a" + i, "anna"))), "delivered");
    }
    awaitAll(product.accept(event("Step Submitted", ids("b", "bert"))), "delivered");
    awaitAll(product.accept(finished("c", "carl", "Incomplete")), "delivered");
    assertThat(json("/api/waiting").get("unfinished").asInt()).isEqualTo(3);
    assertThat(references("waiting=unfinished")).containsExactlyInAnyOrder("anna", "bert", "carl");
    assertThat(references("waiting=unfinished&limit=1&skip=1")).hasSize(1);
    assertThat(references("waiting=unfinished&source=sandbox")).isEmpty();

    awaitAll(product.accept(finished("d", "dora", "Refer")), "delivered");
    awaitAll(product.accept(finished("e", "dora", "Incomplete")), "delivered");
    assertThat(references("waiting=review")).containsExactly("dora");
  }

  @Test
  void aSearchByTheBeginningOfAReferenceReadsFewRows() {
    use(Database.POSTGRES);
    product
        .jdbc()
        .sql(
            """
            INSERT INTO journey (source, journey_key, reference_no, began_seq, updated_at)
            SELECT 'live', 'many-' || n, 'ref-' || n, n, now() FROM generate_series(1, 20000) n
            """)
        .update();
    product.jdbc().sql("ANALYZE journey").update();
    long before = read();
    assertThat(references("text=ref-1999")).hasSize(11);
    await().until(() -> read() > before);
    assertThat(read() - before).isLessThan(1_000);
  }

  private long read() {
    return product
        .jdbc()
        .sql(
            """
            SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'journey_reference'
            """)
        .query(Long.class)
        .single();
  }

  @OnEveryDatabase
  void aPersonIsFoundByPartsOfTheReferenceOrByAJourney(Database database) {
    use(database);
    awaitAll(product.accept(finished("j-1", "CUST-00042", "Complete")), "delivered");
    awaitAll(product.accept(finished("j-2", "CUST_00043", "Complete")), "delivered");
    awaitAll(product.accept(nameless("j-3", "Complete")), "delivered");
    awaitAll(
        product.accept(
            event(
                "Finished Spot Check",
                Map.of("eventId", UUID.randomUUID().toString(), "referenceNo", "only-checked"))),
        "delivered");
    assertThat(references("text=CUST")).containsExactly("CUST-00042", "CUST_00043");
    assertThat(references("text=CUST_")).containsExactly("CUST_00043");
    assertThat(references("text=0042")).containsExactly("CUST-00042");
    assertThat(references("text=%25%25%25")).isEmpty();
    assertThat(references("text=42")).isEmpty();
    assertThat(references("text=j-2")).containsExactly("CUST_00043");
    JsonNode nameless = json("/api/people?text=j-3").get("items").get(0);
    assertThat(nameless.get("reference").isNull()).isTrue();
    assertThat(nameless.get("journeyId").asText()).isEqualTo("j-3");
  }

  @OnEveryDatabase
  void whatCannotBeAskedIsSaid(Database database) {
    use(database);
    for (Map.Entry<String, String> one :
        Map.of(
                "", "Say either waiting or text",
                "waiting=reviw", "did you mean",
                "waiting=review&dueWithin=3d", "dueWithin is only for waiting=renewal",
                "waiting=renewal&longerThan=3d", "longerThan is not for waiting=renewal",
                "waiting=review&longerThan=soon", "such as 30m, 4h or 7d",
                "waiting=review&skip=-1", "skip must be between",
                "waiting=review&limit=0", "limit must be between",
                "text=%20", "text is empty")
            .entrySet()) {
      var answer = product.get("/api/people?" + one.getKey());
      assertThat(answer.status()).as(one.getKey()).isEqualTo(400);
      assertThat(answer.body()).contains(one.getValue());
    }
    assertThat(product.get("/api/people/live?reference=nobody").status()).isEqualTo(404);
  }

  private static Map<String, Object> nameless(String journeyId, String decision) {
    return event(
        "Finished Journey",
        Map.of(
            "eventId",
            UUID.randomUUID().toString(),
            "journeyId",
            journeyId,
            "systemDecision",
            decision));
  }

  private static Map<String, Object> ids(String journeyId, String reference) {
    return Map.of(
        "eventId", UUID.randomUUID().toString(), "journeyId", journeyId, "referenceNo", reference);
  }

  private JsonNode json(String path) {
    return product.get(path).json();
  }

  private List<String> references(String query) {
    List<String> references = new ArrayList<>();
    var answer = product.get("/api/people?" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    StreamSupport.stream(answer.json().get("items").spliterator(), false)
        .forEach(person -> references.add(person.get("reference").asText()));
    return references;
  }
}
