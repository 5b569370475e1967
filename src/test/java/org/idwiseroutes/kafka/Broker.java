package org.idwiseroutes.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Ports;

/**
 * A broker of Kafka (KRaft, its own controller) as a process, that can be killed and comes back on
 * the same port with what it had on its disk.
 */
public final class Broker implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);

  private final Path folder;
  private final Path settings;
  private final int port;
  private Process process;

  /** Prepares one and starts it. */
  public Broker(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.port = Ports.free();
    int controller = Ports.free();
    this.settings = folder.resolve("server.properties");
    Files.createDirectories(folder);
    Files.writeString(
        settings,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=3
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        group.initial.rebalance.delay.ms=0
        group.min.session.timeout.ms=1000
        auto.create.topics.enable=false
        """
            .formatted(port, controller, folder.resolve("log")));
    run(
            "kafka.tools.StorageTool",
            "format",
            "-t",
            Uuid.randomUuid().toString(),
            "-c",
            settings.toString())
        .waitFor(START.toSeconds(), TimeUnit.SECONDS);
    start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it, and returns once it answers. */
  public void start() throws IOException {
    process = run("kafka.Kafka", settings.toString());
    Awaitility.await().atMost(START).until(this::answers);
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Creates a topic with these settings. */
  public void create(String topic, int partitions, Map<String, String> config) {
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))
                      .configs(config)))
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records of the topic that the group has not read yet. */
  public long waiting(String topic, String group) {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .forEach(
              one -> ends.put(new TopicPartition(topic, one.partition()), OffsetSpec.latest()));
      long written =
          admin.listOffsets(ends).all().get().values().stream()
              .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
              .sum();
      return written - read(admin, topic, group);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records of the topic that the group has read. */
  public long read(String topic, String group) {
    try (Admin admin = admin()) {
      return read(admin, topic, group);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long read(Admin admin, String topic, String group)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  /** The group has read nothing. */
  public void forget(String group) {
    try (Admin admin = admin()) {
      admin.deleteConsumerGroups(List.of(group)).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To ask it about what it has. */
  public Admin admin() {
    return Admin.create(
        Map.of(
            "bootstrap.servers", address(),
            "request.timeout.ms", 2_000,
            "default.api.timeout.ms", 10_000));
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The broker ended by itself: " + lastWords());
    }
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", address(),
                "request.timeout.ms", 1_000,
                "default.api.timeout.ms", 1_000))) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("broker.out"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Process run(String... mainAndArguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx200m",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + quiet(),
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.out").toFile()))
        .start();
  }

  private Path quiet() throws IOException {
    Path file = folder.resolve("logback.xml");
    Files.writeString(
        file,
        """
        <configuration>
          <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>%d %-5level %logger{0} %msg%n</pattern></encoder>
          </appender>
          <root level="warn"><appender-ref ref="out"/></root>
        </configuration>
        """,
        UTF_8);
    return file;
  }
}
