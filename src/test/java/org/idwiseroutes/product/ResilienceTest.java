package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What makes other systems lose or double events, tried on PostgreSQL. More of the kind: {@link
 * OutageTest} (a store that is away), {@link DeliveryTest} (stale claims, poison in a lane), {@link
 * OperationsTest} (replays), {@code ChaosIT} (all of it at once).
 */
class ResilienceTest {

  private static final String FULL =
      """
      CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'
      USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
      """;

  private final String url = Database.POSTGRES.url();
  private Product product;

  @BeforeEach
  void start() {
    ProductTest.destinationsSayYes();
    product = Product.start(url);
  }

  @AfterEach
  void stop() {
    product.close();
  }

  @Test
  void aFullDiskIsAnswered503AndLeavesNothingBehindThatStopsTheRetry() {
    String before = finished("before");
    awaitCrm(before, "delivered");
    execute(FULL.formatted("event"));
    Map<String, Object> event = ProductTest.finished("j", "r", "Complete");
    assertThat(product.post(Product.json(event)).status()).isEqualTo(503);

    execute("DROP FUNCTION full_disk CASCADE");
    String id = product.accept(event);
    awaitCrm(id, "delivered");
  }

  @Test
  void deliveriesGoOnByThemselvesOnceTheDiskHasRoomAgain() {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(300)));
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> finished("full-" + i)).toList();
    execute(FULL.formatted("delivery"));
    assertThat(product.post(Product.json(ProductTest.finished("j", "r", "Complete"))).status())
        .isEqualTo(503);
    Awaitility.await().until(() -> product.inflight() == 0);
    execute("DROP FUNCTION full_disk CASCADE");
    ids.forEach(id -> awaitCrm(id, "delivered"));
  }

  @Test
  void anExhaustedPoolIsAnswered503InTimeAndAllGoesOnAfterwards() throws Exception {
    String before = finished("before");
    awaitCrm(before, "delivered");
    DataSource pool = product.context().getBean(DataSource.class);
    List<Connection> taken = new ArrayList<>();
    CompletableFuture<Void> taking =
        CompletableFuture.runAsync(
            () -> {
              while (taken.size() < 19) {
                taken.add(connection(pool));
              }
            });
    taking.get();
    Map<String, Object> event = ProductTest.finished("j", "r", "Complete");
    Instant start = Instant.now();
    assertThat(product.post(Product.json(event)).status()).isEqualTo(503);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    for (Connection connection : taken) {
      connection.close();
    }
    awaitCrm(product.accept(event), "delivered");
  }

  @Test
  @Tag("full")
  void connectionsThatAreCutLoseNothing() {
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (i % 5 == 0) {
        cutConnections();
      }
      Map<String, Object> event = ProductTest.finished("cut-" + i, "cut-" + i, "Complete");
      Answer answer =
          Awaitility.await()
              .until(() -> product.post(Product.json(event)), any -> any.status() == 200);
      accepted.add(answer.json().path("id").asText());
    }
    accepted.forEach(id -> awaitCrm(id, "delivered"));
    assertThat(keys("/customers/cut-")).hasSize(100).allMatch(keys -> keys.size() == 1);
  }

  @Test
  @Tag("full")
  void aNodeThatStopsInTheMiddleOfATransactionHoldsUpNobodyForLongerThanALease() throws Exception {
    String id = UUID.randomUUID().toString();
    Map<String, Object> event =
        ProductTest.event(
            "Finished Journey",
            Map.of("eventId", id, "journeyId", "j", "systemDecision", "Complete"));
    product.close();
    product = Product.start(url, "idwise.outbox.lease=12s");
    DataSource pool = product.context().getBean(DataSource.class);
    Connection frozen = pool.getConnection();
    try {
      frozen.setAutoCommit(false);
      frozen
          .createStatement()
          .execute(
              """
              INSERT INTO event (id, source, event_key, payload, state, received_at)
              VALUES (gen_random_uuid(), 'live', '%s', '', 'accepted', now())
              """
                  .formatted(id));
      assertThat(product.post(Product.json(event)).status()).isEqualTo(503);
      awaitCrm(finished("other"), "delivered");
      Awaitility.await().until(() -> product.post(Product.json(event)).status() == 200);
    } finally {
      product.context().getBean(HikariDataSource.class).evictConnection(frozen);
    }
  }

  @Test
  @Tag("full")
  void anAttemptWhoseLeaseIsOverBeforeItBeginsIsNotMade() {
    execute(
        """
        CREATE FUNCTION slow_claim() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(3.2); RETURN NEW; END $$;
        CREATE TRIGGER slow_claim BEFORE UPDATE ON delivery
        FOR EACH ROW WHEN (OLD.destination = 'crm' AND OLD.fence = 0
          AND NEW.leased_until IS NOT NULL) EXECUTE FUNCTION slow_claim();
        """);
    product.operate("/api/destinations/crm/pause", null); // own work would need no claim
    String id = finished("late");
    Awaitility.await().until(() -> product.statuses(id).containsKey("crm"));
    product.operate("/api/destinations/crm/resume", null);
    awaitCrm(id, "delivered");
    execute("DROP FUNCTION slow_claim CASCADE");
    assertThat(ProductTest.crmCalls()).hasSize(1);
    assertThat(fence(id, "crm")).as("the first claim came to nothing").isGreaterThan(1);
  }

  private int fence(String event, String destination) {
    return product
        .jdbc()
        .sql("SELECT fence FROM delivery WHERE event_id = :id AND destination = :destination")
        .param("id", UUID.fromString(event))
        .param("destination", destination)
        .query(Integer.class)
        .single();
  }

  @Test
  void noLockIsHeldAndNoTransactionOpenWhileADestinationIsCalled() {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(700)));
    String id = finished("slow");
    Awaitility.await().until(() -> product.inflight() > 0 && isLeased(id));
    assertThat(
            product
                .jdbc()
                .sql("SELECT status FROM delivery WHERE event_id = :id FOR UPDATE NOWAIT")
                .param("id", UUID.fromString(id))
                .query(String.class)
                .list())
        .contains("pending");
    Awaitility.await().until(() -> openTransactions().isEmpty());
    assertThat(isLeased(id)).isTrue();
    awaitCrm(id, "delivered");
  }

  /** Claims of others are open for a moment; what is open around a call stays as long as that. */
  private List<String> openTransactions() {
    return product
        .jdbc()
        .sql(
            """
            SELECT query FROM pg_stat_activity
            WHERE state LIKE 'idle in transaction%' AND datname = current_database()
            """)
        .query(String.class)
        .list();
  }

  @Test
  void failingDestinationsKeepAttemptsAndIdentitiesOfTheirOwn() {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(serverError()));
    World.DESK.stubFor(any(anyUrl()).atPriority(1).willReturn(serverError()));
    String id =
        product.accept(
            ProductTest.event(
                "KYC Renewal Deadline Exceeded",
                Map.of("eventId", "e", "journeyId", "j", "referenceNo", "own")));
    awaitStatus(id, "crm", "dead");
    awaitStatus(id, "ticketing", "dead");
    awaitStatus(id, "email", "delivered");
    for (String destination : List.of("crm", "ticketing")) {
      assertThat(numbers(id, destination)).containsExactly(1, 2, 3, 4);
    }
    assertThat(numbers(id, "email")).containsExactly(1);
    Set<String> crm = keys("/customers/own").get(0);
    Set<String> desk =
        ProductTest.deskCalls().stream()
            .map(call -> call.getHeader("Idempotency-Key"))
            .collect(Collectors.toSet());
    assertThat(crm).hasSize(1);
    assertThat(desk).hasSize(1).doesNotContainAnyElementsOf(crm);
  }

  @Test
  void attemptsAreCountedOnAcrossARestart() {
    product.close();
    product = Product.start(url, "idwise.outbox.initial-backoff=1s", "idwise.outbox.hold-after=99");
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(serverError()));
    String id = finished("restart");
    Awaitility.await().until(() -> crmAttempts(id) >= 1);
    product.close();
    product = Product.start(url);
    awaitCrm(id, "dead");
    assertThat(numbers(id, "crm")).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatHasBeenDueForYearsIsPickedUp() {
    product.operate("/api/destinations/crm/pause", null);
    String id = finished("years");
    Awaitility.await().until(() -> product.statuses(id).containsKey("crm"));
    execute("UPDATE delivery SET next_attempt_at = '2001-01-01' WHERE destination = 'crm'");
    product.operate("/api/destinations/crm/resume", null);
    awaitCrm(id, "delivered");
  }

  @Test
  @Tag("full")
  void itEndsInTenSecondsWithManyPendingAndCallsRunning() {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(400)));
    String running = finished("running");
    Awaitility.await().until(() -> product.inflight() > 0);
    execute(
        """
        INSERT INTO delivery (id, destination, message_key, lane, turn, body, variables, status,
          series, attempts, next_attempt_at, fence, created_at)
        SELECT gen_random_uuid(), 'crm', 'many-' || n, 'crm/many-' || n,
          nextval('delivery_turn'), '{}', '{"customer":"many"}', 'pending', 1, 3,
          now() + make_interval(secs => n % 3), 3, now()
        FROM generate_series(1, 10000) n
        """);
    Awaitility.await().until(() -> product.inflight() > 10);
    Instant start = Instant.now();
    product.close();
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));

    product = Product.start(url);
    awaitCrm(running, "delivered");
    assertThat(numbers(running, "crm")).containsExactly(1);
    assertThat(
            product
                .jdbc()
                .sql("SELECT COUNT(*) FROM delivery WHERE status = 'dead'")
                .query(Integer.class)
                .single())
        .as("attempts that the stopping route refused are not counted")
        .isZero();
  }

  private String finished(String name) {
    return product.accept(ProductTest.finished(name, name, "Complete"));
  }

  private void awaitCrm(String id, String status) {
    awaitStatus(id, "crm", status);
  }

  private void awaitStatus(String id, String destination, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> status(id, destination), status::equals);
  }

  private String status(String id, String destination) {
    return product
        .jdbc()
        .sql("SELECT status FROM delivery WHERE event_id = :id AND destination = :destination")
        .param("id", UUID.fromString(id))
        .param("destination", destination)
        .query(String.class)
        .optional()
        .orElse("none");
  }

  private boolean isLeased(String id) {
    return product
            .jdbc()
            .sql("SELECT COUNT(*) FROM delivery WHERE event_id = :id AND leased_until IS NOT NULL")
            .param("id", UUID.fromString(id))
            .query(Integer.class)
            .single()
        > 0;
  }

  private int crmAttempts(String id) {
    return numbers(id, "crm").size();
  }

  private List<Integer> numbers(String id, String destination) {
    return product
        .jdbc()
        .sql(
            """
            SELECT a.number FROM every_attempt a JOIN delivery d ON d.id = a.delivery_id
            WHERE d.event_id = :id AND d.destination = :destination ORDER BY a.series, a.number
            """)
        .param("id", UUID.fromString(id))
        .param("destination", destination)
        .query(Integer.class)
        .list();
  }

  /** The idempotency keys of the CRM's calls, by customer. */
  private static List<Set<String>> keys(String prefix) {
    return List.copyOf(
        ProductTest.crmCalls().stream()
            .filter(call -> call.getUrl().startsWith(prefix))
            .collect(
                Collectors.groupingBy(
                    call -> call.getUrl(),
                    Collectors.mapping(
                        call -> call.getHeader("Idempotency-Key"), Collectors.toSet())))
            .values());
  }

  private void cutConnections() {
    try {
      execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """);
    } catch (org.springframework.dao.DataAccessException cutItself) {
      // a connection of the pool that an earlier round has cut
    }
  }

  private void execute(String sql) {
    product.context().getBean(org.springframework.jdbc.core.JdbcTemplate.class).execute(sql);
  }

  private static Connection connection(DataSource pool) {
    try {
      return pool.getConnection();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
