package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** Decided events on a topic, and IDWise's events from one, with a real broker. */
class KafkaTest extends ProductTest {

  private static final int PARTITIONS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EmbeddedKafkaKraftBroker broker;

  private final String decisions = "decisions-" + UUID.randomUUID();
  private final String events = "events-" + UUID.randomUUID();
  private Product queued;

  @BeforeAll
  static void open() {
    broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS);
    broker.afterPropertiesSet();
  }

  @AfterAll
  static void close() {
    broker.destroy();
  }

  @BeforeEach
  void begin() {
    broker.addTopics(decisions, events);
    queued =
        Product.start(
            World.newPostgresDatabase(),
            "publish.kind=kafka",
            "publish.topic=" + decisions,
            "receive.kind=kafka",
            "receive.topic=" + events,
            "kafka.brokers=" + broker.getBrokersAsString());
    use(queued);
  }

  @AfterEach
  void end() {
    queued.close();
  }

  @Test
  void whatIsDecidedIsPublishedInTheOrderOfEachJourney() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(product.accept(finished("j" + i, "r" + i, "Refer")));
    }
    for (int i = 0; i < 5; i++) {
      ids.add(product.accept(reviewed("j" + i, "r" + i, "Approved")));
    }
    product.accept(event("Finished Step", Map.of("journeyId", "j1", "eventId", "s1")));
    product.accept(event("Nobody Knows", Map.of("journeyId", "j1", "eventId", "n1")));
    ids.forEach(id -> awaitStatus(id, "publish", "delivered"));
    List<ConsumerRecord<String, String>> records = records(ids.size());
    assertThat(records).hasSize(ids.size());
    for (int i = 0; i < 5; i++) {
      String key = "live/j" + i;
      List<ConsumerRecord<String, String>> ofOne =
          records.stream().filter(record -> record.key().equals(key)).toList();
      assertThat(ofOne)
          .extracting(ConsumerRecord::partition)
          .containsOnly(ofOne.get(0).partition());
      assertThat(ofOne)
          .extracting(record -> json(record).path("decision").asText())
          .containsExactly("Refer", "Approved");
      assertThat(json(ofOne.get(1)).path("previousDecision").asText()).isEqualTo("Refer");
      assertThat(json(ofOne.get(1)).path("body").path("referenceNo").asText()).isEqualTo("r" + i);
      assertThat(ofOne.get(0).headers().lastHeader("Idempotency-Key")).isNotNull();
    }
  }

  @Test
  void whatComesByTheTopicIsStoredOnceAndDecided() {
    Map<String, Object> one = finished("k1", "r1", "Complete");
    send("k1", one);
    send("k1", one);
    send("k2", "this is no JSON");
    send("k1", "{}");
    send("k1", reviewed("k1", "r1", "Rejected"));
    await().until(() -> count("SELECT COUNT(*) FROM event WHERE source = 'gateway'") == 3);
    await().until(() -> mails().size() == 1);
    assertThat(count("SELECT COUNT(*) FROM event WHERE state = 'quarantined'")).isEqualTo(1);
    await().until(() -> count("SELECT SUM(repeats) FROM event") == 1);
    await().until(() -> committed() == 5);
    await().until(() -> crmCalls().size() == 2);
  }

  @Test
  @Tag("full")
  void anOffsetIsCommittedOnlyOnceItsEventIsStored() throws Exception {
    send("k0", finished("k0", "r0", "Complete"));
    await().until(() -> committed() == 1);
    product.jdbc().sql("ALTER TABLE event RENAME TO event_away").update();
    send("k1", finished("k1", "r1", "Complete"));
    send("k1", reviewed("k1", "r1", "Rejected"));
    await().until(() -> failures() > 0);
    assertThat(committed()).isEqualTo(1);
    product.jdbc().sql("ALTER TABLE event_away RENAME TO event").update();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> count("SELECT COUNT(*) FROM event WHERE source = 'gateway'") == 3);
    await().until(() -> committed() == 3);
    await().until(() -> crmCalls().size() == 3);
    assertThat(json(crmCalls().get(2)).path("status").asText()).isEqualTo("rejected");
  }

  private void send(String key, Map<String, Object> event) {
    send(key, JSON.valueToTree(event).toString());
  }

  private void send(String key, String value) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.getBrokersAsString()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(events, key, value)).get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<ConsumerRecord<String, String>> records(int wanted) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.getBrokersAsString(),
                "group.id",
                "test",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of(decisions));
      await()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= wanted;
              });
      consumer.poll(Duration.ofMillis(500)).forEach(records::add);
    }
    return records;
  }

  /** The sum of the committed offsets. */
  private long committed() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()))) {
      return admin
          .listConsumerGroupOffsets("idwise-routes")
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(events))
          .mapToLong(entry -> entry.getValue().offset())
          .sum();
    }
  }

  private double failures() {
    Counter counter =
        queued
            .context()
            .getBean(MeterRegistry.class)
            .find("camel.exchanges.failed")
            .tag("routeId", "receive-kafka")
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private long count(String sql) {
    return product.jdbc().sql(sql).query(Long.class).single();
  }

  private static JsonNode json(ConsumerRecord<String, String> record) {
    try {
      return JSON.readTree(record.value().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
