package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/** Secrets that only a route says to be some, since their settings have any names. */
@ExtendWith(OutputCaptureExtension.class)
class RouteSecretsTest {

  private static final String CRM = "rest/crm.camel.yaml";

  /** Not one of these settings has a name that tells. */
  private static final List<String> SETTINGS =
      List.of(
          "my.first=fIrst-wort/+ü",
          "my.second=second\"wort",
          "my.third=third-wort+more",
          "my.fourth=fourth-wort",
          "my.fifth=fifth-wort",
          "my.sixth=s1xth",
          "crm.seventh=seventh-wort");

  private static final String EIGHTH = "eighth-wort";

  private static final List<String> SECRETS =
      SETTINGS.stream()
          .map(setting -> setting.split("=", 2)[1])
          .flatMap(
              value ->
                  List.of(
                      value,
                      URLEncoder.encode(value, StandardCharsets.UTF_8),
                      value.replace("\"", "\\\""))
                      .stream())
          .distinct()
          .toList();

  @TempDir private Path folder;

  @Test
  void whatARouteFillsIntoACredentialIsHiddenEverywhere(CapturedOutput output) throws IOException {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    Path crm = folder.resolve(CRM);
    Files.writeString(crm, withCredentials(Files.readString(crm)));
    ProductTest.destinationsSayYes();
    answer(
        "first "
            + value("first")
            + " form "
            + URLEncoder.encode(value("first"), StandardCharsets.UTF_8)
            + " basic "
            + base64("somebody:" + value("second"))
            + " plain "
            + value("second")
            + " json "
            + value("second").replace("\"", "\\\"")
            + " query "
            + value("third")
            + " and "
            + URLEncoder.encode(value("third"), StandardCharsets.UTF_8)
            + " cookie "
            + value("fourth")
            + " variable "
            + value("fifth")
            + " short "
            + value("sixth")
            + " own "
            + value("seventh"));
    try (Product product = start()) {
      String id = product.accept(ProductTest.finished("j", "r", "Complete"));
      ProductTest.await().until(() -> "dead".equals(product.statuses(id).get("crm")));
      ProductTest.await().until(() -> World.MAIL.getReceivedMessages().length > 0);
      assertThat(product.delivery(id, "crm").path("lastError").asText())
          .contains("first ******", "form ******", "basic ******", "short ******");
      assertThat(everything(product, id, output)).doesNotContain(SECRETS);
      assertThat(output.getAll()).contains("my.first set", "the header is ******");
      assertThat(product.get("/console/settings").body()).contains("crm.seventh");

      Files.writeString(
          crm,
          Files.readString(crm)
              .replace("name: X-Desk", "name: X-Desk-Two")
              .replace("first", "eighth"));
      answer("now " + EIGHTH);
      ProductTest.await().until(() -> output.getAll().contains("Took over " + CRM));
      String later = product.accept(ProductTest.finished("j2", "r", "Complete"));
      ProductTest.await().until(() -> "dead".equals(product.statuses(later).get("crm")));
      assertThat(product.delivery(later, "crm").path("lastError").asText()).contains("now ******");
      assertThat(everything(product, later, output)).doesNotContain(EIGHTH);
    }
  }

  private Product start() {
    return Product.start(
        Database.H2.url(),
        Stream.concat(
                SETTINGS.stream(),
                List.of(
                    "my.eighth=" + EIGHTH,
                    "idwise.routes.directory=" + folder,
                    "idwise.routes.reload=on",
                    "idwise.routes.reload-interval=100ms",
                    "idwise.outbox.hold-after=100",
                    "idwise.alerts-interval=100ms",
                    "http.response-timeout=10000",
                    "idwise.outbox.attempt-timeout=20s",
                    "idwise.outbox.lease=30s",
                    "idwise.outbox.max-attempts=2")
                    .stream())
            .toArray(String[]::new));
  }

  private static String withCredentials(String text) {
    return text.replace("    precondition: \"'{{crm.kind}}' == 'rest'\"\n", "")
        .replace(
            "        - to:\n",
            """
                    - setVariable:
                        id: crm-variable
                        expression:
                          constant:
                            expression: "{{my.fifth}}"
                        name: proof
                    - setHeader:
                        id: crm-proof
                        expression:
                          simple:
                            expression: "v1 ${variable.proof}"
                        name: X-Proof
                    - setHeader:
                        id: crm-desk
                        expression:
                          constant:
                            expression: "{{my.first}}"
                        name: X-Desk
                    - setHeader:
                        id: crm-cookie
                        expression:
                          simple:
                            expression: "session={{my.fourth}}; path=/"
                        name: Cookie
                    - setHeader:
                        id: crm-short
                        expression:
                          simple:
                            expression: "${properties:my.sixth}"
                        name: X-Short
                    - log:
                        id: crm-log
                        message: "the header is ${header.X-Desk}"
                    - to:
            """)
        .replace(
            "{customer}\"\n",
            """
            {customer}?id={{my.third}}"
                          basic: "somebody:{{my.second}}"
                          proxyAuthPassword: "{{crm.seventh}}"
            """);
  }

  private static void answer(String body) {
    World.CRM.stubFor(
        any(anyUrl()).atPriority(0).willReturn(aResponse().withStatus(422).withBody(body)));
  }

  private static String everything(Product product, String id, CapturedOutput output) {
    return List.of(
                product.get("/api/events/" + id).body(),
                product.get("/console/settings").body(),
                product.get("/console/events/" + id).body(),
                product.get("/actuator/health").body(),
                DatabaseDump.of(product).replaceAll("flyway_schema_history.*", ""),
                output.getAll())
            .stream()
            .collect(Collectors.joining("\n"))
        + Arrays.stream(World.MAIL.getReceivedMessages())
            .map(GreenMailUtil::getWholeMessage)
            .collect(Collectors.joining());
  }

  private static String value(String name) {
    return SETTINGS.stream()
        .filter(setting -> setting.contains("." + name + "="))
        .map(setting -> setting.split("=", 2)[1])
        .findFirst()
        .orElseThrow();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
