package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.cli.Commands;
import org.idwiseroutes.kafka.Broker;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic of Kafka between the entrance and the database. */
class InboxLogTest extends ProductTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PARTITIONS = 3;

  @TempDir static Path folder;
  private static Broker broker;

  private final String topic = "inbox-" + UUID.randomUUID();
  private final String database = World.newPostgresDatabase();
  private Product logged;

  @BeforeAll
  static void open() throws Exception {
    broker = new Broker(folder.resolve("broker"));
  }

  @AfterAll
  static void close() throws Exception {
    broker.close();
  }

  @AfterEach
  void end() {
    if (logged != null) {
      logged.close();
    }
  }

  @Test
  void whatIsAnsweredOkStandsInTheTopicAndIsStoredOnceInTheOrderOfEachJourney() {
    begin();
    await()
        .until(
            () ->
                product
                    .get("/actuator/health")
                    .json()
                    .at("/components/store/details/log")
                    .asText()
                    .equals("reachable"));
    for (int i = 0; i < 5; i++) {
      assertThat(product.post(Product.json(finished("j" + i, "r" + i, "Refer"))).json())
          .isEqualTo(Product.JSON.createObjectNode().put("outcome", "accepted"));
    }
    for (int i = 0; i < 5; i++) {
      accept(reviewed("j" + i, "r" + i, "Approved"));
    }
    Map<String, Object> twice = finished("k1", "s1", "Complete");
    accept(twice);
    accept(twice);
    assertThat(product.post("{\"hello\":1}").body()).isEqualTo("{\"outcome\":\"test\"}");
    assertThat(product.post("{}").body()).isEqualTo("{\"outcome\":\"test\"}");
    assertThat(product.post("no JSON").status()).isEqualTo(400);
    await().atMost(LONG).until(() -> count("SELECT COUNT(*) FROM event") == 13);
    await().until(() -> count("SELECT SUM(repeats) FROM event") == 1);
    assertThat(count("SELECT COUNT(*) FROM event WHERE state = 'test'")).isEqualTo(1);
    assertThat(count("SELECT COUNT(*) FROM event WHERE state = 'quarantined'")).isEqualTo(1);
    assertThat(count("SELECT COUNT(*) FROM event WHERE spooled")).isZero();
    await().atMost(LONG).until(() -> crmCalls().size() == 11);
    for (int i = 0; i < 5; i++) {
      assertThat(statuses("r" + i)).containsExactly("review", "verified");
    }
    await().until(() -> gauge("idwise.log.waiting") == 0);
    await().until(() -> recordsRead() == 14);
  }

  /** Whatever stands together in the log. */
  @Test
  @Tag("full")
  void repeatsThatAreStoredTogetherAreCounted() {
    begin();
    product.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
    Map<String, Object> twice = finished("j1", "r1", "Complete");
    accept(twice);
    accept(twice);
    await().until(() -> gauge("idwise.log.waiting") == 2);
    product.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();
    await().atMost(LONG).until(() -> recordsRead() == 2);
    await().until(() -> count("SELECT SUM(repeats) FROM event") == 1);
  }

  @Test
  void whileTheDatabaseIsAwayTheEntranceAnswersOkAndStaysReady() throws Exception {
    begin();
    accept(reviewed("j0", "r0", "Approved"));
    await().atMost(LONG).until(() -> statuses("r0").size() == 1);
    product.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
    List<String> decisions = List.of("Approved", "Rejected", "Approved", "Rejected");
    for (String decision : decisions) {
      accept(reviewed("j1", "r1", decision));
    }
    assertThat(product.get("/actuator/health/readiness").status()).isEqualTo(200);
    await().until(() -> gauge("idwise.log.waiting") == 4);
    await().atMost(LONG).until(() -> gauge("idwise.log.delay") > 1);
    product.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();
    await()
        .atMost(LONG)
        .until(
            () -> statuses("r1").equals(List.of("verified", "rejected", "verified", "rejected")));
    await().until(() -> gauge("idwise.log.waiting") == 0);
    assertThat(gauge("idwise.log.delay")).isZero();
  }

  @Test
  @Tag("full")
  void whileTheBrokersAreAwayNothingIsAcceptedWithoutASpool() throws Exception {
    begin();
    accept(finished("j0", "r0", "Complete"));
    broker.kill();
    try {
      Answer refused = product.post(Product.json(finished("j1", "r1", "Complete")));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotNull();
      await().atMost(LONG).until(() -> product.get("/actuator/health/readiness").status() == 503);
    } finally {
      broker.start();
    }
    Map<String, Object> event = finished("j1", "r1", "Complete");
    await().atMost(LONG).until(() -> product.post(Product.json(event)).status() == 200);
    await().atMost(LONG).until(() -> product.get("/actuator/health/readiness").status() == 200);
    await().atMost(LONG).until(() -> statuses("r1").equals(List.of("verified")));
  }

  @Test
  @Tag("full")
  void withASpoolTheyGoThereAndFromThereBehindWhatStandsInTheTopic() throws Exception {
    begin("idwise.spool.directory=" + folder.resolve(topic));
    accept(reviewed("j1", "r1", "Approved"));
    await().atMost(LONG).until(() -> statuses("r1").size() == 1);
    broker.kill();
    try {
      accept(reviewed("j1", "r1", "Rejected"));
      logged.close();
      restart("idwise.spool.directory=" + folder.resolve(topic));
      accept(reviewed("j1", "r1", "Approved"));
      await().until(() -> gauge("idwise.spool.depth") == 2);
    } finally {
      broker.start();
    }
    await()
        .atMost(LONG)
        .until(() -> statuses("r1").equals(List.of("verified", "rejected", "verified")));
    assertThat(count("SELECT COUNT(*) FROM event WHERE spooled")).isEqualTo(2);
    assertThat(gauge("idwise.spool.depth")).isZero();
  }

  @Test
  @Tag("full")
  void whatNoNodeHasWrittenIsKeptAndHoldsNothingUp() {
    begin();
    write("no JSON");
    write("{\"event\":\"Finished Journey\",\"body\":{\"journeyId\":\"j9\"}}");
    accept(finished("j1", "r1", "Complete"));
    await().atMost(LONG).until(() -> count("SELECT COUNT(*) FROM event") == 3);
    assertThat(
            product
                .jdbc()
                .sql("SELECT payload FROM event WHERE state = 'quarantined' AND source = 'log'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "no JSON", "{\"event\":\"Finished Journey\",\"body\":{\"journeyId\":\"j9\"}}");
    await().atMost(LONG).until(() -> statuses("r1").equals(List.of("verified")));
  }

  /** What was answered 400 is not read once more, when it can be read. */
  @Test
  @Tag("full")
  void whatIsNotUtf8IsQuarantinedAsWithoutTheLog() {
    begin();
    byte[] latin =
        "{\"event\":\"Finished Journey\",\"body\":{\"journeyId\":\"é\",\"systemDecision\":\"Complete\"}}"
            .getBytes(StandardCharsets.ISO_8859_1);
    Answer refused =
        product.send(product.webhook().POST(HttpRequest.BodyPublishers.ofByteArray(latin)).build());
    assertThat(refused.status()).isEqualTo(400);
    accept(finished("j1", "r1", "Complete"));
    await().atMost(LONG).until(() -> recordsRead() == 2);
    assertThat(count("SELECT COUNT(*) FROM event WHERE state = 'quarantined'")).isEqualTo(1);
    await().atMost(LONG).until(() -> statuses("r1").equals(List.of("verified")));
    assertThat(crmCalls()).hasSize(1);
  }

  @Test
  @Tag("full")
  void whatTheTopicDeletedUnreadIsCountedAndWhatCameAfterItIsStored() throws Exception {
    begin();
    accept(finished("j1", "r1", "Complete"));
    await().atMost(LONG).until(() -> recordsRead() == 1);
    logged.close();
    for (int i = 0; i < 6; i++) {
      write("lost " + i);
    }
    try (Admin admin = broker.admin()) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (int i = 0; i < PARTITIONS; i++) {
        all.put(new TopicPartition(topic, i), RecordsToDelete.beforeOffset(-1));
      }
      admin.deleteRecords(all).all().get();
    }
    write("after");
    restart();
    await().atMost(LONG).until(() -> gauge("idwise.log.deleted") == 6);
    await()
        .atMost(LONG)
        .until(() -> count("SELECT COUNT(*) FROM event WHERE state = 'quarantined'") == 1);
  }

  /** Repeats are recognised that were stored nowhere. */
  @Test
  @Tag("full")
  void whatIsReadAgainIsRecognised() throws Exception {
    begin();
    Map<String, Object> approved = reviewed("j1", "r1", "Approved");
    Map<String, Object> body = new HashMap<>(body(approved));
    body.remove("eventId");
    Map<String, Object> withoutId = Map.of("event", approved.get("event"), "body", body);
    accept(withoutId);
    accept(withoutId);
    accept(reviewed("j1", "r1", "Rejected"));
    await().atMost(LONG).until(() -> recordsRead() == 3);
    assertThat(count("SELECT COUNT(*) FROM event")).isEqualTo(2);
    await().atMost(LONG).until(() -> statuses("r1").equals(List.of("verified", "rejected")));
    logged.close();
    broker.forget("idwise-routes-inbox");
    restart();
    await().atMost(LONG).until(() -> recordsRead() == 3);
    assertThat(count("SELECT COUNT(*) FROM event")).isEqualTo(2);
    accept(finished("j2", "r2", "Complete"));
    await().atMost(LONG).until(() -> statuses("r2").equals(List.of("verified")));
    assertThat(statuses("r1")).containsExactly("verified", "rejected");
  }

  @Test
  @Tag("full")
  void anErasureWaitsForWhatWasLetInBeforeIt() {
    begin();
    accept(finished("j0", "r0", "Complete"));
    await().atMost(LONG).until(() -> recordsRead() == 1);
    product.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
    accept(finished("j1", "r1", "Complete"));
    Answer early = erase("r1");
    product.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();
    assertThat(early.status()).isEqualTo(503);
    assertThat(early.body()).contains("Events wait in the log");
    await().atMost(LONG).until(() -> erase("r1").status() == 200);
    assertThat(count("SELECT COUNT(*) FROM event WHERE journey_id = 'j1'")).isZero();
  }

  @Test
  @Tag("full")
  void whatTheBrokersRefuseForItsSizeHoldsNothingUp() throws Exception {
    broker.create(topic, PARTITIONS, Map.of("max.message.bytes", "20000"));
    begin("idwise.spool.directory=" + folder.resolve(topic));
    Map<String, Object> large = new HashMap<>(body(finished("j1", "r1", "Complete")));
    large.put("pad", "x".repeat(30_000));
    assertThat(
            product.post(Product.json(Map.of("event", "Finished Journey", "body", large))).status())
        .isEqualTo(503);
    assertThat(gauge("idwise.spool.depth")).isZero();
    accept(finished("j2", "r2", "Complete"));
    await().atMost(LONG).until(() -> statuses("r2").equals(List.of("verified")));
  }

  @Test
  @Tag("full")
  void whatTheDatabaseRefusesGoesIntoQuarantineAndHoldsNothingUp() {
    begin();
    product
        .jdbc()
        .sql("ALTER TABLE event ADD CONSTRAINT no_bad CHECK (journey_id <> 'bad')")
        .update();
    product
        .jdbc()
        .sql(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN IF NEW.journey_id = ''worse'' THEN RAISE EXCEPTION ''no''; END IF; RETURN NEW; END'
            """)
        .update();
    product
        .jdbc()
        .sql("CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse()")
        .update();
    for (String journey : List.of("bad", "worse", "worse", "good")) {
      accept(finished(journey, "r-" + journey, "Complete"));
    }
    await().atMost(LONG).until(() -> statuses("r-good").equals(List.of("verified")));
    AtomicInteger others = new AtomicInteger();
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              String other = "other" + others.incrementAndGet();
              accept(finished(other, other, "Complete"));
              return count("SELECT COUNT(*) FROM event WHERE state = 'quarantined'") == 3;
            });
    await().until(() -> recordsRead() == 4 + others.get());
    assertThat(count("SELECT COUNT(*) FROM event WHERE payload LIKE '%worse%'")).isEqualTo(2);
  }

  @Test
  @Tag("full")
  void theDoctorNamesWhatWouldLoseOrRepeatEvents() {
    broker.create(
        "careless",
        1,
        Map.of(
            "cleanup.policy", "compact",
            "retention.bytes", "1000",
            "retention.ms", "3600000",
            "max.message.bytes", "100000",
            "unclean.leader.election.enable", "true"));
    assertThat(doctor("careless"))
        .contains("it has 1 replicas and min.insync.replicas=1")
        .contains("it is compacted")
        .contains("a replica that lags")
        .contains("it deletes events unread once it is full")
        .contains("set max.message.bytes to 589824 or more")
        .contains("it deletes events after 1 h, read or not");
    broker.create("forever", 1, Map.of("retention.ms", "-1"));
    assertThat(doctor("forever")).contains("reading it anew would repeat them");
    assertThat(doctor("missing")).contains("WRONG").contains("create the topic");
  }

  private String doctor(String topic) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of("--doctor"));
    Product.defaults(database).forEach(property -> arguments.add("--" + property));
    arguments.add("--idwise.inbox.log=kafka");
    arguments.add("--idwise.inbox.topic=" + topic);
    arguments.add("--kafka.brokers=" + broker.address());
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Commands(IdwiseRoutes.class, printed, printed)
        .run(
            arguments.toArray(String[]::new),
            given -> {
              throw new AssertionError("a node started");
            });
    return out.toString(StandardCharsets.UTF_8);
  }

  private void begin(String... further) {
    try (Admin admin = broker.admin()) {
      if (!admin.listTopics().names().get().contains(topic)) {
        broker.create(topic, PARTITIONS, Map.of());
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    restart(further);
    use(logged);
  }

  /** With what an earlier start has left. */
  private void restart(String... further) {
    List<String> settings = new ArrayList<>(List.of(further));
    settings.add("idwise.inbox.log=kafka");
    settings.add("idwise.inbox.topic=" + topic);
    settings.add("kafka.brokers=" + broker.address());
    logged = Product.start(database, settings.toArray(String[]::new));
    product = logged;
  }

  private Answer erase(String reference) {
    return product.send(
        product
            .ops("/api/persons/live?reference=%s&reason=asked".formatted(reference))
            .DELETE()
            .build());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(Map<String, Object> event) {
    return (Map<String, Object>) event.get("body");
  }

  private void accept(Map<String, Object> event) {
    Answer answer = product.post(Product.json(event));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().path("outcome").asText()).isEqualTo("accepted");
  }

  private void write(String value) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the CRM was told of a person, in order. */
  private List<String> statuses(String reference) {
    return crmCalls().stream()
        .filter(call -> call.getUrl().endsWith("/" + reference))
        .map(call -> json(call.getBodyAsString()).path("status").asText())
        .toList();
  }

  private long recordsRead() {
    return broker.read(topic, "idwise-routes-inbox");
  }

  private double gauge(String name) {
    return product.context().getBean(MeterRegistry.class).get(name).gauge().value();
  }

  private long count(String sql) {
    Long found = product.jdbc().sql(sql).query(Long.class).optional().orElse(null);
    return found == null ? 0 : found;
  }

  private static JsonNode json(String text) {
    try {
      return Product.JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
