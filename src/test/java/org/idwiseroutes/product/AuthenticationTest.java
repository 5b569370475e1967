package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in: all that the portal offers, right, wrong, missing, malformed and doubled. */
class AuthenticationTest {

  private static final String NO_REASON = "";
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private static Product product;

  @BeforeAll
  static void start() {
    ProductTest.destinationsSayYes();
    product =
        Product.start(
            Database.H2.url(),
            "idwise.sources.rotating.basic.username=rot",
            "idwise.sources.rotating.basic.password=old,pässword",
            "idwise.sources.rotating.basic.next-password=new:password",
            "idwise.sources.bearer.bearer-tokens[0]=token-one",
            "idwise.sources.bearer.bearer-tokens[1]=token-two",
            "idwise.sources.headers.headers.X-Api-Key[0]=key,number,one",
            "idwise.sources.headers.headers.X-Api-Key[1]=key number two",
            "idwise.sources.headers.headers.X-Tenant=acme-tenant",
            "idwise.sources.both.basic.username=both",
            "idwise.sources.both.basic.password=both-password",
            "idwise.sources.both.headers.X-Api-Key=both-key",
            "idwise.sources.either.basic.username=either",
            "idwise.sources.either.basic.password=either-password",
            "idwise.sources.either.bearer-tokens=either-token",
            "idwise.sources.open.allow-anonymous=true",
            "idwise.sources.near.basic.username=near",
            "idwise.sources.near.basic.password=near-password",
            "idwise.sources.near.allowed-addresses=192.0.2.0/24,2001:db8::/32",
            "idwise.trusted-proxies=127.0.0.0/8,::1,10.0.0.0/8");
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  static Stream<Arguments> calls() {
    String rot = Product.basic("rot:old,pässword");
    String both = Product.basic("both:both-password");
    return Stream.of(
        call("rotating", 200, NO_REASON, "Authorization", rot),
        call("rotating", 200, NO_REASON, "Authorization", Product.basic("rot:new:password")),
        call("rotating", 200, NO_REASON, "authorization", rot.replace("Basic", "bAsIc")),
        call(
            "rotating", 401, "the password did not match", "Authorization", Product.basic("rot:x")),
        call(
            "rotating",
            401,
            "user name did not match",
            "Authorization",
            Product.basic("x:new:password")),
        call(
            "rotating",
            401,
            "the password did not match",
            "Authorization",
            Product.basic("rot:OLD,PÄSSWORD")),
        call("rotating", 401, "no Authorization header"),
        call(
            "rotating",
            401,
            "more than one Authorization",
            "Authorization",
            rot,
            "Authorization",
            rot),
        call("rotating", 401, "neither Basic nor Bearer", "Authorization", "Basic"),
        call("rotating", 401, "neither Basic nor Bearer", "Authorization", "Basic %%%"),
        call("rotating", 401, "neither Basic nor Bearer", "Authorization", "Digest a=b"),
        call(
            "rotating",
            401,
            "neither Basic nor Bearer",
            "Authorization",
            rot.replace("Basic ", "")),
        call("rotating", 401, "Basic is expected", "Authorization", "Bearer token-one-x"),
        call("rotating", 401, "another source", "Authorization", "Bearer token-one"),
        call("bearer", 200, NO_REASON, "Authorization", "Bearer token-one"),
        call("bearer", 200, NO_REASON, "Authorization", "bearer   token-two "),
        call("bearer", 401, "did not match", "Authorization", "Bearer token-three"),
        call("bearer", 401, "did not match", "Authorization", "Bearer TOKEN-ONE"),
        call("bearer", 401, "neither Basic nor Bearer", "Authorization", "Bearer "),
        call("bearer", 401, "a Bearer token is expected", "Authorization", Product.basic("a:b")),
        call("bearer", 401, "no Authorization header"),
        call("headers", 200, NO_REASON, "X-Api-Key", "key,number,one", "X-Tenant", "acme-tenant"),
        call("headers", 200, NO_REASON, "x-api-key", "key number two", "x-tenant", "acme-tenant"),
        call("headers", 401, "no header X-Tenant", "X-Api-Key", "key,number,one"),
        call(
            "headers",
            401,
            "X-Api-Key did not match",
            "X-Api-Key",
            "key",
            "X-Tenant",
            "acme-tenant"),
        call(
            "headers",
            401,
            "X-Tenant did not match",
            "X-Api-Key",
            "key,number,one",
            "X-Tenant",
            "ACME-TENANT"),
        call(
            "headers",
            401,
            "more than one header X-Tenant",
            "X-Api-Key",
            "key,number,one",
            "X-Tenant",
            "acme-tenant",
            "X-Tenant",
            "acme-tenant"),
        call("both", 200, NO_REASON, "Authorization", both, "X-Api-Key", "both-key"),
        call("both", 401, "no header X-Api-Key", "Authorization", both),
        call("both", 401, "no Authorization header", "X-Api-Key", "both-key"),
        call("both", 401, "did not match", "Authorization", both, "X-Api-Key", "key,number,one"),
        call("either", 200, NO_REASON, "Authorization", Product.basic("either:either-password")),
        call("either", 200, NO_REASON, "Authorization", "Bearer either-token"),
        call("open", 200, NO_REASON),
        call("open", 200, NO_REASON, "Authorization", "Basic %%%"),
        call("nowhere", 404, "no source of this name", "Authorization", rot),
        call("nowhere", 401, "no source of this name"),
        call("nowhere", 401, "no source of this name", "Authorization", Product.basic("a:b")));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCombinationIsAnsweredAsItShould(
      String source, int status, String reason, String[] headers) {
    Answer answer = post(source, "{}", headers);
    assertThat(answer.status()).isEqualTo(status);
    if (status != 200) {
      JsonNode refusal = refused().get(0);
      assertThat(refusal.path("status").asInt()).isEqualTo(status);
      assertThat(refusal.path("reason").asText()).contains(reason);
      assertThat(refusal.path("source").asText(null))
          .isEqualTo(source.equals("nowhere") ? null : source);
      assertThat(answer.body()).doesNotContain("did not match", "expected", "header");
    }
  }

  @Test
  void refusedCallsAreKeptWithoutWhatWasSent() {
    post("rotating", "{\"secret-body\":1}", "Authorization", Product.basic("rot:secret-password"));
    post("headers", "{}", "X-Api-Key", "secret-key", "X-Tenant", "secret-tenant");
    String kept = product.get("/api/sources/refused").body();
    assertThat(kept).doesNotContain("secret");
    for (int i = 0; i < 120; i++) {
      post("near", "{}");
    }
    assertThat(refused()).hasSize(100);
  }

  @Test
  void whenASecretWasLastUsedIsShown() {
    Instant start = Instant.now().minusSeconds(1);
    post("rotating", "{}", "Authorization", Product.basic("rot:new:password"));
    post("bearer", "{\"event\":\"X\",\"body\":{}}", "Authorization", "Bearer token-two");
    assertThat(Instant.parse(secret("rotating", "basic.next-password"))).isAfter(start);
    assertThat(Instant.parse(secret("bearer", "bearer-tokens[1]"))).isAfter(start);
    assertThat(Instant.parse(source("rotating").path("lastTestAt").asText())).isAfter(start);
    assertThat(Instant.parse(source("bearer").path("lastEventAt").asText())).isAfter(start);
    assertThat(source("open").path("anonymous").asBoolean()).isTrue();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                product
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM sighting WHERE what = 'basic.next-password'")
                        .query(Integer.class)
                        .single()
                    == 1);
    assertThat(product.get("/api/sources").body()).doesNotContain("new:password", "token-two");
  }

  @Test
  void onlyAllowedAddressesComeInAndNobodyForgesOne() {
    String near = Product.basic("near:near-password");
    assertThat(post("near", "{}", "Authorization", near).status()).isEqualTo(403);
    assertThat(refused().get(0).path("reason").asText()).contains("address");
    for (String forwarded :
        List.of(
            "192.0.2.7",
            "203.0.113.9, 192.0.2.7",
            "2001:db8::1",
            "192.0.2.7, 10.1.2.3, 10.0.0.1")) {
      assertThat(post("near", "{}", "Authorization", near, "X-Forwarded-For", forwarded).status())
          .as(forwarded)
          .isEqualTo(200);
    }
    for (String forged :
        List.of(
            "192.0.2.7, 203.0.113.9",
            "192.0.2.7, 2001:db9::1, 10.0.0.1",
            "192.0.2.7, localhost",
            "192.0.2.7,",
            "unknown",
            "192.0.2.7\t, x",
            "192.0.2.300")) {
      assertThat(post("near", "{}", "Authorization", near, "X-Forwarded-For", forged).status())
          .as(forged)
          .isEqualTo(403);
    }
    assertThat(
            post(
                    "near",
                    "{}",
                    "Authorization",
                    near,
                    "X-Forwarded-For",
                    "192.0.2.7",
                    "X-Forwarded-For",
                    "203.0.113.9")
                .status())
        .isEqualTo(403);
  }

  @Test
  void whoGuessesIsSlowedAndTheSenderIsNot() {
    String wrong = Product.basic("rot:guess");
    String right = Product.basic("rot:new:password");
    String guesser = "203.0.113.77";
    Duration first =
        time(() -> post("rotating", "{}", "Authorization", wrong, "X-Forwarded-For", guesser));
    for (int i = 0; i < 8; i++) {
      post("rotating", "{}", "Authorization", wrong, "X-Forwarded-For", guesser);
    }
    Duration last =
        time(() -> post("rotating", "{}", "Authorization", wrong, "X-Forwarded-For", guesser));
    assertThat(last).isGreaterThan(Duration.ofSeconds(1)).isGreaterThan(first);
    Duration sender =
        time(
            () ->
                assertThat(
                        post("rotating", "{}", "Authorization", right, "X-Forwarded-For", guesser)
                            .status())
                    .isEqualTo(200));
    assertThat(sender).isLessThan(last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idwise.sources.bad.allowed-addresses=192.0.2.1|has no credentials: set idwise.sources.bad.basic.username",
        "idwise.sources.bad.basic.username=u|set idwise.sources.bad.basic.password",
        "idwise.sources.bad.basic.password=p|set idwise.sources.bad.basic.username",
        "idwise.sources.bad.bearer-tokens[0]= |set idwise.sources.bad.bearer-tokens[0]",
        "idwise.sources.bad.headers.X-Key=|set idwise.sources.bad.headers.X-Key",
        "idwise.sources.Bad_One.bearer-tokens[0]=x|lower-case",
      })
  void withoutASecretItRefusesToStartAndSaysWhatToSet(String setting) {
    String[] parts = setting.split("\\|");
    assertThatThrownBy(() -> Product.start(Database.H2.url(), parts[0]).close())
        .rootCause()
        .hasMessageContaining(parts[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "basic.password, 7-chars, basic.password is too short: a secret has at least 8 characters",
    "basic.password, right-user, basic.password is the user name",
    "basic.next-password, right-user, basic.next-password is the user name",
    "bearer-tokens[0], 7-chars, bearer-tokens[0] is too short",
    "headers.X-Key, 7-chars, headers.X-Key is too short",
  })
  void aSecretThatIsEasilyGuessedIsRefusedAtTheStart(String key, String value, String message) {
    assertThatThrownBy(
            () ->
                Product.start(
                        Database.H2.url(),
                        "idwise.sources.bad.basic.username=right-user",
                        "idwise.sources.bad.basic.password=right-password",
                        "idwise.sources.bad.%s=%s".formatted(key, value))
                    .close())
        .rootCause()
        .hasMessageContaining("idwise.sources.bad." + message)
        .hasMessageNotContaining("7-chars");
  }

  @Test
  void anonymousAndSecretsTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                Product.start(
                        Database.H2.url(),
                        "idwise.sources.bad.allow-anonymous=true",
                        "idwise.sources.bad.bearer-tokens[0]=x")
                    .close())
        .rootCause()
        .hasMessageContaining("remove one");
    assertThatThrownBy(
            () ->
                Product.start(
                        Database.H2.url(),
                        "idwise.sources.bad.bearer-tokens[0]=long-enough",
                        "idwise.sources.bad.allowed-addresses=example.com")
                    .close())
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Arguments call(String source, int status, String reason, String... headers) {
    return Arguments.of(source, status, reason, headers);
  }

  private static Answer post(String source, String body, String... headers) {
    HttpRequest.Builder request = product.webhook(source, null);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    if (!List.of(headers).contains("X-Forwarded-For")) {
      request.header("X-Forwarded-For", someAddress());
    }
    return product.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** A new one each time: nobody is slowed for what others got wrong. */
  private static String someAddress() {
    int number = ADDRESSES.incrementAndGet();
    return "198.51.%d.%d".formatted(100 + number / 250, 1 + number % 250);
  }

  private static List<JsonNode> refused() {
    return Product.stream(product.get("/api/sources/refused").json().path("items")).toList();
  }

  private static JsonNode source(String name) {
    return Product.stream(product.get("/api/sources").json().path("items"))
        .filter(source -> source.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String secret(String source, String setting) {
    return Product.stream(source(source).path("secrets"))
        .filter(secret -> secret.path("setting").asText().equals(setting))
        .findFirst()
        .orElseThrow()
        .path("lastUsedAt")
        .asText();
  }

  private static Duration time(Runnable call) {
    Instant start = Instant.now();
    call.run();
    return Duration.between(start, Instant.now());
  }
}
