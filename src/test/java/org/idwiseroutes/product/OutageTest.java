package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** A PostgreSQL that goes away, or stands still, under a running product. */
class OutageTest {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

  private static final String OF_LAST_NOT_SPOOLED =
      """
      SELECT COUNT(*) FROM (SELECT spooled FROM event ORDER BY seq DESC LIMIT 100) AS last
      WHERE NOT spooled
      """;

  @TempDir Path data;
  @TempDir Path spool;

  private EmbeddedPostgres postgres;
  private Product product;

  @BeforeEach
  void start() throws IOException {
    ProductTest.destinationsSayYes();
    postgres = postgres(Ports.free());
  }

  @AfterEach
  void stop() throws IOException {
    signal("CONT");
    product.close();
    postgres.close();
  }

  @Test
  void whileTheDatabaseIsDownTheAnswerIs503AndAfterwardsAllGoesOn() throws Exception {
    product = Product.start(url());
    String before = product.accept(ProductTest.finished("j1", "r1", "Complete"));
    Awaitility.await().until(() -> "delivered".equals(product.statuses(before).get("crm")));
    product.operate("/api/destinations/crm/pause", null);
    String waiting = product.accept(ProductTest.finished("j2", "r2", "Complete"));
    Awaitility.await().until(() -> product.statuses(waiting).containsKey("crm"));
    product.jdbc().sql("UPDATE destination SET paused_at = NULL").update();
    int port = postgres.getPort();
    postgres.close();

    Map<String, Object> event = ProductTest.finished("j3", "r3", "Complete");
    assertUnavailable(event);
    Answer api = product.get("/api/events");
    assertThat(api.status()).isEqualTo(503);
    assertThat(api.body()).contains("The database does not answer");

    postgres = postgres(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> product.post(Product.json(event)).status() == 200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> "delivered".equals(product.statuses(waiting).get("crm")));
    assertThat(product.post(Product.json(event)).json().path("outcome").asText())
        .isEqualTo("duplicate");
  }

  @Test
  void whileTheDatabaseStandsStillTheAnswerIs503InTime() throws Exception {
    product = Product.start(url());
    product.accept(ProductTest.finished("j1", "r1", "Complete"));
    signal("STOP");
    Map<String, Object> event = ProductTest.finished("j3", "r3", "Complete");
    assertUnavailable(event);
    assertUnavailable(event);
    Awaitility.await().until(() -> product.get("/actuator/health/readiness").status() == 503);
    Instant asked = Instant.now();
    product.get("/actuator/health/readiness");
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(1));

