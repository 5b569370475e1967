package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.config.ScheduledTaskHolder;

/** Forgetting a person. */
class ErasureTest extends ProductTest {

  private static final String JOURNEY = "journey-of-erna";
  private static final String REFERENCE = "REF-ERNA-1977";
  private static final String SURNAME = "Mustermann-Erdmann";

  @TempDir Path folder;

  @OnEveryDatabase
  void nothingOfAPersonIsLeftInAnyTable(Database database) {
    use(database);
    World.CRM.stubFor(
        any(urlPathEqualTo("/customers/" + REFERENCE))
            .willReturn(status(422).withBody("no " + SURNAME + " under " + REFERENCE))
            .atPriority(0));
    Map<String, Object> review = withName(reviewed(JOURNEY, REFERENCE, "Rejected"));
    String first = product.accept(withName(finished(JOURNEY, REFERENCE, "Refer")));
    String second = product.accept(review);
    String unruled = product.accept(withName(event("Renamed Journey", body(JOURNEY, REFERENCE))));
    String check = product.accept(withName(spotCheck("check-of-erna", REFERENCE)));
    product.post("no JSON, but about %s %s".formatted(REFERENCE, SURNAME));
    product.post("[{\"person\":\"%s\",\"surname\":\"%s\"}]".formatted(REFERENCE, SURNAME));
    String other = product.accept(finished("another", "REF-2", "Complete"));
    awaitStatus(second, "crm", "dead");
    awaitStatus(second, "ticketing", "delivered");
    awaitAll(other, "delivered");
    await().until(() -> state(unruled).equals("quarantined"));
    await().until(() -> state(check).equals("decided"));
    product.operate("/api/destinations/crm/pause", null);
    product.operate(
        "/api/deliveries/replay?reason=for%20" + REFERENCE,
        Map.of("destination", "crm", "journeyId", JOURNEY, "referenceNo", REFERENCE));
    awaitStatus(second, "crm", "pending");
    hold("HTTP 503: the queue of " + REFERENCE + " is full");
    actOfThePast("live/" + JOURNEY);
    awaitNothingPendingBut("crm");
    assertThat(everything()).contains(SURNAME);

    String before = lasting();
    JsonNode preview = journey(JOURNEY, "dryRun=true", 200);
    assertThat(lasting()).isEqualTo(before);
    assertThat(preview.path("dryRun").asBoolean()).isTrue();
    assertThat(preview.path("journeys").toString()).isEqualTo("[\"" + JOURNEY + "\"]");
    assertThat(preview.at("/checks/0/id").asText()).isEqualTo(check);
    assertThat(preview.path("unreadable").findValuesAsText("why"))
        .containsExactlyInAnyOrder(
            "it is no JSON and has the reference in it as a whole word",
            "its field \"person\" is the reference");
    JsonNode report = journey(JOURNEY, "reason=letter%20of%20" + REFERENCE, 200);
    assertThat(report.path("rows").path("event").asInt()).isEqualTo(6);
    for (String table : List.of("destination", "replay", "replay_item", "audit")) {
      assertThat(report.path("rows").path(table).asInt()).as(table).isPositive();
    }
    assertThat(report.path("rows")).isEqualTo(preview.path("rows"));

    assertThat(everything())
        .doesNotContain(SURNAME)
        .doesNotContain(REFERENCE)
        .doesNotContain(JOURNEY)
        .doesNotContain("check-of-erna");
    assertThat(state(first)).isEqualTo("erased");
    assertThat(product.event(first).path("deliveries")).isEmpty();
    assertThat(product.event(other).path("referenceNo").asText()).isEqualTo("REF-2");
    assertThat(heldReason()).matches("HTTP 503: the queue of erased-[0-9a-f]{12} is full");
    JsonNode act = product.get("/api/audit?limit=1").json().at("/items/0");
    assertThat(act.path("action").asText()).isEqualTo("erase journey");
    assertThat(act.path("subject").asText()).isEqualTo("live/" + report.path("mark").asText());
    assertThat(act.path("reason").asText()).startsWith("letter of erased-");
    assertThat(act.path("detail").asText()).contains("event 6");
    assertThat(product.post(Product.json(review)).json().path("outcome").asText())
        .isEqualTo("duplicate");
    assertThat(everything()).doesNotContain(SURNAME);
    journey(JOURNEY, "reason=again", 404);
  }

