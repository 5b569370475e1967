package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.idwiseroutes.product.OpsClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Logins to the operators' port: sessions, guessing, and what is written down. */
class LoginTest {

  private static final String ALICE = "alice:wonderland";
  private static final String HOME = "127.0.0.1";

  private static Product product;

  @BeforeAll
  static void start() {
    ProductTest.destinationsSayYes();
    product =
        Product.start(
            Database.H2.url(),
            "idwise.operators.vera.password=only-reads",
            "idwise.operators.vera.role=viewer",
            "idwise.operators.victim.password=never-guessed",
            "idwise.operators.swarm.password=never-guessed",
            "idwise.ops.sessions-per-person=3");
    ProductTest.await()
        .until(() -> product.get("/api/destinations").body().contains("\"name\":\"crm\""));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void thereIsNoSessionBeforeALogin() {
    double before = sessionsCreated();
    OpsClient browser = new OpsClient(product, HOME);
    for (int i = 0; i < 200; i++) {
      Reply reply = browser.get("/console/events?reference=" + "x".repeat(6_000));
      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.head()).doesNotContain("JSESSIONID").hasSizeLessThan(1_500);
    }
    assertThat(browser.get("/console/login").head()).doesNotContain("JSESSIONID");
    assertThat(browser.logIn("alice", "wrong-password").header("Location"))
        .isEqualTo("/console/login?error");
    assertThat(sessionsCreated()).isEqualTo(before);
    assertThat(browser.logIn("alice", "wonderland").head()).contains("JSESSIONID");
    assertThat(sessionsCreated()).isEqualTo(before + 1);
  }

  @Test
  void theLoginLeadsBackToAShortPathWhateverTheHostSays() {
    OpsClient browser = new OpsClient(product, HOME);
    Reply refused =
        browser.get("/console/events?event=A%20B", "Host: evil.example", "Accept: text/html");
    assertThat(refused.header("Location")).isEqualTo("/console/login");
    assertThat(browser.logIn("alice", "wonderland").header("Location"))
        .isEqualTo("/console/events?event=A%20B");
    OpsClient other = new OpsClient(product, HOME);
    other.get("/console/events?reference=" + "x".repeat(600));
    assertThat(other.logIn("alice", "wonderland").header("Location")).isEqualTo("/console");
  }

