package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.UriComponentsBuilder;

/** Login to the console by OpenID Connect, with a provider that says yes to everybody. */
class OidcTest {

  private HttpServer provider;
  private RSAKey key;
  private RSAKey signing;
  private List<String> roles;
  private String nonce;
  private final AtomicInteger askedForKeys = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("it").generate();
    signing = key;
    provider = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    provider.createContext("/.well-known/openid-configuration", this::configuration);
    provider.createContext("/authorize", this::authorize);
    provider.createContext("/token", this::token);
    provider.createContext("/keys", this::keys);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  @Test
  void theClaimSaysWhoReadsAndWhoActs() throws Exception {
    ProductTest.destinationsSayYes();
    String registration = "spring.security.oauth2.client.registration.company.";
    try (Product product =
        Product.start(
            Database.H2.url(),
            registration + "client-id=idwise",
            registration + "client-secret=secret-of-the-client",
            registration + "scope=openid",
            registration + "client-name=Company",
            "spring.security.oauth2.client.provider.company.issuer-uri=" + issuer(),
            "idwise.ops.oidc-role-claim=groups")) {
      ProductTest.await()
          .until(() -> product.get("/api/destinations").body().contains("\"name\":\"crm\""));
      assertThat(get(product, "/console/login", HttpClient.newHttpClient()).body())
          .contains("Log in with Company");
      roles = List.of("something", "operator");
      assertThat(logIn(product).body()).contains("Pause crm", "erna");
      roles = List.of("viewer");
      assertThat(logIn(product).body()).contains("delivering").doesNotContain("Pause crm");
      roles = List.of();
      assertThat(logIn(product).statusCode()).isEqualTo(403);
      roles = List.of("operator");
      signing = new RSAKeyGenerator(2048).keyID("it").generate();
      assertThat(logIn(product).body()).doesNotContain("Pause crm").contains("Password");
    }
  }

