package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
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
        one.jdbc().sql("SELECT DISTINCT node FROM every_attempt").query(String.class).list();
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

  /** A lease of an hour: what a dead node had is not waited for. */
  @Test
  void whatANodeHadThatIsNotHeardOfIsDueAtOnce() {
    Product node = node("idwise.outbox.heartbeat-interval=100ms", "idwise.outbox.dead-after=1s");
    String id = claimedBy(node, "elsewhere-1", "another machine", 1, Instant.now());
    Awaitility.await().until(() -> "delivered".equals(node.statuses(id).get("crm")));
    assertThat(outcomes(node, id)).containsExactly("lost", "delivered");
    assertThat(nodes(node)).doesNotContain("elsewhere-1");
  }

  @Test
  void whatANodeHadWhoseProcessIsGoneIsDueAtOnceAndWhoIsOnlySilentForAMomentKeepsIt() {
    Product node = node("idwise.outbox.dead-after=1h");
    String machine = node.jdbc().sql("SELECT machine FROM node").query(String.class).list().get(0);
    long gone = aProcessThatIsGone();
    String silent =
        claimedBy(node, "elsewhere-2", "another machine", gone, Instant.now().minusSeconds(60));
    String id = claimedBy(node, "here-1", machine, gone, Instant.now());
    Awaitility.await().until(() -> "delivered".equals(node.statuses(id).get("crm")));
    assertThat(outcomes(node, id)).containsExactly("lost", "delivered");
    assertThat(node.statuses(silent)).containsEntry("crm", "pending");
    assertThat(nodes(node)).contains("elsewhere-2").doesNotContain("here-1");
  }

  @Test
  void whoWasTakenForDeadSaysSoAndGoesOn() {
    Product node = node("idwise.outbox.heartbeat-interval=100ms");
    Awaitility.await().until(() -> nodes(node).size() == 1);
    List<String> before = nodes(node);
    node.jdbc().sql("DELETE FROM node").update();
    Awaitility.await().until(() -> nodes(node).equals(before));
    String id = node.accept(ProductTest.finished("j1", "r1", "Complete"));
    Awaitility.await().until(() -> "delivered".equals(node.statuses(id).get("crm")));
  }

  @Test
  void whoEndsLeavesNothingToWaitFor() {
    Product node = node();
    Awaitility.await().until(() -> nodes(node).size() == 1);
    Product other = node();
    Awaitility.await().until(() -> nodes(node).size() == 2);
    other.close();
    assertThat(nodes(node)).hasSize(1);
  }

  /** A delivery to the CRM that a node has, for as long as an hour. */
  private static String claimedBy(
      Product product, String node, String machine, long pid, Instant heardAt) {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO node (name, machine, pid, process_start, heard_at)
            VALUES (:name, :machine, :pid, 1, :heard)
            """)
        .param("name", node)
        .param("machine", machine)
        .param("pid", pid)
        .param("heard", heardAt.atOffset(ZoneOffset.UTC))
        .update();
    product.operate("/api/destinations/crm/pause", null);
    String id = product.accept(ProductTest.finished(node, node, "Complete"));
    Awaitility.await().until(() -> product.statuses(id).containsKey("crm"));
    product
        .jdbc()
        .sql(
            """
            UPDATE delivery SET leased_by = :node, leased_at = CURRENT_TIMESTAMP,
              leased_until = CURRENT_TIMESTAMP + INTERVAL '1 hour', fence = fence + 1, attempts = 1
            WHERE destination = 'crm' AND event_id = CAST(:id AS UUID)
            """)
        .param("node", node)
        .param("id", id)
        .update();
    product.operate("/api/destinations/crm/resume", null);
    return id;
  }

  private static long aProcessThatIsGone() {
    try {
      Process process = new ProcessBuilder("true").start();
      process.waitFor();
      return process.pid();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> outcomes(Product product, String event) {
    return Product.stream(product.delivery(event, "crm").path("history"))
        .map(attempt -> attempt.path("outcome").asText())
        .toList();
  }

  private static List<String> nodes(Product product) {
    return product.jdbc().sql("SELECT name FROM node ORDER BY name").query(String.class).list();
  }

  private Product node(String... properties) {
    Product node = Product.start(url, properties);
    nodes.add(node);
    return node;
  }
}
