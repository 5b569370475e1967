package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.idwiseroutes.product.Product.Answer;
import org.idwiseroutes.routes.RouteFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/**
 * By which version of the rules an event was decided and a delivery was tried, and the way back.
 */
class RulesTest extends ProductTest {

  private static final String JOURNEY = "decide-journey.camel.yaml";
  private static final String REST = "rest/crm.camel.yaml";
  private static final String REJECTED = "${variable.outcome} == 'rejected'";
  private static final String VERIFIED = "${variable.outcome} == 'verified'";

  @TempDir Path folder;

  private Product start(Database database, String reload) throws IOException {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    return Product.start(
        database.url(),
        "idwise.routes.directory=" + folder,
        "idwise.routes.reload=" + reload,
        "idwise.routes.reload-interval=100ms");
  }

  @OnEveryDatabase
  void everyEventAndDeliverySaysByWhichVersionItWasHandled(Database database) throws IOException {
    try (Product own = start(database, "on")) {
      use(own);
      String before = product.accept(finished("j1", "r1", "Complete"));
      awaitStatus(before, "crm", "delivered");
      int first = product.event(before).path("rules").asInt();
      assertThat(first).isPositive();
      assertThat(product.delivery(before, "crm").path("rules").asInt()).isEqualTo(first);
      assertThat(product.get("/actuator/info").json().at("/idwise-routes/rules").asInt())
          .isEqualTo(first);

      Product.removeScenarios(folder);
      edit(JOURNEY, REJECTED, VERIFIED);
      await().until(() -> running(JOURNEY).contains(VERIFIED));
      String after = product.accept(reviewed("j2", "r2", "Approved"));
      awaitStatus(after, "email", "delivered");
      int second = product.event(after).path("rules").asInt();
      assertThat(second).isGreaterThan(first);
      assertThat(product.delivery(after, "email").path("rules").asInt()).isEqualTo(second);
      assertThat(product.event(before).path("rules").asInt()).isEqualTo(first);

      JsonNode changes =
          product.get("/api/rules/%d/changes?since=%d".formatted(second, first)).json();
      JsonNode change =
          Product.stream(changes)
              .filter(one -> one.path("file").asText().equals(JOURNEY))
              .findFirst()
              .orElseThrow();
      assertThat(change.path("how").asText()).isEqualTo("changed");
      assertThat(change.path("lines").toString()).contains("- ", REJECTED, "+ ", VERIFIED);
      assertThat(product.get("/console/rules").body()).contains(JOURNEY);
      assertThat(product.get("/console/rules/" + first).body()).contains(JOURNEY, "Go back to it");
      assertThat(product.get("/console/events/" + after).body())
          .contains("which decides alike")
          .doesNotContain("as they were when it was decided");
      assertThat(product.get("/console/events/" + before).body())
          .contains(
              "as they were when it was decided", "It goes to: crm.", "It goes to: crm, email");
    }
  }

  @Tag("full")
  @Test
  void nobodyFindsASecretInAVersion() throws IOException {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    edit(REST, "uri: json-http:PUT", "uri: json-http:PUT # hub-secret-9431");
    try (Product own =
        Product.start(
            Database.POSTGRES.url(),
            "idwise.routes.directory=" + folder,
            "idwise.routes.reload=on",
            "hubspot.token=hub-secret-9431",
            "crm.rate=7")) {
      use(own);
      int running = product.get("/actuator/info").json().at("/idwise-routes/rules").asInt();
      Answer version = product.get("/api/rules/" + running);
      assertThat(version.json().path("settings").path("crm.rate").asText()).isEqualTo("7");
      assertThat(version.json().path("settings").get("hubspot.token").isNull()).isTrue();
      assertThat(version.json().path("incomplete").asBoolean()).isTrue();
      assertThat(version.body()).contains("json-http:PUT # ******").doesNotContain("secret-9431");
      assertThat(DatabaseDump.of(product)).doesNotContain("hub-secret-9431");
      assertThat(goBack(running).status()).isEqualTo(409);
    }
  }

  @Tag("full")
  @Test
  void anEarlierVersionIsTakenOverAgainWithAllChecks() throws IOException {
    try (Product own = start(Database.POSTGRES, "on")) {
      use(own);
      await().until(() -> own.context().getBean(RouteFiles.class).isLoaded());
      int first = product.get("/actuator/info").json().at("/idwise-routes/rules").asInt();
      Product.removeScenarios(folder);
      edit(JOURNEY, REJECTED, VERIFIED);
      Files.writeString(
          folder.resolve("extra.camel.yaml"),
          """
          - route:
              id: extra
              from:
                uri: outbox:extra
                steps:
                  - log:
                      id: extra-log
                      message: "${body}"
          """);
      await().until(() -> running(JOURNEY).contains(VERIFIED));
      await().until(() -> !running("extra.camel.yaml").isEmpty());

      assertThat(product.operate("/api/rules/%d/go-back".formatted(first), Map.of()).status())
          .isEqualTo(400);
      Answer gone = goBack(first);
      assertThat(gone.status()).as(gone.body()).isEqualTo(200);
      assertThat(gone.json().path("changes").toString())
          .contains(JOURNEY, "extra.camel.yaml", "scenarios/journey.yaml");
      await().until(() -> running(JOURNEY).contains(REJECTED));
      await().until(() -> running("extra.camel.yaml").isEmpty());
      await()
          .until(
              () ->
                  product.get("/actuator/info").json().at("/idwise-routes/rules").asInt() == first);
      assertThat(product.get("/api/rules").json().at("/items/0/origin").asText())
          .isEqualTo("version %d, gone back to by alice".formatted(first));
      JsonNode act = product.get("/api/audit?action=go+back+to+rules").json().at("/items/0");
      assertThat(act.path("reason").asText()).isEqualTo("it was wrong");

      product
          .jdbc()
          .sql("UPDATE rules_text SET text = REPLACE(text, 'outbox:decide', 'outbox:decode')")
          .update();
      Answer broken = goBack(first);
      assertThat(broken.status()).isEqualTo(409);
      assertThat(broken.body()).contains("The folder is as it was", "errors in it");
      assertThat(Files.readString(folder.resolve("decide.camel.yaml"))).contains("outbox:decide");
      assertThat(goBack(first + 1_000).status()).isEqualTo(404);
    }
  }

  @Tag("full")
  @Test
  void whatTakesNothingOverSaysSo() throws IOException {
    try (Product own = start(Database.POSTGRES, "off")) {
      use(own);
      await().until(() -> own.context().getBean(RouteFiles.class).isLoaded());
      int running = product.get("/actuator/info").json().at("/idwise-routes/rules").asInt();
      Answer refused = goBack(running);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body()).contains("idwise.routes.reload=on");
    }
  }

  private Answer goBack(int version) {
    return product.send(
        product
            .ops("/api/rules/%d/go-back?reason=it+was+wrong".formatted(version))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private String running(String name) {
    return product.context().getBean(RouteFiles.class).texts().getOrDefault(name, "");
  }

  private void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }
}
