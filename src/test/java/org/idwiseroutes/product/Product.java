package org.idwiseroutes.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.idwiseroutes.IdwiseRoutes;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running idwise-routes and what a user can do with it from outside. */
final class Product implements AutoCloseable {

  /** The routes that tests have, so that somebody's own rules break no test. */
  static final Path ROUTES = Path.of("src/test/routes");

  /** Leaves the answers of other systems, and nothing that a changed rule could go against. */
  static void removeScenarios(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Product::isScenario).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isScenario(Path file) {
    return file.getParent().endsWith("scenarios") && !file.endsWith("answers.yaml");
  }

  static final ObjectMapper JSON = new ObjectMapper();

  private static final String LOGIN = "live-user:live-päss:word";
  private static final String OPERATOR = "alice:wonderland";

  /** The hash of alice's password, at the lowest cost: a start would hash a plain one anew. */
  private static final String WONDERLAND =
      "{bcrypt}$2a$04$Bb16O5UcdcIXDfLNGRHIRuX2X55KWEKCPj9FNOUAN0ARGEKeejv/m";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext context;

  private Product(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static Product start(String databaseUrl, String... properties) {
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.concat(defaults(databaseUrl).stream(), Arrays.stream(properties))
        .map(property -> property.split("=", 2))
        .forEach(property -> byName.put(property[0], property[1]));
    String[] arguments =
        byName.entrySet().stream()
            .map(property -> "--" + property.getKey() + "=" + property.getValue())
            .toArray(String[]::new);
    return new Product(new SpringApplicationBuilder(IdwiseRoutes.class).run(arguments));
  }

  /** The settings of a test: everything local, and retries within a test's patience. */
  static List<String> defaults(String databaseUrl) {
    return List.of(
        "idwise.webhook.port=0",
        "idwise.ops.port=0",
        "idwise.ops.probe-port=0",
        "idwise.shutdown.drain=0s",
        "spring.datasource.url=" + databaseUrl,
        "spring.datasource.username=" + (databaseUrl.contains(":h2:") ? "sa" : "postgres"),
        "idwise.sources.live.basic.username=live-user",
        "idwise.sources.live.basic.password=live-päss:word",
        "idwise.sources.sandbox.basic.username=sandbox-user",
        "idwise.sources.sandbox.basic.password=sandbox-password",
        "idwise.operators-plain-passwords=allowed",
        "idwise.operators.alice.password=" + WONDERLAND,
        "idwise.operators.alice.role=operator,eraser,decide-pauser",
        "idwise.ops.failed-logins-interval=300ms",
        "idwise.outbox.initial-backoff=20ms",
        "idwise.outbox.max-backoff=80ms",
        "idwise.outbox.max-probe-interval=100ms",
        "idwise.outbox.max-attempts=4",
        "idwise.outbox.poll-interval=250ms",
        "idwise.outbox.attempt-timeout=2s",
        "idwise.outbox.lease=3s",
        "http.response-timeout=1000",
        "crm.url=" + World.CRM.baseUrl(),
        "ticketing.url=" + World.DESK.baseUrl(),
        "smtp.port=" + World.MAIL.getSmtp().getPort(),
        "email.compliance=compliance@example.com",
        "email.onboarding=onboarding@example.com",
        "email.operations=operations@example.com",
        "email.digest-interval=200ms",
        "forget.crm=none",
        "forget.ticketing=none",
        "idwise.alerts-interval=1h",
        "idwise.routes.check-at-start=false",
        "spring.main.banner-mode=off");
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  JdbcClient jdbc() {
    return context.getBean(JdbcClient.class);
  }

  /** Exchanges that are being routed right now. */
  int inflight() {
    return context.getBean(CamelContext.class).getInflightRepository().size();
  }

  boolean isRunning() {
    return context.isActive();
  }

  int publicPort() {
    return port("local.webhook.port");
  }

  int probePort() {
    return port("local.probe.port");
  }

  int opsPort() {
    return port("local.server.port");
  }

  /** Posts an event to the source {@code live} with its credentials. */
  Answer post(String body) {
    return post("live", LOGIN, body);
  }

  Answer post(String source, String login, String body) {
    return send(webhook(source, login).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpRequest.Builder webhook(String source, String login) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:%d/webhooks/idwise/%s".formatted(publicPort(), source)));
    return login == null ? request : request.header("Authorization", basic(login));
  }

  HttpRequest.Builder webhook() {
    return webhook("live", LOGIN);
  }

  /** Posts what must be a new event and answers its id. */
  String accept(Map<String, Object> event) {
    Answer answer = post(json(event));
    if (answer.status() != 200 || !answer.json().path("outcome").asText().equals("accepted")) {
      throw new AssertionError("Not accepted: " + answer);
    }
    return answer.json().path("id").asText();
  }

  Answer get(String path) {
    return send(ops(path).GET().build());
  }

  Answer operate(String path, Object body) {
    return send(
        ops(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body == null ? "" : json(body)))
            .build());
  }

  HttpRequest.Builder ops(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(opsPort(), path)))
        .header("Authorization", basic(OPERATOR));
  }

  JsonNode event(String id) {
    return get("/api/events/" + id).json();
  }

  /** The statuses of an event's deliveries by destination, {@code decide} among them. */
  Map<String, String> statuses(String eventId) {
    return stream(event(eventId).path("deliveries"))
        .collect(
            Collectors.toMap(
                delivery -> delivery.path("destination").asText(),
                delivery -> delivery.path("status").asText(),
                (one, other) -> one.equals("delivered") ? other : one));
  }

  /** A missing node while there is none. */
  JsonNode delivery(String eventId, String destination) {
    return stream(event(eventId).path("deliveries"))
        .filter(delivery -> delivery.path("destination").asText().equals(destination))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<JsonNode> stream(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items.stream();
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String query(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String basic(String login) {
    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    context.close();
  }

  private int port(String property) {
    return context.getEnvironment().getRequiredProperty(property, Integer.class);
  }

  /** An HTTP answer. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (IOException e) {
        throw new AssertionError("Not JSON: " + this, e);
      }
    }

    @Override
    public String toString() {
      return status() + " " + body();
    }
  }
}
