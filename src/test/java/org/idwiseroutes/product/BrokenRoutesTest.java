package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong in the routes folder, events are received and other routes run. */
class BrokenRoutesTest {

  @TempDir Path routes;

  @BeforeEach
  void copyRoutes() throws IOException {
    ProductTest.destinationsSayYes();
    Path shipped = Product.ROUTES;
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.toList()) {
        Path copy = routes.resolve(shipped.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @Test
  void aFileThatIsNoYamlStopsOnlyItself() throws IOException {
    write("crm.camel.yaml", "- route:\n    id: crm\n   from: [\n");
    assertOnlyCrmIsBroken("crm.camel.yaml", "mapping");
  }

  @Test
  void anUnknownComponentStopsOnlyItsFile() throws IOException {
    replace("rest/crm.camel.yaml", "uri: json-http", "uri: json-htpp");
    assertOnlyCrmIsBroken("rest/crm.camel.yaml", "json-htpp");
  }

  @Test
  void aMissingPropertyStopsOnlyItsFile() throws IOException {
    replace("rest/crm.camel.yaml", "{{crm.url}}", "{{crm.address}}");
    assertOnlyCrmIsBroken("rest/crm.camel.yaml", "crm.address");
  }

  @Test
  void aDoubledKeyStopsOnlyItsFile() throws IOException {
    replace("crm.camel.yaml", "id: crm\n", "id: crm\n    id: crm2\n");
    assertOnlyCrmIsBroken("crm.camel.yaml", "duplicate key id");
  }

  @Test
  void aValueThatIsNotOfItsTypeStopsOnlyItsFile() throws IOException {
    replace("crm.camel.yaml", "id: crm\n", "id: !!int crm\n");
    assertOnlyCrmIsBroken("crm.camel.yaml", "!!int");
  }

  @Test
  @Tag("full")
  void aRateThatWouldHaveNoEffectIsRefused() throws IOException {
    replace("crm.camel.yaml", "rate: \"{{crm.rate}}\"", "rate: 5\n        batchInterval: 1m");
    assertOnlyCrmIsBroken("crm.camel.yaml", "a rate has no effect with");
  }

  @Test
  void retryOnTakesStatusCodesAlone() throws IOException {
    replace("crm.camel.yaml", "retryOn: 409", "retryOn: 409;423");
    assertOnlyCrmIsBroken("crm.camel.yaml", "retryOn=409;423");
  }

  @Test
  @Tag("full")
  void aNumberThatIsTooSmallIsRefused() throws IOException {
    replace("crm.camel.yaml", "rate: \"{{crm.rate}}\"", "rate: -3");
    assertOnlyCrmIsBroken("crm.camel.yaml", "rate=-3.0; it is 0 or more");
  }

  @Test
  void ofAFileThatFailsHalfWayNothingStays() throws IOException {
    String good = Files.readString(routes.resolve("crm.camel.yaml"));
    write(
        "crm.camel.yaml",
        good
            + """
            - route:
                id: second
                description: cannot start
                from:
                  id: second-from
                  uri: nosuchcomponent:x
                  steps:
                    - log: x
            """);
    assertOnlyCrmIsBroken("crm.camel.yaml", "nosuchcomponent");
  }

  @Test
  void aSecondRouteOfAnIdDoesNotTakeTheFirstOnesPlace() throws IOException {
    Files.createDirectories(routes.resolve("old"));
    write("old/crm.camel.yaml", Files.readString(routes.resolve("crm.camel.yaml")));
    try (Product product = start()) {
      assertThat(health(product).path("details").path("old/crm.camel.yaml").asText())
          .contains("the route \"crm\" runs already, from crm.camel.yaml");
      String id = product.accept(ProductTest.finished("j1", "r1", "Complete"));
      Awaitility.await().until(() -> "delivered".equals(product.statuses(id).get("crm")));
    }
  }

  @Test
  void whatLeadsToABrokenPartWaitsAndSpendsNoAttempts() throws IOException {
    replace("rest/ticketing.camel.yaml", "uri: json-http", "uri: json-htpp");
    try (Product product = start()) {
      String id = product.accept(ProductTest.finished("j1", "r1", "Refer"));
      Awaitility.await().until(() -> "delivered".equals(product.statuses(id).get("crm")));
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .until(
              () ->
                  "pending".equals(product.statuses(id).get("ticketing"))
                      && product.delivery(id, "ticketing").path("attempts").asInt() == 0);
      assertThat(overviewsSentence(product))
          .contains("rest/ticketing.camel.yaml is broken: ")
          .contains(", 1 delivery to ticketing waits");
    }
  }

  @Test
  void withoutAnyRouteFileEventsAreReceivedAndHealthSaysSo() throws IOException {
    try (Stream<Path> files = Files.walk(routes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (Product product = start()) {
      assertThat(health(product).path("status").asText()).isEqualTo("DOWN");
      assertThat(health(product).at("/details/problem").asText()).contains("there is no *.camel");
      String id = product.accept(ProductTest.finished("j1", "r1", "Complete"));
      assertThat(product.event(id).path("state").asText()).isEqualTo("accepted");
      assertThat(product.statuses(id)).containsEntry("decide", "pending");
      assertThat(product.get("/actuator/prometheus").body()).contains("idwise_routes_broken 1.0");
      assertThat(overviewsSentence(product))
          .startsWith("<h1 class=\"bad\">")
          .contains("there is no *.camel")
          .contains("1 delivery to decide waits");
    }
  }

  @Test
  void aMissingFolderIsReportedTheSameWay() throws IOException {
    try (Product product =
        Product.start(Database.H2.url(), "idwise.routes.directory=" + routes.resolve("nowhere"))) {
      assertThat(health(product).at("/details/problem").asText()).contains("nowhere");
      product.accept(ProductTest.finished("j1", "r1", "Complete"));
    }
  }

  @Test
  @Tag("full")
  void aPartThatASettingNamesIsFoundAndOneThatIsOffIsNotMissed() throws IOException {
    write(
        "part.camel.yaml",
        """
        - route:
            id: part-rest
            from:
              id: part-rest-from
              uri: direct:part-rest
              steps:
                - log:
                    id: part-rest-log
                    message: reached
        """);
    replace(
        "crm.camel.yaml",
        "        - to:\n            id: crm-to-update\n",
        """
        - to:
            id: crm-part
            uri: direct:part-{{crm.kind}}
        - to:
            id: crm-off
            disabled: true
            uri: direct:nowhere
        - to:
            id: crm-to-update
        """
            .indent(8));
    try (Product product = start()) {
      String id = product.accept(ProductTest.finished("j1", "r1", "Complete"));
      Awaitility.await().until(() -> "delivered".equals(product.statuses(id).get("crm")));
    }
  }

  private void assertOnlyCrmIsBroken(String file, String word) {
    try (Product product = start()) {
      assertThat(health(product).path("status").asText()).isEqualTo("DOWN");
      assertThat(health(product).path("details").path(file).asText()).contains(word);
      assertThat(health(product).path("details").path("email.camel.yaml").asText())
          .isEqualTo("running");

      String id = product.accept(ProductTest.reviewed("j1", "r1", "Rejected"));
      Awaitility.await().until(() -> "delivered".equals(product.statuses(id).get("email")));
      assertThat(product.statuses(id)).containsEntry("crm", "pending");
      product
          .get("/api/destinations")
          .json()
          .path("items")
          .forEach(
              one ->
                  assertThat(one.path("running").asBoolean())
                      .as(one.toString())
                      .isEqualTo(!one.path("name").asText().equals("crm")));
      assertThat(ProductTest.crmCalls()).isEmpty();
      assertThat(product.get("/actuator/prometheus").body()).contains("idwise_routes_broken 1.0");
      assertThat(overviewsSentence(product))
          .contains(file + " is broken: ")
          .contains("1 delivery to crm wait")
          .startsWith("<h1 class=\"bad\">");
    }
  }

  private Product start() {
    return Product.start(Database.H2.url(), "idwise.routes.directory=" + routes);
  }

  private static JsonNode health(Product product) {
    return product.get("/actuator/health").json().at("/components/routes");
  }

  private static String overviewsSentence(Product product) {
    String page = product.get("/console").body();
    return page.substring(page.indexOf("<h1"), page.indexOf("id=\"people\""));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(routes.resolve(file), text);
  }

  private void replace(String file, String from, String to) throws IOException {
    String text = Files.readString(routes.resolve(file));
    assertThat(text).contains(from);
    write(file, text.replace(from, to));
  }
}
