package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Limits of the operators' port: floods, heavy work, and requests that are not as they should be.
 */
class OperatorsPortTest extends ProductTest {

  private static final String LIVENESS = "/actuator/health/liveness";

  /** The {@code timeoutSeconds} of the probes in {@code ops/kubernetes.yaml}. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

  @Test
  @Tag("full")
  void theProbesAnswerBesideLoginsWhoseBodyNeverComes() throws IOException {
    use(Database.H2);
    String login =
        "POST /console/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n";
    try (Stalled callers = new Stalled(210, product.opsPort(), login)) {
      assertThatProbesAnswerSoon();
      await().until(() -> product.get(LIVENESS).status() == 200);
    }
  }

  @Test
  void theProbesAnswerBesideThoseWhoSendTheirHeadsSlowly() throws IOException {
    use(Database.H2);
    String head = "GET /actuator/health/liveness HTTP/1.1\r\nHost: ";
    try (Stalled callers = new Stalled(700, product.probePort(), head)) {
      assertThatProbesAnswerSoon();
    }
  }

  private void assertThatProbesAnswerSoon() {
    for (String probe : List.of(LIVENESS, "/actuator/health/readiness")) {
      Instant start = Instant.now();
      assertThat(probe(probe).status()).isEqualTo(200);
      assertThat(Duration.between(start, Instant.now())).isLessThan(PROBE_TIMEOUT);
    }
  }

  /** Callers who begin a request and never end it. */
  private static final class Stalled implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    Stalled(int count, int port, String beginning) throws IOException {
      for (int i = 0; i < count; i++) {
        Socket socket = new Socket("127.0.0.1", port);
        sockets.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void theProbesPortServesNothingElse() {
    use(Database.H2);
    for (String path :
        List.of(
            "/actuator/health", "/actuator/metrics", "/api/events", "/console", "/console/login")) {
      assertThat(probe(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void heavyWorkRunsOnceAtATimeAndForOperatorsAlone() throws Exception {
    use(Database.H2);
    await().until(() -> product.operate("/api/doctor", null).status() == 200);
    assertThat(product.get("/api/doctor").status()).isEqualTo(405);
    ExecutorService callers = Executors.newFixedThreadPool(24);
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(callers.submit(() -> product.operate("/api/doctor", null)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
        if (answer.get().status() == 409) {
          assertThat(answer.get().body())
              .contains("The doctor is running since", "started by alice");
        }
      }
      assertThat(statuses).contains(200, 409).containsOnly(200, 409);
    } finally {
      callers.shutdownNow();
    }
  }

  @OnEveryDatabase
  void aRequestThatCannotBeMeantIs400AndSaysWhy(Database database) {
    use(database);
    String longId = "x".repeat(600);
    for (String path :
        List.of(
            "/api/events?referenceNo=%00",
            "/api/events?journeyId=a%00b",
            "/api/deliveries?destination=%00",
            "/api/deliveries?eventId=no-id",
            "/api/events?limit=many",
            "/api/events?limit=99999999999",
            "/api/events?before=no-cursor",
            "/api/events/" + longId,
            "/console/events?from=%2B999999999-01-01T00:00",
            "/console/events?from=-999999999-01-01T00:00",
            "/console/events?from=yesterday",
            "/console/events?id=%00",
            "/console/events?reference=" + "x".repeat(3_000),
            "/console/deliveries?destination=crm&failure=%00")) {
      Answer answer = product.get(path);
      assertThat(answer.status()).as(path).isIn(400, 404);
      assertThat(answer.body()).as(path).hasSizeGreaterThan(60);
    }
    assertThat(product.get("/api/events?referenceNo=%00").body())
        .contains("The parameter referenceNo holds a NUL character");
    assertThat(product.operate("/api/destinations/crm/resume?reason=%00", null).status())
        .isEqualTo(400);
    assertThat(
            product
                .send(
                    product
                        .ops("/api/journeys/live?journeyId=" + longId + "&reason=x")
                        .DELETE()
                        .build())
                .body())
        .contains("The parameter journeyId is longer than 256 characters");
    for (Object body :
        List.of(
            Map.of("referenceNo", "a\u0000b"),
            Map.of("source", "x".repeat(3_000)),
            Map.of("eventId", "no-id"),
            Map.of("from", "yesterday"))) {
      assertThat(product.operate("/api/deliveries/replay", body).status()).isEqualTo(400);
    }
    assertThat(product.operate("/api/deliveries/replay", Map.of("destinaton", "crm")).body())
        .contains("There is no field \\\"destinaton\\\" here; there are destination, event");
    assertThat(product.operate("/api/deliveries/replay", Map.of("eventId", "no-id")).body())
        .contains("The field \\\"eventId\\\" has a value of another kind");
    assertThat(
            product
                .operate("/api/reconcile", Map.of("source", "live", "journeys", List.of("\u0000")))
                .body())
        .contains("A journey holds a NUL character");
    assertThat(
            product
                .operate("/api/deliveries/replay", Map.of("source", "x".repeat(70_000)))
                .status())
        .isEqualTo(413);
    assertThat(multipart("/api/deliveries/replay").status()).isEqualTo(415);
    assertThat(multipart("/console/quarantine/route").status()).isEqualTo(403);
  }

  private Answer multipart(String path) {
    return product.send(
        product
            .ops(path)
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(BodyPublishers.ofString("--x\r\nbroken"))
            .build());
  }

  private Answer probe(String path) {
    return product.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(product.probePort(), path)))
            .build());
  }
}
