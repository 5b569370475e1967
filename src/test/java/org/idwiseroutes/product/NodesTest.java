package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL. */
class NodesTest {

  @TempDir Path empty;

  private final String url = Database.POSTGRES.url();
  private final List<Product> nodes = new ArrayList<>();

  @BeforeEach
  void destinations() {
    ProductTest.destinationsSayYes();
  }

  @AfterEach
  void stop() {
    nodes.forEach(Product::close);
  }

  @Test
  void lanesHoldAcrossNodesAndNothingIsDoubled() {
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(15)));
    Product one = node();
    Product two = node();
    List<String> decisions = List.of("Approved", "Rejected", "Approved", "Rejected", "Approved");
    List<String> ids = new ArrayList<>();
    for (int journey = 0; journey < 20; journey++) {
      for (int i = 0; i < decisions.size(); i++) {
        Product node = (journey + i) % 2 == 0 ? one : two;
        String name = "j" + journey;
        ids.add(node.accept(ProductTest.reviewed(name, name, decisions.get(i))));
      }
    }
    Awaitility.await()
        .until(() -> ids.stream().allMatch(id -> "delivered".equals(one.statuses(id).get("crm"))));

    Map<String, List<String>> sent =
        ProductTest.crmCalls().stream()
            .collect(
                Collectors.groupingBy(
                    LoggedRequest::getUrl,
                    Collectors.mapping(
                        call -> ProductTest.json(call).path("decision").asText(),
                        Collectors.toList())));
    assertThat(sent).hasSize(20);
    assertThat(sent.values()).allMatch(decisions::equals);
    List<String> workers =
        one.jdbc().sql("SELECT DISTINCT node FROM attempt").query(String.class).list();
    assertThat(workers).hasSize(2);
  }

  @Test
  @Tag("full")
  void aPauseOnOneNodeStopsAll() {
    Product one = node();
    Product two = node();
    one.operate("/api/destinations/crm/pause", null);
    String id = two.accept(ProductTest.reviewed("j1", "r1", "Rejected"));
    Awaitility.await().until(() -> "delivered".equals(two.statuses(id).get("email")));
    assertThat(two.statuses(id)).containsEntry("crm", "pending");
    two.operate("/api/destinations/crm/resume", null);
    Awaitility.await().until(() -> "delivered".equals(one.statuses(id).get("crm")));
  }

  @Test
  void aNodeWithoutRoutesWakesTheOtherLongBeforeItPolls() {
    Product receiver = node("idwise.routes.directory=" + empty);
    Product worker = node("idwise.outbox.poll-interval=1h");
    String first = worker.accept(ProductTest.finished("j0", "r0", "Complete"));
    Awaitility.await().until(() -> "delivered".equals(worker.statuses(first).get("crm")));

    String id = receiver.accept(ProductTest.finished("j1", "r1", "Complete"));
    Awaitility.await().until(() -> "delivered".equals(receiver.statuses(id).get("crm")));
  }

  @Test
  void theSameEventOnBothNodesAtOnceIsOne() throws Exception {
    Product one = node();
    Product two = node();
    for (int round = 0; round < 10; round++) {
      String body = Product.json(ProductTest.finished("j" + round, "r", "Complete"));
      var other =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> one.post(body).json().path("outcome").asText());
      String mine = two.post(body).json().path("outcome").asText();
      assertThat(List.of(mine, other.get())).containsExactlyInAnyOrder("accepted", "duplicate");
    }
  }

  private Product node(String... properties) {
    Product node = Product.start(url, properties);
    nodes.add(node);
    return node;
  }
}