  @Test
  void aMachineSendsATokenInPlaceOfAPassword() throws Exception {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.ops.tokens.issuer=" + issuer(),
            "idwise.ops.tokens.audience=api://idwise-routes")) {
      ProductTest.await()
          .until(() -> product.get("/api/destinations").body().contains("\"name\":\"crm\""));
      assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt"))).isEqualTo(200);
      assertThat(status(product, "GET", "", access(claims("viewer"), "JWT"))).isEqualTo(200);
      String pause = "/crm/pause?reason=a+test";
      assertThat(status(product, "POST", pause, access(claims("viewer"), "at+jwt"))).isEqualTo(403);
      assertThat(status(product, "POST", pause, access(claims("operator"), "at+jwt")))
          .isEqualTo(200);
      assertThat(status(product, "POST", "/decide/pause", access(claims("operator"), "at+jwt")))
          .isEqualTo(403);
      assertThat(product.get("/api/audit").json().path("items").findValuesAsText("operator").get(0))
          .isEqualTo("token erna");
      assertThat(status(product, "GET", "", access(claims("something"), "at+jwt"))).isEqualTo(403);

      Date past = Date.from(Instant.now().minusSeconds(120));
      for (String wrong :
          List.of(
              access(claims("viewer").audience("another"), "at+jwt"),
              access(claims("viewer").audience((String) null), "at+jwt"),
              access(claims("viewer").issuer("https://other.example"), "at+jwt"),
              access(claims("viewer").expirationTime(past), "at+jwt"),
              access(claims("viewer").expirationTime(null), "at+jwt"),
              access(claims("viewer").subject(null), "at+jwt"),
              access(claims("viewer"), "secevent+jwt"),
              access(claims("viewer").claim("nonce", "n"), "JWT"),
              unsigned(claims("viewer")),
              "no-token")) {
        HttpResponse<String> answer = call(product, "GET", "", wrong);
        assertThat(answer.statusCode()).as(wrong).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
            .containsExactly("Basic realm=\"idwise-routes\"", "Bearer error=\"invalid_token\"");
      }
      signing = new RSAKeyGenerator(2048).keyID("it").generate();
      assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt"))).isEqualTo(401);
      signing = key;
      for (int i = 0; i < 30; i++) {
        status(product, "GET", "", "guess-" + i);
      }
      assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt"))).isEqualTo(200);
      assertThat(product.get("/api/destinations").status()).isEqualTo(200);
      ProductTest.await()
          .until(
              () -> product.get("/api/audit?action=failed+login").json().path("items").size() > 0);
    }
  }

  @Test
  void whileTheIssuerIsAwayTokensAreAskedToWaitAndPasswordsWork() throws Exception {
    String issuer = issuer();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.ops.tokens.issuer=" + issuer,
            "idwise.ops.tokens.audience=api://idwise-routes")) {
      String token = access(claims("viewer"), "at+jwt");
      provider.stop(0);
      HttpResponse<String> answer = call(product, "GET", "", token);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("The issuer of tokens does not answer");
      assertThat(status(product, "GET", "", "no-token")).isEqualTo(401);
      assertThat(product.get("/api/destinations").status()).isEqualTo(200);
    }
  }

  @Test
  void aTokenProposesAndDoesNotApprove() throws Exception {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.four-eyes.erasing=true",
            "idwise.ops.tokens.issuer=" + issuer(),
            "idwise.ops.tokens.audience=api://idwise-routes")) {
      product.accept(ProductTest.finished("j-1", "erna", "Complete"));
      ProductTest.await()
          .until(() -> product.get("/api/people/live?reference=erna").status() == 200);
      String token = access(claims("eraser"), "at+jwt");
      String proposed =
          api(product, "DELETE", "/api/persons/live?reference=erna&reason=asked", token).body();
      String id = Product.JSON.readTree(proposed).path("id").asText();
      String approve = "/api/proposals/" + id + "/approve";
      assertThat(api(product, "POST", approve, token).statusCode()).isEqualTo(403);
      String another = access(claims("eraser").subject("another"), "at+jwt");
      assertThat(api(product, "POST", approve, another).statusCode()).isEqualTo(403);
      assertThat(product.operate(approve, null).status()).isEqualTo(200);
    }
  }

  @Test
  void keysAreNotAskedForAtThePaceOfWhoInventsThem() throws Exception {
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.ops.tokens.issuer=" + issuer(),
            "idwise.ops.tokens.audience=api://idwise-routes")) {
      assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt"))).isEqualTo(200);
      int before = askedForKeys.get();
      for (int i = 0; i < 8; i++) {
        signing = new RSAKeyGenerator(2048).keyID("invented-" + i).generate();
        assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt")))
            .isIn(401, 503, 429);
      }
      assertThat(askedForKeys.get()).isLessThanOrEqualTo(before + 2);
      signing = key;
      assertThat(status(product, "GET", "", access(claims("viewer"), "at+jwt"))).isEqualTo(200);
    }
  }

  @Test
  void anAudienceThatIsAClientsIdIsRefused() {
    String registration = "spring.security.oauth2.client.registration.company.";
    assertThatThrownBy(
            () ->
                Product.start(
                    Database.H2.url(),
                    registration + "client-id=idwise",
                    registration + "client-secret=secret-of-the-client",
                    registration + "scope=openid",
                    "spring.security.oauth2.client.provider.company.issuer-uri=" + issuer(),
                    "idwise.ops.tokens.issuer=" + issuer(),
                    "idwise.ops.tokens.audience=idwise"))
        .rootCause()
        .hasMessageContaining("Give this API an audience of its own");
    assertThatThrownBy(
            () -> Product.start(Database.H2.url(), "idwise.ops.tokens.issuer=" + issuer()))
        .rootCause()
        .hasMessageContaining("Set idwise.ops.tokens.audience as well");
  }

  private JWTClaimsSet.Builder claims(String role) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .subject("erna")
        .audience("api://idwise-routes")
        .issueTime(Date.from(Instant.now()))
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("roles", List.of(role));
  }

  private String access(JWTClaimsSet.Builder claims, String type) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType(type))
                .keyID(signing.getKeyID())
                .build(),
            claims.build());
    token.sign(new RSASSASigner(signing));
    return token.serialize();
  }

  private static String unsigned(JWTClaimsSet.Builder claims) {
    return new PlainJWT(claims.build()).serialize();
  }

  private static int status(Product product, String method, String path, String token)
      throws Exception {
    return call(product, method, path, token).statusCode();
  }

  private static HttpResponse<String> call(
      Product product, String method, String path, String token) throws Exception {
    return api(product, method, "/api/destinations" + path, token);
  }

  private static HttpResponse<String> api(Product product, String method, String path, String token)
      throws Exception {
    URI uri = URI.create("http://localhost:%d%s".formatted(product.opsPort(), path));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> logIn(Product product) throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    return get(product, "/oauth2/authorization/company", browser);
  }

  private static HttpResponse<String> get(Product product, String path, HttpClient browser)
      throws Exception {
    URI uri = URI.create("http://localhost:%d%s".formatted(product.opsPort(), path));
    return browser.send(
        HttpRequest.newBuilder(uri).header("Accept", "text/html").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String issuer() {
    return "http://localhost:" + provider.getAddress().getPort();
  }

  private void configuration(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        Product.json(
            Map.of(
                "issuer", issuer(),
                "authorization_endpoint", issuer() + "/authorize",
                "token_endpoint", issuer() + "/token",
                "jwks_uri", issuer() + "/keys",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"))));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        UriComponentsBuilder.fromUri(exchange.getRequestURI())
            .build()
            .getQueryParams()
            .toSingleValueMap();
    nonce = asked.get("nonce");
    String back =
        java.net.URLDecoder.decode(asked.get("redirect_uri"), StandardCharsets.UTF_8)
            + "?code=it&state="
            + asked.get("state");
    exchange.getResponseHeaders().add("Location", back);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        Product.json(
            Map.of(
                "access_token",
                "it",
                "token_type",
                "Bearer",
                "expires_in",
                60,
                "id_token",
                idToken())));
  }

  private String idToken() {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("it").build(),
              new JWTClaimsSet.Builder()
                  .issuer(issuer())
                  .subject("erna")
                  .audience("idwise")
                  .issueTime(Date.from(Instant.now()))
                  .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                  .claim("nonce", nonce)
                  .claim("groups", roles)
                  .build());
      token.sign(new RSASSASigner(signing));
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keys(HttpExchange exchange) throws IOException {
    askedForKeys.incrementAndGet();
    answer(exchange, new JWKSet(key.toPublicJWK()).toString());
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
