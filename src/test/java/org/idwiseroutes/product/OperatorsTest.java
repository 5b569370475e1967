package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.ops.PasswordHash;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** Who may do what at the operators' port, and what is written down about it. */
class OperatorsTest {

  private static final String RESUME = "/api/destinations/crm/resume";

  private static Product product;

  @BeforeAll
  static void start() throws Exception {
    ProductTest.destinationsSayYes();
    product =
        Product.start(
            Database.H2.url(),
            "idwise.operators.alice.password=" + hash("wonderland"),
            "idwise.operators.vera.password=" + hash("reads-only"),
            "idwise.operators.vera.role=viewer",
            "idwise.operators.otto.password=" + hash("acts-too"),
            "idwise.operators.elsa.password=" + hash("erases-alone"),
            "idwise.operators.elsa.role=eraser",
            "idwise.operators.dora.password=" + hash("pauses-decide"),
            "idwise.operators.dora.role=decide-pauser");
    ProductTest.await()
        .until(() -> product.get("/api/destinations").body().contains("\"name\":\"crm\""));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/destinations, 200, 200",
    "GET, /api/sources, 200, 200",
    "GET, /api/audit, 200, 200",
    "GET, /actuator/metrics, 200, 200",
    "HEAD, /api/events, 200, 200",
    "POST, /api/destinations/crm/resume, 403, 200",
    "POST, /api/deliveries/replay, 403, 400",
    "PUT, /api/destinations, 403, 405",
    "OPTIONS, /api/destinations, 403, 200",
  })
  void viewersReadAndOperatorsAct(String method, String path, int viewer, int operator) {
    assertThat(call(method, path, "vera:reads-only").status()).isEqualTo(viewer);
    assertThat(call(method, path, "otto:acts-too").status()).isEqualTo(operator);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /api/journeys/live?journeyId=none&reason=x, 403, 404, 403",
    "DELETE, /api/persons/live?reference=none&dryRun=true, 403, 404, 403",
    "GET, /api/events, 200, 200, 200",
    "POST, /api/destinations/crm/resume, 200, 403, 403",
    "POST, /api/destinations/decide/resume, 403, 403, 200",
    "POST, /api/destinations/%64ecide/resume, 403, 403, 200",
  })
  void erasingAndPausingDecideNeedRolesOfTheirOwn(
      String method, String path, int operator, int eraser, int pauser) {
    assertThat(call(method, path, "otto:acts-too").status()).isEqualTo(operator);
    assertThat(call(method, path, "elsa:erases-alone").status()).isEqualTo(eraser);
    assertThat(call(method, path, "dora:pauses-decide").status()).isEqualTo(pauser);
  }

  @Test
  void anOperatorDiscardsNothingThatIsToBeDecided() {
    ProductTest.await()
        .until(
            () ->
                call("POST", "/api/destinations/decide/pause", "dora:pauses-decide").status()
                    == 200);
    String event = product.accept(ProductTest.finished("j-decide", "r-decide", "Complete"));
    String delivery = product.delivery(event, "decide").path("id").asText();
    assertThat(call("POST", "/api/deliveries/" + delivery + "/discard", "otto:acts-too").status())
        .isEqualTo(403);
    for (String body :
        List.of(
            "{\"destination\":\"decide\",\"status\":\"pending\"}", "{\"status\":\"pending\"}")) {
      Answer answer =
          product.send(
              product
                  .ops("/api/deliveries/discard?reason=x")
                  .setHeader("Authorization", Product.basic("otto:acts-too"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      assertThat(answer.status()).as(body).isEqualTo(403);
    }
    call("POST", "/api/destinations/decide/resume", "dora:pauses-decide");
    ProductTest.await().until(() -> "delivered".equals(product.statuses(event).get("decide")));
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredTheSame() {
    for (String login : List.of("vera:acts-too", "nobody:at-all-here", "otto:")) {
      Answer answer = call("GET", "/api/events", login);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=\"idwise-routes\"");
      assertThat(answer.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":401}");
    }
  }

  @Test
  void anUnknownNameTakesAsLongAsAKnownOne() {
    OpsClient guesser = new OpsClient(product, "127.0.3.1");
    guesser.call("/api/events", "nobody-yet:wrong-password");
    Map<String, List<Duration>> times = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      for (String name : List.of("nobody", "alice", "vera")) {
        Instant start = Instant.now();
        assertThat(guesser.call("/api/events", name + ":wrong-password").status()).isEqualTo(401);
        times
            .computeIfAbsent(name, one -> new ArrayList<>())
            .add(Duration.between(start, Instant.now()));
      }
    }
    double unknown = Collections.min(times.get("nobody")).toNanos();
    for (String known : List.of("alice", "vera")) {
      assertThat(unknown / Collections.min(times.get(known)).toNanos())
          .as("unknown in proportion to " + known)
          .isBetween(0.4, 2.5);
    }
  }

  @Test
  void everyActIsWrittenDownWithWhoWhereAndWhy() {
    assertThat(call("POST", RESUME + "?reason=the%20CRM%20is%20back", "otto:acts-too").status())
        .isEqualTo(200);
    JsonNode last = product.get("/api/audit?limit=1").json().at("/items/0");
    assertThat(last.path("operator").asText()).isEqualTo("otto");
    assertThat(last.path("address").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(last.path("action").asText()).isEqualTo("resume destination");
    assertThat(last.path("subject").asText()).isEqualTo("crm");
    assertThat(last.path("reason").asText()).isEqualTo("the CRM is back");
    assertThat(call("POST", RESUME + "?reason=" + "x".repeat(1_001), "otto:acts-too").status())
        .isEqualTo(400);
  }

  @Test
  void anotherSitesPageCannotActThroughAnOperatorsBrowser() {
    assertThat(resume("Origin", "https://evil.example").status()).isEqualTo(403);
    assertThat(resume("Origin", "null").status()).isEqualTo(403);
    assertThat(resume("Origin", "http://localhost:1").status()).isEqualTo(403);
    assertThat(resume("Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    assertThat(resume("Sec-Fetch-Site", "same-site").status()).isEqualTo(403);
    assertThat(resume("Origin", "http://localhost:" + product.opsPort()).status()).isEqualTo(200);
    assertThat(resume("Sec-Fetch-Site", "same-origin").status()).isEqualTo(200);
  }

  @Test
  void answersCarryStrictHeadersAndNoCookie() {
    for (Answer answer : List.of(product.get("/api/events"), product.get("/api/nothing"))) {
      assertThat(answer.header("Content-Security-Policy"))
          .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
          .doesNotContain("unsafe-");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      assertThat(answer.header("Set-Cookie")).isNull();
      assertThat(answer.header("Server")).isNull();
    }
  }

  @Test
  void theCommandPrintsAHashOfThePasswordThatIsPipedIn() throws Exception {
    String hash = hash("päss word");
    assertThat(hash).startsWith("{bcrypt}").doesNotContain("word");
    assertThat(
            PasswordEncoderFactories.createDelegatingPasswordEncoder().matches("päss word", hash))
        .isTrue();
    assertThat(hash("")).isEqualTo("2 No password came: type one, or pipe it in");
    assertThat(hash("7-chars"))
        .isEqualTo("2 This password is too short: it needs at least 8 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "refused, typed-as-it-is, is plain text: set it to the hash",
    "refused, {noop}typed-as-it-is, is plain text: set it to the hash",
    "allowed, 7-chars, is too short: a password has at least 8 characters",
    "allowed, {noop}7-chars, is too short: a password has at least 8 characters",
  })
  void aPasswordThatIsPlainOrShortKeepsTheNodeFromStarting(
      String plain, String password, String message) {
    assertThatThrownBy(
            () ->
                Product.start(
                        Database.H2.url(),
                        "idwise.operators-plain-passwords=" + plain,
                        "idwise.operators.alice.password=" + password)
                    .close())
        .rootCause()
        .hasMessageContaining("idwise.operators.alice.password " + message)
        .hasMessageNotContaining("typed-as-it-is");
  }

  private static Answer resume(String header, String value) {
    return product.send(
        product
            .ops(RESUME)
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static Answer call(String method, String path, String login) {
    return product.send(
        product
            .ops(path)
            .setHeader("Authorization", Product.basic(login))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  /** What the command prints; when it fails, the exit code and why. */
  private static String hash(String password) throws Exception {
    InputStream in = System.in;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream((password + "\n").getBytes()));
      int code = PasswordHash.run(new PrintStream(out), new PrintStream(err));
      return (code == 0 ? out.toString() : code + " " + err).strip();
    } finally {
      System.setIn(in);
    }
  }
}