  @OnEveryDatabase
  void whoeverIsNotThePersonStays(Database database) {
    use(database);
    product.accept(finished("1", "1", "Complete"));
    product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    for (String source : List.of("live", "sandbox")) {
      post(source, "{\"event\":\"X\",\"body\":{\"version\":1},\"a\":[1,\"1\"]} no JSON 1");
      post(source, "[{\"version\":1}]");
      post(source, "about %s-2 and x%s".formatted(REFERENCE, REFERENCE));
    }
    post("sandbox", "about " + REFERENCE);
    post("sandbox", "[\"" + REFERENCE + "\"]");
    post("sandbox", Product.json(finished("1", "1", "Complete")));
    awaitEverythingEnded();
    String strangers = quarantined();
    assertThat(journey("1", "reason=test", 200).path("rows").path("event").asInt()).isEqualTo(1);
    assertThat(person(REFERENCE, "reason=test", 200).path("rows").path("event").asInt())
        .isEqualTo(1);
    assertThat(quarantined()).isEqualTo(strangers);
    assertThat(product.get("/api/events?source=sandbox&referenceNo=1").json().path("items"))
        .hasSize(1);
  }

  @OnEveryDatabase
  void aJourneyTakesThePersonsChecksAlongOnlyWhenItIsTheOnlyOne(Database database) {
    use(database);
    product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    String later = product.accept(finished("second", REFERENCE, "Complete"));
    String check = product.accept(spotCheck("check", REFERENCE));
    awaitEverythingEnded();
    JsonNode first = journey(JOURNEY, "reason=test", 200);
    assertThat(first.path("checks")).isEmpty();
    assertThat(first.path("notes").toString()).contains("other journeys (1)");
    assertThat(product.event(check).path("referenceNo").asText()).isEqualTo(REFERENCE);
    JsonNode second = journey("second", "reason=test", 200);
    assertThat(second.path("checks")).hasSize(1);
    assertThat(state(later)).isEqualTo("erased");
    assertThat(everything()).doesNotContain(REFERENCE);
  }

  @OnEveryDatabase
  void aPersonGoesWithAllJourneysAndChecks(Database database) {
    use(database);
    product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    product.accept(finished("second", REFERENCE, "Refer"));
    String check = product.accept(spotCheck("check", REFERENCE));
    String other = product.accept(finished("another", "REF-2", "Complete"));
    awaitEverythingEnded();
    JsonNode report = person(REFERENCE, "reason=test", 200);
    assertThat(report.path("journeys")).hasSize(2);
    assertThat(report.path("checks")).hasSize(1);
    assertThat(state(check)).isEqualTo("erased");
    assertThat(state(other)).isEqualTo("decided");
    assertThat(everything()).doesNotContain(REFERENCE).doesNotContain(JOURNEY);
    person(REFERENCE, "reason=test", 404);
  }

  @OnEveryDatabase
  void anIdOfAnyCharactersIsErased(Database database) {
    use(database);
    List<String> ids = List.of("a/b", "%", ";x=1", "\\", "Łódź ü", "..", "a?b#c", " x y ", "%2F");
    ids.forEach(id -> product.accept(finished(id, "of " + id, "Complete")));
    ids.forEach(id -> product.accept(finished("next " + id, "of " + id, "Complete")));
    awaitEverythingEnded();
    for (String id : ids) {
      assertThat(journey(id, "reason=test", 200).path("rows").path("journey").asInt()).isOne();
      assertThat(person("of " + id, "reason=test", 200).path("journeys").size()).isOne();
    }
    assertThat(product.get("/api/events?state=decided").json().path("items")).isEmpty();
  }