    signal("CONT");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> product.post(Product.json(event)).status() == 200);
    String id = product.post(Product.json(event)).json().path("id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> "delivered".equals(product.statuses(id).get("crm")));
  }

  @Test
  void withASpoolAnOutageLosesNothingAndTheAnswerIs200() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    List<String> decisions = List.of("Approved", "Rejected", "Approved", "Rejected");
    int port = postgres.getPort();
    postgres.close();
    for (String decision : decisions) {
      product.accept(ProductTest.reviewed("j1", "spooled", decision));
    }
    assertThat(product.post("{\"hello\":1}").body()).isEqualTo("{\"outcome\":\"test\"}");
    assertThat(product.get("/actuator/health").body()).contains("\"depth\":5");

    postgres = postgres(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent("spooled").equals(decisions));
    assertThat(product.get("/actuator/health").body()).contains("\"depth\":0");
    assertThat(product.get("/api/events?state=test").json().path("items")).hasSize(1);
  }

  /** As when another node has received an event an hour after the one in this node's spool. */
  @Test
  @Tag("full")
  void whatWaitedInTheSpoolUndoesNothingThatWasReceivedAfterIt() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    String later = product.accept(ProductTest.reviewed("j1", "r1", "Approved"));
    Awaitility.await().until(() -> "delivered".equals(product.statuses(later).get("crm")));
    product.jdbc().sql("UPDATE event SET received_at = received_at + INTERVAL '1' HOUR").update();
    product.jdbc().sql("UPDATE journey SET decided_at = decided_at + INTERVAL '1' HOUR").update();
    int port = postgres.getPort();
    postgres.close();
    String late = product.accept(ProductTest.reviewed("j1", "r1", "Rejected"));

    postgres = postgres(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> "delivered".equals(product.statuses(late).get("decide")));
    JsonNode event = product.event(late);
    assertThat(event.path("decision").asText()).isEqualTo("Approved");
    assertThat(event.path("changed").asBoolean(true)).isFalse();
    assertThat(sent("r1")).containsExactly("Approved");
  }

  @Test
  @Tag("full")
  void theSpoolIsLeftAgainThoughEventsKeepComing() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    int port = postgres.getPort();
    postgres.close();
    AtomicInteger journeys = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    List<CompletableFuture<Void>> senders =
        Stream.generate(() -> CompletableFuture.runAsync(() -> send(journeys, over)))
            .limit(4)
            .toList();
    Awaitility.await().until(() -> journeys.get() > 100);

    postgres = postgres(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> product.jdbc().sql(OF_LAST_NOT_SPOOLED).query(Integer.class).single() == 100);
    over.set(true);
    senders.forEach(CompletableFuture::join);
    assertThat(product.get("/actuator/health").body()).contains("\"depth\":0");
  }

  private void send(AtomicInteger journeys, AtomicBoolean over) {
    while (!over.get()) {
      String journey = "busy" + journeys.incrementAndGet();
      product.post(Product.json(ProductTest.finished(journey, journey, "Complete")));
    }
  }

  @Test
  @Tag("full")
  void anEventOfTheSpoolThatTheDatabaseRefusesHoldsUpNoOther() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    product
        .jdbc()
        .sql("ALTER TABLE event ADD CONSTRAINT poison CHECK (reference_no <> 'poison')")
        .update();
    int port = postgres.getPort();
    postgres.close();
    product.accept(ProductTest.finished("j1", "first", "Complete"));
    product.accept(ProductTest.finished("j2", "poison", "Complete"));
    product.accept(ProductTest.finished("j3", "second", "Complete"));

    postgres = postgres(port);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent("first").size() == 1 && sent("second").size() == 1);
    try (Stream<Path> files = Files.list(spool)) {
      List<Path> refused = files.filter(file -> file.toString().endsWith(".refused.json")).toList();
      assertThat(refused).hasSize(1);
      assertThat(refused.get(0)).content().contains("poison");
      assertThat(erase("j3").path("spoolFiles").asInt()).isZero();
      assertThat(erase("j2").path("spoolFiles").asInt()).isEqualTo(1);
      assertThat(refused.get(0)).doesNotExist();
    }
    assertThat(product.get("/actuator/health").body()).contains("\"depth\":0");
  }

  @Test
  @Tag("full")
  void whatTheSpoolHoldsOfAnErasedJourneyIsErasedAsItArrives() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    product.accept(ProductTest.finished("j1", "first", "Complete"));
    Awaitility.await().until(() -> sent("first").size() == 1);
    erase("j1");
    int port = postgres.getPort();
    postgres.close();
    Map<String, Object> forgotten = ProductTest.finished("j1", "oblivion", "Complete");
    String id = product.accept(forgotten);
    product.accept(ProductTest.finished("j2", "other", "Complete"));
    postgres = postgres(port);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sent("other").size() == 1);
    assertThat(product.event(id).path("state").asText()).isEqualTo("erased");
    assertThat(product.post(Product.json(forgotten)).json().path("outcome").asText())
        .isEqualTo("duplicate");
    assertThat(DatabaseDump.of(product)).doesNotContain("oblivion");
    assertThat(sent("oblivion")).isEmpty();
  }

  private JsonNode erase(String journeyId) {
    return product
        .send(product.ops("/api/journeys/live?reason=test&journeyId=" + journeyId).DELETE().build())
        .json();
  }

  @Test
  @Tag("full")
  void anEventOfTheSpoolThatTheDatabaseCannotTakeJustNowIsNotSetAside() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    product
        .context()
        .getBean(JdbcTemplate.class)
        .execute(
            """
            CREATE FUNCTION busy() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'canceling statement due to lock timeout'
            USING ERRCODE = 'lock_not_available'; END $$;
            CREATE TRIGGER busy BEFORE INSERT ON event
            FOR EACH ROW WHEN (NEW.reference_no = 'busy') EXECUTE FUNCTION busy();
            """);
    int port = postgres.getPort();
    postgres.close();
    for (String reference : List.of("before", "busy", "after")) {
      product.accept(ProductTest.finished(reference, reference, "Complete"));
    }
    postgres = postgres(port);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sent("before").size() == 1);
    assertThat(sent("busy")).isEmpty();
    product.context().getBean(JdbcTemplate.class).execute("DROP FUNCTION busy CASCADE");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent("busy").size() == 1 && sent("after").size() == 1);
  }

  @Test
  @Tag("full")
  void withASpoolADatabaseThatStandsStillLosesNothing() throws Exception {
    product = Product.start(url(), "idwise.spool.directory=" + spool);
    product.accept(ProductTest.finished("j1", "still", "Complete"));
    signal("STOP");
    product.accept(ProductTest.reviewed("j1", "still", "Approved"));
    Instant start = Instant.now();
    product.accept(ProductTest.reviewed("j1", "still", "Rejected"));
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
    signal("CONT");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent("still").equals(List.of("Complete", "Approved", "Rejected")));
  }

  private String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** The decisions that reached the CRM, repeats by another attempt taken out. */
  private static List<String> sent(String reference) {
    List<String> sent = new ArrayList<>();
    for (LoggedRequest call : ProductTest.crmCalls()) {
      if (call.getUrl().equals("/customers/" + reference)) {
        String decision = ProductTest.json(call).path("decision").asText();
        if (sent.isEmpty() || !sent.get(sent.size() - 1).equals(decision)) {
          sent.add(decision);
        }
      }
    }
    return sent;
  }

  private void assertUnavailable(Map<String, Object> event) {
    Instant start = Instant.now();
    Answer answer = product.post(Product.json(event));
    assertThat(Duration.between(start, Instant.now())).isLessThan(LONGEST_ANSWER);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("60");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPGStartupWait(Duration.ofSeconds(30))
        .setPort(port)
        .start();
  }

  /** To every process of this PostgreSQL. */
  private void signal(String name) throws IOException {
    List<String> pids =
        ProcessHandle.allProcesses()
            .filter(
                process ->
                    process.info().commandLine().orElse("").contains(data.toString())
                        || process
                            .parent()
                            .flatMap(parent -> parent.info().commandLine())
                            .orElse("")
                            .contains(data.toString()))
            .map(process -> String.valueOf(process.pid()))
            .collect(Collectors.toList());
    if (pids.isEmpty()) {
      return;
    }
    pids.addAll(0, List.of("kill", "-" + name));
    try {
      new ProcessBuilder(pids).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