  @Test
  void aPersonHasSoManySessionsAndSeesAndEndsTheirOwn() {
    List<OpsClient> browsers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      OpsClient browser = new OpsClient(product, HOME);
      browser.logIn("vera", "only-reads");
      browsers.add(browser);
    }
    assertThat(browsers.get(0).get("/console").status()).isEqualTo(302);
    String page = browsers.get(3).get("/console/sessions").body();
    List<String> ids = ids(page);
    assertThat(ids).hasSize(3);
    assertThat(page).contains("this one").doesNotContain(">alice<");
    for (String id : ids.subList(1, 3)) {
      browsers.get(3).post("/console/sessions/" + id + "/end", Map.of());
    }
    assertThat(browsers.get(2).get("/console").status()).isEqualTo(302);
    OpsClient operator = new OpsClient(product, HOME);
    operator.logIn("alice", "wonderland");
    OpsClient viewer = new OpsClient(product, HOME);
    viewer.logIn("vera", "only-reads");
    List<String> all = ids(operator.get("/console/sessions").body());
    List<String> own = ids(viewer.get("/console/sessions").body());
    assertThat(all).containsAll(own).hasSizeGreaterThan(own.size());
    all.removeAll(own);
    assertThat(viewer.post("/console/sessions/" + all.get(0) + "/end", Map.of()).status())
        .isEqualTo(404);
    assertThat(operator.get("/console").status()).isEqualTo(200);
    assertThat(operator.post("/console/sessions/" + own.get(0) + "/end", Map.of()).status())
        .isEqualTo(302);
    assertThat(viewer.get("/console").status()).isEqualTo(302);
    assertThat(acts("end session")).isNotEmpty();
  }

  @Test
  void aSessionEndsHoweverMuchItIsUsed() {
    try (Product brief = Product.start(Database.H2.url(), "idwise.ops.session-lifetime=1s")) {
      OpsClient browser = new OpsClient(brief, HOME);
      browser.logIn("alice", "wonderland");
      assertThat(browser.get("/console/events").status()).isEqualTo(200);
      ProductTest.await().until(() -> browser.get("/console/events").status() == 302);
    }
  }

  @Test
  void whoGuessesIsBrakedAndTheRightPersonElsewhereIsNot() {
    double braked = logins("braked");
    OpsClient guesser = new OpsClient(product, "127.0.0.2");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      statuses.add(guesser.call("/api/events", "victim:guess-" + i).status());
    }
    assertThat(statuses.subList(0, 5)).containsOnly(401);
    Reply refused = guesser.call("/api/events", "victim:never-guessed");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    assertThat(refused.body()).contains("Too many logins have failed: try again in");
    Reply page = guesser.logIn("victim", "never-guessed");
    assertThat(page.status()).isEqualTo(429);
    assertThat(page.body()).contains("Too many logins have failed", "name=\"password\"");
    assertThat(new OpsClient(product, HOME).call("/api/events", "victim:never-guessed").status())
        .isEqualTo(200);
    assertThat(logins("braked")).isGreaterThan(braked);
    ProductTest.await().until(() -> !failedLogins("victim", "127.0.0.2").isEmpty());
  }

  @Test
  void whoGuessesFromManyAddressesIsBrakedAndTheyWhoHaveLoggedInBeforeAreNot() {
    assertThat(new OpsClient(product, HOME).call("/api/events", "swarm:never-guessed").status())
        .isEqualTo(200);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      OpsClient guesser = new OpsClient(product, "127.0.1." + (1 + i));
      statuses.add(guesser.call("/api/events", "swarm:guess-" + i).status());
    }
    assertThat(statuses).contains(401, 429);
    assertThat(new OpsClient(product, HOME).call("/api/events", "swarm:never-guessed").status())
        .isEqualTo(200);
  }

  @Test
  void whoGuessesNamesIsBrakedAndFillsNoAudit() {
    OpsClient guesser = new OpsClient(product, "127.0.0.3");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      statuses.add(guesser.call("/api/events", "name-%d:guess".formatted(i)).status());
    }
    assertThat(statuses).contains(401, 429);
    assertThat(statuses.get(0)).isEqualTo(401);
    assertThat(statuses.get(39)).isEqualTo(429);
    ProductTest.await().until(() -> !failedLogins("(unknown name)", "127.0.0.3").isEmpty());
    assertThat(product.get("/api/audit?limit=500").body()).doesNotContain("name-1");
    assertThat(failedLogins("(unknown name)", "127.0.0.3")).hasSizeLessThan(40);
  }

  @Test
  void logInsAndLogoutsAreInTheAuditAndCallsOfScriptsAreNot() {
    OpsClient browser = new OpsClient(product, "127.0.0.4");
    browser.logIn("alice", "wonderland");
    browser.post("/console/logout", Map.of());
    assertThat(browser.get("/console").status()).isEqualTo(302);
    assertThat(browser.call("/api/events", ALICE).status()).isEqualTo(200);
    List<String> acts =
        Product.stream(product.get("/api/audit?limit=500").json().path("items"))
            .filter(act -> act.path("address").asText().equals("127.0.0.4"))
            .map(act -> act.path("operator").asText() + " " + act.path("action").asText())
            .toList();
    assertThat(acts).containsExactly("alice log out", "alice log in");
  }

  @Test
  void manyWrongPasswordsAtOnceDoNotKeepEventsFromBeingStored() throws Exception {
    List<Duration> times = new ArrayList<>();
    ExecutorService guessers = Executors.newFixedThreadPool(100);
    try {
      List<Future<Integer>> statuses = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        OpsClient guesser = new OpsClient(product, "127.0.2." + (1 + i % 250));
        String login = "name-%d:wrong-password".formatted(i);
        statuses.add(guessers.submit(() -> guesser.call("/api/events", login).status()));
      }
      for (int i = 0; i < 20; i++) {
        Instant start = Instant.now();
        product.accept(ProductTest.finished("j-" + i, "r", "Complete"));
        times.add(Duration.between(start, Instant.now()));
      }
      times.sort(null);
      assertThat(times.get(times.size() / 2)).isLessThan(Duration.ofMillis(300));
      for (Future<Integer> status : statuses) {
        assertThat(status.get()).isIn(401, 429, 503);
      }
    } finally {
      guessers.shutdownNow();
    }
  }

  /** A hundred calls take less time than a hundred looks at a password alone. */
  @Test
  void aScriptPaysForItsPasswordOnceAMinute() {
    OpsClient script = new OpsClient(product, HOME);
    script.call("/api/replays", ALICE);
    Instant start = Instant.now();
    for (int i = 0; i < 100; i++) {
      assertThat(script.call("/api/replays", ALICE).status()).isEqualTo(200);
    }
    Duration remembered = Duration.between(start, Instant.now());
    BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();
    String hash = encoder.encode("wonderland");
    start = Instant.now();
    for (int i = 0; i < 100; i++) {
      encoder.matches("wonderland", hash);
    }
    assertThat(remembered).isLessThan(Duration.between(start, Instant.now()));
  }

  private static List<String> ids(String page) {
    return new ArrayList<>(
        java.util.regex.Pattern.compile("/console/sessions/([0-9a-f-]{36})/end")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList());
  }

  private static List<JsonNode> failedLogins(String name, String address) {
    return acts("failed login").stream()
        .filter(act -> act.path("operator").asText().equals(name))
        .filter(act -> act.path("address").asText().equals(address))
        .toList();
  }

  private static List<JsonNode> acts(String action) {
    return Product.stream(product.get("/api/audit?limit=500").json().path("items"))
        .filter(act -> act.path("action").asText().equals(action))
        .toList();
  }

  private static double logins(String outcome) {
    return metric("idwise.operators.logins?tag=outcome:" + outcome);
  }

  private static double sessionsCreated() {
    return metric("tomcat.sessions.created");
  }

  private static double metric(String name) {
    return product.get("/actuator/metrics/" + name).json().at("/measurements/0/value").asDouble();
  }
}