  @Test
  void whatIsNoIdIsRefused() {
    use(Database.POSTGRES);
    product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    assertThat(journey(JOURNEY, "", 400).path("detail").asText()).contains("reason");
    journey(JOURNEY, "reason=%00", 400);
    journey("a\0b", "reason=test", 400);
    journey("x".repeat(257), "dryRun=true", 400);
    journey(" ", "dryRun=true", 400);
    journey("nobody", "dryRun=true", 404);
    person("nobody", "reason=test", 404);
    assertThat(erase("/api/journeys/live?reason=test").status()).isEqualTo(400);
    assertThat(erase("/api/journeys/sandbox?reason=test&journeyId=" + JOURNEY).status())
        .isEqualTo(404);
    product
        .jdbc()
        .sql(
            """
            INSERT INTO event (id, source, event_key, journey_id, journey_key, reference_no,
              payload, state, received_at)
            SELECT gen_random_uuid(), 'live', 'k' || n, 'j' || n, 'j' || n, 'unknown', '{}',
              'decided', now()
            FROM generate_series(1, 501) n
            """)
        .update();
    assertThat(person("unknown", "reason=test", 400).path("detail").asText())
        .contains("501 journeys");
    assertThat(product.get("/api/audit").json().path("items")).isEmpty();
  }

  @OnEveryDatabase
  void anEventThatComesAfterTheErasureIsKeptWithoutItsContentAndGoesNowhere(Database database) {
    use(database);
    awaitAll(product.accept(finished(JOURNEY, REFERENCE, "Refer")), "delivered");
    assertThat(journey(JOURNEY, "reason=test", 200).path("rows").path("remote_id").asInt())
        .isEqualTo(1);
    World.CRM.resetRequests();
    Map<String, Object> late = withName(reviewed(JOURNEY, REFERENCE, "Approved"));
    String review = product.accept(late);
    String check = product.accept(spotCheck("check", REFERENCE));
    product.post("[\"" + JOURNEY + "\"]");
    for (String id : List.of(review, check)) {
      assertThat(product.event(id).path("state").asText()).isEqualTo("erased");
      assertThat(product.event(id).path("problem").asText()).contains("had been erased");
      assertThat(product.event(id).path("deliveries")).isEmpty();
    }
    assertThat(product.post(Product.json(late)).json().path("outcome").asText())
        .isEqualTo("duplicate");
    assertThat(everything()).doesNotContain(REFERENCE).doesNotContain(JOURNEY);

    String next = product.accept(finished("next journey", REFERENCE, "Complete"));
    awaitAll(next, "delivered");
    assertThat(state(next)).isEqualTo("decided");
    assertThat(crmCalls()).hasSize(1);
  }

  @OnEveryDatabase
  void whatIsOnItsWayWhenItIsErasedComesToItsEndWithoutATrace(Database database) {
    use(database);
    World.CRM.stubFor(any(anyUrl()).willReturn(status(503).withFixedDelay(300)).atPriority(0));
    String id = product.accept(withName(finished(JOURNEY, REFERENCE, "Complete")));
    await().until(() -> !crmCalls().isEmpty());
    journey(JOURNEY, "reason=test", 200);
    await().until(() -> product.inflight() == 0);
    assertThat(everything()).doesNotContain(SURNAME).doesNotContain(REFERENCE);
    assertThat(product.event(id).path("deliveries")).isEmpty();
  }

  @OnEveryDatabase
  void whenTheActCannotBeWrittenDownNothingIsErased(Database database) {
    use(database);
    String id = product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    awaitAll(id, "delivered");
    execute("ALTER TABLE audit ADD CONSTRAINT no_erasure CHECK (action <> 'erase journey')");
    try {
      String before = lasting();
      assertThat(erase("/api/journeys/live?reason=test&journeyId=" + JOURNEY).status())
          .isEqualTo(500);
      assertThat(lasting()).isEqualTo(before);
    } finally {
      execute("ALTER TABLE audit DROP CONSTRAINT no_erasure");
    }
    assertThat(state(product.accept(reviewed(JOURNEY, REFERENCE, "Approved"))))
        .isNotEqualTo("erased");
  }

