package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Secrets and people that are planted, and then looked for everywhere. */
@ExtendWith(OutputCaptureExtension.class)
class DisclosureTest {

  private static final String MARK = "Pl4nted";
  private static final String REFERENCE = "Ref-of-Erna/ü";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Database.class)
  void noSecretShowsUpAnywhereAfterARunWithFailures(Database database, CapturedOutput output)
      throws IOException {
    ProductTest.destinationsSayYes();
    World.CRM.stubFor(
        any(anyUrl())
            .atPriority(0)
            .willReturn(
                aResponse()
                    .withStatus(500)
                    .withBody(
                        "you sent Authorization: Bearer %s and crm-%s about %s"
                            .formatted("abcdef" + MARK, MARK, REFERENCE))));
    List<String> seen = new ArrayList<>();
    try (Product product = Product.start(database.url(), settings())) {
      String id =
          product.accept(
              ProductTest.event(
                  "KYC Renewal Deadline Exceeded",
                  Map.of("eventId", "e", "journeyId", "j", "referenceNo", REFERENCE)));
      ProductTest.await().until(() -> dead(product, id) == 3);
      ProductTest.await()
          .until(
              () ->
                  !product
                      .get("/api/deliveries?destination=alert-mail&status=dead")
                      .json()
                      .path("items")
                      .isEmpty());
      assertThat(product.delivery(id, "email").path("lastError").asText()).isNotEmpty();
      assertThat(product.event(id).path("deliveries").findValuesAsText("lastError"))
          .anyMatch(error -> error.startsWith("HTTP 500: you sent Authorization: Bearer ******"));
      attack(product);
      seen.add(product.get("/api/events/" + id).body());
      for (String path :
          List.of(
              "/api/events",
              "/api/deliveries?limit=500",
              "/api/destinations",
              "/api/sources",
              "/api/sources/refused",
              "/api/audit",
              "/actuator/health",
              "/actuator/info",
              "/actuator/metrics",
              "/actuator/prometheus")) {
        seen.add(product.get(path).body());
      }
      seen.add(DatabaseDump.of(product).replaceAll("flyway_schema_history.*", ""));
    }
    seen.add(output.getAll());
    String all = String.join("\n", seen);
    assertThat(all).doesNotContain(MARK).doesNotContain(base64("planted:" + MARK + "-password"));
    assertThat(output.getAll())
        .contains("idwise.sources.planted.basic.password set")
        .contains("idwise.sources.planted.bearer-tokens[0] set")
        .contains("idwise.sources.headed.headers.X-Key set")
        .contains("smtp.password set")
        .doesNotContain("Ref-of-Erna");
  }

  @Test
  void aRefusalToStartNamesTheSettingAndNotItsValue(CapturedOutput output) {
    assertThatThrownBy(
            () ->
                Product.start(
                    Database.H2.url(),
                    "idwise.sources.planted.basic.password=" + MARK,
                    "idwise.sources.planted.bearer-tokens[0]=" + MARK))
        .isInstanceOf(Exception.class);
    assertThat(output.getAll())
        .contains("idwise.sources.planted.basic.username")
        .doesNotContain(MARK);
  }

  @Test
  void anErrorOfTheDatabaseDoesNotQuoteTheRow() {
    try (Product product = Product.start(Database.POSTGRES.url())) {
      String insert =
          "INSERT INTO journey (source, journey_key, updated_at) VALUES ('live', '%s', now())"
              .formatted(REFERENCE);
      product.jdbc().sql(insert).update();
      assertThatThrownBy(() -> product.jdbc().sql(insert).update())
          .rootCause()
          .hasMessageContaining("duplicate key")
          .message()
          .doesNotContain("Ref-of-Erna");
    }
  }

  @Test
  void secretsComeFromFiles() throws IOException {
    Path source = Files.createDirectories(folder.resolve("idwise/sources/filed/basic"));
    Files.writeString(source.resolve("username"), "from-a-file");
    Files.writeString(source.resolve("password"), "kept in a file\n");
    try (Product product =
        Product.start(Database.H2.url(), "spring.config.import=configtree:" + folder + "/")) {
      assertThat(product.post("filed", "from-a-file:kept in a file", "{}").status()).isEqualTo(200);
      assertThat(product.post("filed", "from-a-file:", "{}").status()).isEqualTo(401);
    }
  }

  @Test
  void whatIsSentBeginsNoLineOfTheLog(CapturedOutput output) {
    ProductTest.destinationsSayYes();
    String forged = "2026-11-22T10:00:00.000Z  INFO --- forged";
    World.CRM.stubFor(
        any(anyUrl())
            .atPriority(0)
            .willReturn(aResponse().withStatus(400).withBody("no\n" + forged)));
    try (Product product =
        Product.start(Database.H2.url(), "logging.level.org.idwiseroutes=DEBUG")) {
      for (String breaking : List.of("\n", "\r\n", "\r", "\u2028", "\u0085")) {
        product.post("{\"event\":\"Unknown%s%s\"}".formatted(breaking, forged));
        String text = breaking + forged;
        product.accept(
            Map.of(
                "event",
                "New" + text,
                "body",
                Map.of("journeyId", "j" + text, "referenceNo", "r" + text)));
        String id = product.accept(ProductTest.finished("j" + text, "r" + text, "Complete"));
        ProductTest.await().until(() -> "dead".equals(product.statuses(id).get("crm")));
      }
      product.get("/api/events?event=" + Product.query("\n" + forged));
      LoggerFactory.getLogger(DisclosureTest.class)
          .warn("one line{}", "\r\n" + forged, new IllegalStateException("thrown\n" + forged));
    }
    assertThat(output.getAll()).contains("    | " + forged);
    assertThat(output.getAll().split("[\r\n\u2028\u0085]"))
        .noneMatch(line -> line.startsWith("2026-11-22T10:00:00.000Z"));
  }

  /** CRM, e-mail and ticketing, and the mails that tell of each. */
  private static long dead(Product product, String eventId) {
    return Product.stream(product.event(eventId).path("deliveries"))
        .filter(delivery -> delivery.path("status").asText().equals("dead"))
        .count();
  }

  private static String[] settings() {
    return new String[] {
      "idwise.sources.planted.basic.username=planted",
      "idwise.sources.planted.basic.password=" + MARK + "-password",
      "idwise.sources.planted.basic.next-password=" + MARK + "-next",
      "idwise.sources.planted.bearer-tokens[0]=" + MARK + "-token",
      "idwise.sources.headed.headers.X-Key=" + MARK + "-header",
      "idwise.operators.planted.password=" + MARK + "-operator",
      "spring.datasource.password=" + MARK + "-database",
      "smtp.username=planted",
      "smtp.password=" + MARK + "-smtp",
      "crm.url=http://localhost:" + World.CRM.port() + "?apiKey=crm-" + MARK,
      "ticketing.url=http://planted:desk-" + MARK + "@localhost:1?token=" + MARK + "-query",
      "smtp.port=1",
      "idwise.outbox.max-attempts=2",
      "idwise.outbox.hold-after=100",
      "idwise.alerts-interval=100ms",
    };
  }

  /** Calls with secrets where they do not belong. */
  private static void attack(Product product) throws IOException {
    product.post("planted", "planted:" + MARK + "-wrong", "{}");
    product.post("live", "planted:" + MARK + "-password", "{}");
    product.post(MARK, "planted:" + MARK + "-password", "{}");
    product.post("planted", "planted:" + MARK + "-password", "not JSON");
    for (String line :
        List.of(
            "Authorization : Basic " + MARK,
            "Authorization: " + MARK,
            "X-Key: " + MARK + "-header\r\nX-Key: " + MARK,
            "X-Key\u0001: " + MARK,
            "X-Other: \u0001" + MARK + "\r\nX-Key: " + MARK + "-header")) {
      try (Socket socket = new Socket("localhost", product.publicPort())) {
        socket
            .getOutputStream()
            .write(
                ("POST /webhooks/idwise/headed HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + line
                        + "\r\nContent-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 40")
            .doesNotContain(MARK);
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
