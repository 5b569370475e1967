package org.idwiseroutes.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Ports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes are replaced one after another behind a balancer that follows their readiness. */
@Tag("full")
class RollingRestartIT {

  private static final int NODES = 2;
  private static final int SENDERS = 4;
  private static final Duration START = Duration.ofMinutes(3);

  /** How often a balancer asks; {@code idwise.shutdown.drain} has to be longer. */
  private static final int PROBE_SECONDS = 1;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  private final List<Node> nodes = new ArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Map<Integer, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private volatile List<Node> ready = List.of();

  @Test
  void noCallIsRefusedResetOrPutOff() throws Exception {
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(SENDERS + 1);
    try (Postgres postgres = new Postgres(folder.resolve("postgres"))) {
      for (int i = 0; i < NODES; i++) {
        nodes.add(node(i, postgres));
        nodes.get(i).start();
      }
      threads.scheduleWithFixedDelay(this::probe, 0, PROBE_SECONDS, TimeUnit.SECONDS);
      awaitAllReady();
      for (int i = 0; i < SENDERS; i++) {
        threads.scheduleWithFixedDelay(this::send, 0, 20, TimeUnit.MILLISECONDS);
      }
      for (Node node : nodes) {
        assertThat(node.end()).as("it ends in time").isTrue();
        node.start();
        awaitAllReady();
        awaitTaken(node);
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(refused).isEmpty();
      assertThat(stored(postgres)).isEqualTo(sent.get());
    } finally {
      threads.shutdownNow();
      for (Node node : nodes) {
        node.kill();
      }
    }
  }

  private void probe() {
    ready = nodes.stream().filter(Node::isReady).toList();
  }

  private void awaitAllReady() {
    Awaitility.await().atMost(START).until(() -> ready.size() == NODES);
  }

  /** Until the balancer has used it again. */
  private void awaitTaken(Node node) {
    int before = takenBy(node).get();
    Awaitility.await().until(() -> takenBy(node).get() > before);
  }

  private AtomicInteger takenBy(Node node) {
    return taken.computeIfAbsent(node.port(), port -> new AtomicInteger());
  }

  private void send() {
    int number = sent.incrementAndGet();
    List<Node> now = ready;
    if (now.isEmpty()) {
      refused.add("no node is ready");
      return;
    }
    Node node = now.get(number % now.size());
    String login = Sender.USER + ":" + Sender.PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/webhooks/idwise/chaos".formatted(node.port())))
            .timeout(Duration.ofSeconds(20))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"event": "Finished Step", "body": {"eventId": "e%d", "journeyId": "j%d", "stepId": "1"}}
                    """
                        .formatted(number, number)))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        takenBy(node).incrementAndGet();
      } else {
        refused.add(node.port() + " answered " + status);
      }
    } catch (IOException e) {
      refused.add(node.port() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int stored(Postgres postgres) {
    return JdbcClient.create(postgres.database())
        .sql("SELECT COUNT(*) FROM event")
        .query(Integer.class)
        .single();
  }

  private Node node(int number, Postgres postgres) throws IOException {
    List<String> settings =
        List.of(
            "spring.datasource.url=" + postgres.url(),
            "spring.datasource.username=postgres",
            "idwise.sources.chaos.basic.username=" + Sender.USER,
            "idwise.sources.chaos.basic.password=" + Sender.PASSWORD,
            "idwise.routes.check-at-start=false");
    return new Node(
        List.of("-jar", "target/idwise-routes.jar"),
        settings,
        Ports.free(),
        folder.resolve("node-%d.log".formatted(number)));
  }
}