  @Test
  void anErasureWaitsForWhoIsDecidingAndErasesWhatCameOfIt() {
    use(Database.POSTGRES);
    whileSlow(
        "delivery",
        "NEW.destination = 'crm'",
        () -> {
          String id = product.accept(finished(JOURNEY, REFERENCE, "Complete"));
          awaitSlow();
          journey(JOURNEY, "reason=test", 200);
          assertThat(product.event(id).path("deliveries")).isEmpty();
          assertThat(everything()).doesNotContain(REFERENCE);
        });
  }

  @Test
  void anEventThatIsBeingStoredDuringTheErasureIsErasedToo() {
    use(Database.POSTGRES);
    product.accept(finished(JOURNEY, REFERENCE, "Complete"));
    awaitEverythingEnded();
    whileSlow(
        "event",
        "NEW.journey_key = '" + JOURNEY + "'",
        () -> {
          CompletableFuture<String> storing =
              CompletableFuture.supplyAsync(
                  () -> product.accept(reviewed(JOURNEY, REFERENCE, "Approved")));
          awaitSlow();
          journey(JOURNEY, "reason=test", 200);
          assertThat(state(storing.join())).isEqualTo("erased");
          assertThat(everything()).doesNotContain(REFERENCE);
        });
  }

  @Test
  void afterAStopTheFileOfTheEmbeddedDatabaseHoldsNothingOfThePerson() {
    String url =
        "jdbc:h2:async:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(folder.resolve("db"));
    destinationsSayYes();
    try (Product fresh = Product.start(url)) {
      product = fresh;
      for (int i = 0; i < 20; i++) {
        product.accept(withName(finished(JOURNEY, REFERENCE, "Complete")));
      }
      product.accept(finished("another", "REF-2", "Complete"));
      awaitEverythingEnded();
      journey(JOURNEY, "reason=test", 200);
      assertThat(content(folder)).contains(SURNAME);
    }
    assertThat(content(folder))
        .contains("REF-2")
        .doesNotContain(SURNAME)
        .doesNotContain(REFERENCE)
        .doesNotContain(JOURNEY);
    try (Product again = Product.start(url)) {
      assertThat(
              again
                  .jdbc()
                  .sql("SELECT COUNT(*) FROM erasure WHERE compacted = FALSE")
                  .query(Integer.class)
                  .single())
          .isZero();
    }
  }

  @Test
  void aNodesSpoolForgetsWhatWasErasedOnAnother() throws IOException {
    Path spool = folder.resolve("spool");
    try (Product own = Product.start(Database.H2.url(), "idwise.spool.directory=" + spool)) {
      use(own);
      product.accept(finished(JOURNEY, REFERENCE, "Complete"));
      product.accept(finished("another", "REF-2", "Complete"));
      awaitEverythingEnded();
      journey(JOURNEY, "reason=test", 200);
      Path hers = refused(spool, JOURNEY, REFERENCE);
      Path others = refused(spool, "another", "REF-2");
      Path torn = Files.copy(hers, spool.resolve("0000000000000000001.spool.torn"));
      own.context().getBean(ScheduledTaskHolder.class).getScheduledTasks().stream()
          .filter(task -> task.getTask().toString().contains("Erasures.sweep"))
          .forEach(task -> task.getTask().getRunnable().run());
      assertThat(hers).doesNotExist();
      assertThat(torn).doesNotExist();
      assertThat(others).exists();
    }
  }

  private static Path refused(Path spool, String journey, String reference) throws IOException {
    UUID id = UUID.randomUUID();
    return Files.writeString(
        spool.resolve(id + ".refused.json"),
        """
        {"id":"%s","source":"live","key":"k","lapses":false,"name":"Finished Journey",
         "journeyId":"%s","journeyKey":"%s","referenceNo":"%s","payload":"{}",
         "authenticatedAs":"basic","state":"accepted","problem":null,
         "receivedAt":"2026-01-01T00:00:00Z","traceparent":null}
        """
            .formatted(id, journey, journey, reference));
  }

