package org.idwiseroutes.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Kafka's clients with the settings {@code kafka.*}, which routes use as well. */
@Component
public class KafkaClients {

  /** A node that was killed is noticed by its group after this. */
  private static final int SESSION_MILLIS = 10_000;

  private static final int HEARTBEAT_MILLIS = 3_000;
  private static final int LONGEST_MILLIS = 10_000;
  private static final int FETCH_BYTES = 8 * 1024 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  private final Environment settings;

  KafkaClients(Environment settings) {
    this.settings = settings;
  }

  /**
   * What was sent is on all replicas that are in sync before it is confirmed, once and in its order
   * within a partition.
   *
   * @param longest after which what is not confirmed has failed; three quarters of it for the
   *     sending, a quarter for finding a broker before
   * @param largest bytes of a record
   */
  Producer<String, byte[]> producer(Duration longest, int largest) {
    int quarter = (int) longest.toMillis() / 4;
    Map<String, Object> all = common();
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, quarter);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3 * quarter);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2 * quarter);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2 * largest));
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, largest);
    return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
  }

  /**
   * Commits nothing by itself, and fails rather than passing over records that the topic no longer
   * has.
   *
   * @param most records that it hands out at once
   */
  Consumer<String, byte[]> consumer(String group, int most) {
    Map<String, Object> all = common();
    all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_MILLIS);
    all.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_MILLIS);
    all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Asks about topics.
   *
   * @param longest after which a question has failed
   */
  Admin admin(Duration longest) {
    Map<String, Object> all = common();
    all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) longest.toMillis());
    all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) longest.toMillis());
    return Admin.create(all);
  }

  private Map<String, Object> common() {
    Map<String, Object> all = new HashMap<>();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, setting("brokers"));
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, setting("security-protocol"));
    if (setting("security-protocol").startsWith("SASL")) {
      all.put(SaslConfigs.SASL_MECHANISM, setting("sasl-mechanism"));
      all.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          "%s required username=%s password=%s;"
              .formatted(
                  setting("login-module"),
                  quoted(setting("username")),
                  quoted(setting("password"))));
    }
    return all;
  }

  private String setting(String name) {
    return settings.getRequiredProperty("kafka." + name);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
