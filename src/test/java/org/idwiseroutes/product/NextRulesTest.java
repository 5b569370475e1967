package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.idwiseroutes.product.Product.Answer;
import org.idwiseroutes.routes.RouteFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Rules that do not run yet are tried on the events that come, and made the rules by one act. */
@Tag("full")
class NextRulesTest extends ProductTest {

  private static final String JOURNEY = "decide-journey.camel.yaml";

  @TempDir Path folder;

  @OnEveryDatabase
  void whatTheNextRulesWouldDoGrowsAndOneActMakesThemTheRules(Database database)
      throws IOException {
    Path routes = folder.resolve("routes");
    Path next = folder.resolve("routes-next");
    FileSystemUtils.copyRecursively(Product.ROUTES, routes);
    FileSystemUtils.copyRecursively(Product.ROUTES, next);
    Product.removeScenarios(routes);
    Product.removeScenarios(next);
    edit(next, "${variable.outcome} == 'rejected'", "${variable.outcome} == 'verified'");
    try (Product own =
        Product.start(
            database.url(),
            "idwise.routes.directory=" + routes,
            "idwise.routes.reload=on",
            "idwise.routes.reload-interval=100ms",
            "idwise.routes.next-interval=200ms")) {
      use(own);
      await().until(() -> product.get("/api/next-rules").status() == 200);
      awaitAll(product.accept(finished("j1", "anna-0815", "Complete")), "delivered");
      awaitAll(product.accept(reviewed("j2", "r2", "Rejected")), "delivered");
      awaitAll(product.accept(finished("j3", "r3", "Incomplete")), "delivered");
      await().until(() -> found().path("events").asInt() == 3);
      assertThat(found().path("different").asInt()).isEqualTo(2);
      assertThat(found().path("groups").findValuesAsText("words").toString())
          .contains("would now go to email", "would no longer go to email");
      assertThat(product.get("/api/next-rules").body()).doesNotContain("anna-0815");
      assertThat(product.get("/console/next-rules").body()).contains("2 of 3 events");
      assertThat(mails()).hasSize(1);

      edit(next, "outcome} == 'verified'", "otucome} == 'verified'");
      Files.writeString(next.resolve("broken.camel.yaml"), "- route: [");
      await().until(() -> !product.get("/api/next-rules").json().path("problem").isNull());
      Answer refused = take("?reason=tried");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body()).contains("The folder is as it was");
      edit(next, "otucome} == 'verified'", "outcome} == 'verified'");
      Files.delete(next.resolve("broken.camel.yaml"));

      assertThat(take("").status()).isEqualTo(400);
      Answer taken = take("?reason=tried");
      assertThat(taken.status()).as(taken.body()).isEqualTo(200);
      assertThat(taken.json().path("changes").findValuesAsText("file")).containsExactly(JOURNEY);
      RouteFiles files = product.context().getBean(RouteFiles.class);
      await().until(() -> files.texts().get(JOURNEY).contains("== 'verified'"));
      await()
          .until(
              () ->
                  product
                      .get("/api/rules")
                      .json()
                      .at("/items/0/origin")
                      .asText()
                      .equals("the next rules, made the rules by alice"));
      awaitAll(product.accept(reviewed("j4", "r4", "Approved")), "delivered");
      await().until(() -> mails().size() == 2);
      FileSystemUtils.deleteRecursively(next);
      assertThat(product.get("/api/next-rules").status()).isEqualTo(404);
    }
  }

  private JsonNode found() {
    return product.get("/api/next-rules").json().path("found");
  }

  private Answer take(String parameters) {
    return product.send(
        product
            .ops("/api/next-rules/take" + parameters)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static void edit(Path in, String from, String to) throws IOException {
    Path file = in.resolve(JOURNEY);
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