  private static String content(Path folder) {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /** Makes inserts into a table take two seconds while something is done. */
  private void whileSlow(String table, String when, Runnable act) {
    execute(
        """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(2); RETURN NEW; END $$;
        CREATE TRIGGER slow BEFORE INSERT ON %s
        FOR EACH ROW WHEN (%s) EXECUTE FUNCTION slow();
        """
            .formatted(table, when));
    try {
      act.run();
    } finally {
      execute("DROP FUNCTION slow CASCADE");
    }
  }

  private void awaitSlow() {
    await()
        .until(
            () ->
                product
                    .jdbc()
                    .sql("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                    .query(Integer.class)
                    .single()
                    .equals(1));
  }

  private void awaitEverythingEnded() {
    awaitNothingPendingBut("");
  }

  private void awaitNothingPendingBut(String destination) {
    await()
        .until(
            () ->
                product
                    .jdbc()
                    .sql(
                        """
                        SELECT COUNT(*) FROM delivery
                        WHERE status = 'pending' AND destination <> :destination
                        """)
                    .param("destination", destination)
                    .query(Integer.class)
                    .single()
                    .equals(0));
  }

  private void hold(String reason) {
    product
        .jdbc()
        .sql(
            """
            UPDATE destination SET failures = 9, held_since = CURRENT_TIMESTAMP,
              held_reason = :reason, probes = 1,
              next_probe_at = CURRENT_TIMESTAMP + INTERVAL '1' HOUR
            WHERE name = 'ticketing'
            """)
        .param("reason", reason)
        .update();
  }

  private String heldReason() {
    return product
        .jdbc()
        .sql("SELECT held_reason FROM destination WHERE name = 'ticketing'")
        .query(String.class)
        .single();
  }

  private void actOfThePast(String subject) {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO audit (id, at, operator, action, subject)
            VALUES (:id, CURRENT_TIMESTAMP, 'alice', 'erase journey', :subject)
            """)
        .param("id", UUID.randomUUID())
        .param("subject", subject)
        .update();
  }

  private String quarantined() {
    return product
        .jdbc()
        .sql("SELECT id, payload FROM event WHERE state = 'quarantined' ORDER BY id")
        .query()
        .listOfRows()
        .toString();
  }

  private void post(String source, String body) {
    product.post(
        source,
        source.equals("live") ? "live-user:live-päss:word" : "sandbox-user:sandbox-password",
        body);
  }

  private String state(String eventId) {
    return product.event(eventId).path("state").asText();
  }

  private void execute(String sql) {
    product.context().getBean(JdbcTemplate.class).execute(sql);
  }

  private JsonNode journey(String id, String query, int status) {
    return checked(
        erase("/api/journeys/live?journeyId=" + Product.query(id) + "&" + query), status);
  }

  private JsonNode person(String reference, String query, int status) {
    return checked(
        erase("/api/persons/live?reference=" + Product.query(reference) + "&" + query), status);
  }

  private static JsonNode checked(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    return answer.json();
  }

  private Answer erase(String path) {
    return product.send(product.ops(path).DELETE().build());
  }

  private static Map<String, Object> body(String journey, String reference) {
    return Map.of(
        "eventId", UUID.randomUUID().toString(), "journeyId", journey, "referenceNo", reference);
  }

  private static Map<String, Object> spotCheck(String check, String reference) {
    return event(
        "Finished Spot Check",
        Map.of(
            "eventId",
            UUID.randomUUID().toString(),
            "spotCheckJourneyId",
            check,
            "referenceNo",
            reference,
            "systemDecision",
            "Complete"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> withName(Map<String, Object> event) {
    Map<String, Object> body = new HashMap<>((Map<String, Object>) event.get("body"));
    body.put("applicant", Map.of("surname", SURNAME));
    return Map.of("event", event.get("event"), "body", body);
  }

  /** Without what is counted in the background. */
  private String lasting() {
    return everything()
        .lines()
        .filter(
            table -> !table.matches("(activity|milestone|node|sighting|store_probe|replay)\\[.*"))
        .collect(Collectors.joining("\n"));
  }

  private String everything() {
    return DatabaseDump.of(product);
  }
}
