package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.idwiseroutes.routes.RouteFiles;
import org.idwiseroutes.routes.RoutesSnapshot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What is saved in the folder takes over without a restart, and what is wrong does not. */
class ReloadTest extends ProductTest {

  private static final String CRM = "crm.camel.yaml";
  private static final String REST = "rest/crm.camel.yaml";
  private static final String MAPPING = "rest/customer.jsonata";

  private static final Path SHIPPED = Product.ROUTES;

  @TempDir static Path folder;

  private static Product reloading;

  @BeforeAll
  static void start() throws IOException {
    FileSystemUtils.copyRecursively(SHIPPED, folder);
    reloading =
        Product.start(
            Database.H2.url(),
            "idwise.routes.directory=" + folder,
            "http.response-timeout=10000",
            "idwise.outbox.attempt-timeout=20s",
            "idwise.outbox.lease=30s",
            "idwise.routes.reload=on",
            "idwise.routes.reload-interval=100ms");
  }

  @AfterAll
  static void end() {
    reloading.close();
  }

  /** Each test begins with the shipped folder, taken over. */
  @BeforeEach
  void begin() throws IOException {
    use(reloading);
    RouteFiles files = reloading.context().getBean(RouteFiles.class);
    await().until(files::isLoaded);
    RoutesSnapshot shipped = RoutesSnapshot.read(SHIPPED);
    RoutesSnapshot left = RoutesSnapshot.read(folder);
    long version = files.version();
    Product.removeScenarios(folder);
    for (String name : left.texts().keySet()) {
      if (!shipped.texts().containsKey(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    for (Map.Entry<String, String> file : shipped.texts().entrySet()) {
      if (!file.getValue().equals(left.texts().get(file.getKey()))
          || file.getKey().startsWith("scenarios/")) {
        Files.createDirectories(folder.resolve(file.getKey()).getParent());
        save(file.getKey(), file.getValue());
      }
    }
    boolean toBeTaken =
        shipped.routes().keySet().stream()
            .anyMatch(name -> !shipped.effective(name).equals(left.effective(name)));
    await().until(() -> !toBeTaken || files.version() > version);
    await().until(() -> files.texts().equals(shipped.routes()));
    await().until(() -> metric("idwise.routes.refused") == 0);
  }

  @Test
  void aSavedChangeTakesOver() throws IOException {
    deliver("j1");
    assertThat(crmCalls().get(0).getUrl()).isEqualTo("/customers/r-j1");
    Files.delete(folder.resolve("scenarios/requests.yaml"));
    edit(REST, "customers/{customer}", "people/{customer}");
    await().until(() -> running(REST).contains("people/"));
    deliver("j2");
    assertThat(crmCalls().get(1).getUrl()).isEqualTo("/people/r-j2");
  }

  @Tag("full")
  @Test
  void aSavedMappingTakesOver() throws IOException {
    deliver("j1");
    edit(MAPPING, "\"status\": $status", "\"state\": outcome");
    await().until(() -> health().contains("body.status should be verified"));
    Files.delete(folder.resolve("scenarios/requests.yaml"));
    await()
        .untilAsserted(
            () -> {
              World.CRM.resetRequests();
              deliver("j" + System.nanoTime());
              assertThat(json(crmCalls().get(0)).path("state").asText()).isEqualTo("verified");
            });
  }

  @Tag("full")
  @Test
  void aChangedRuleDecidesFromThenOn() throws IOException {
    edit(
        "decide-journey.camel.yaml",
        "${variable.outcome} == 'rejected'",
        "${variable.outcome} == 'verified'");
    await().until(() -> health().contains("decide-journey.camel.yaml"));
    await().until(() -> health().contains("scenarios/journey.yaml"));
    String kept = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitStatus(kept, "email", "delivered");
    Product.removeScenarios(folder);
    await().until(() -> running("decide-journey.camel.yaml").contains("== 'verified'"));
    String changed = product.accept(reviewed("j2", "r2", "Approved"));
    awaitStatus(changed, "email", "delivered");
  }

  @Test
  void whatIsWrongIsRefusedAndGoesInByItselfOnceItIsMended() throws IOException {
    edit(REST, "uri: json-http", "uri: json-htpp");
    await().until(() -> health().contains("refused") && health().contains("json-htpp"));
    assertThat(metric("idwise.routes.refused")).isEqualTo(1);
    assertThat(health()).contains("\"status\":\"UP\"");
    deliver("j1");
    edit(REST, "uri: json-htpp", "uri: json-http");
    await().until(() -> metric("idwise.routes.refused") == 0);
    edit(MAPPING, "event,", "event,,");
    await().until(() -> health().contains("no JSONata"));
    deliver("j2");
    assertThat(json(crmCalls().get(1)).path("status").asText()).isEqualTo("verified");
  }

  @Tag("full")
  @Test
  void whatAnEditorKeepsBesideAFileStopsNothing() throws IOException {
    Files.write(folder.resolve("rest/.crm.camel.yaml.swp"), new byte[] {'b', '0', (byte) 0xff});
    Files.writeString(folder.resolve("rest/crm.camel.yaml~"), "- route: [");
    Files.writeString(folder.resolve("rest/#crm.camel.yaml#"), "- route: [");
    Files.writeString(folder.resolve("rest/.#crm.camel.yaml"), "somebody@somewhere");
    edit(REST, "- route:", "# saved\n- route:");
    await().until(() -> running(REST).contains("# saved"));
    assertThat(metric("idwise.routes.refused")).isZero();
    for (String kept :
        List.of(".crm.camel.yaml.swp", "crm.camel.yaml~", "#crm.camel.yaml#", ".#crm.camel.yaml")) {
      Files.delete(folder.resolve("rest").resolve(kept));
    }
  }

  @Tag("full")
  @Test
  void aFileThatCannotBeReadIsNamedAndWhatRanGoesOn() throws IOException {
    Files.write(folder.resolve(REST), new byte[] {'-', ' ', (byte) 0xff});
    await().until(() -> health().contains("refused") && health().contains("it is not UTF-8"));
    deliver("j1");
    assertThat(crmCalls()).hasSize(1);
    Files.copy(SHIPPED.resolve(REST), folder.resolve(REST), StandardCopyOption.REPLACE_EXISTING);
    await().until(() -> metric("idwise.routes.refused") == 0);
  }

  @Test
  @Tag("full")
  void aNewFileThatIsRefusedTakesNothingAway() throws IOException {
    save("archive.camel.yaml", "- route: {id: archive, from: {uri: outbox:archive}}\n");
    await().until(() -> health().contains("archive.camel.yaml\":\"not taken over"));
    assertThat(health()).contains("\"status\":\"UP\"");
    assertThat(metric("idwise.routes.refused")).isEqualTo(1);
    Files.delete(folder.resolve("archive.camel.yaml"));
    await().until(() -> !health().contains("archive.camel.yaml"));
  }

  @Tag("full")
  @Test
  void filesComeAndGo() throws IOException {
    save(
        "archive.camel.yaml",
        Files.readString(folder.resolve(CRM))
            .replace("id: crm", "id: archive")
            .replace("outbox:crm", "outbox:archive"));
    await().until(() -> health().contains("archive.camel.yaml\":\"running"));
    edit(
        "decide-journey.camel.yaml",
        "                - to:\n                    id: decide-journey-settled-crm\n",
        "                - to:\n                    id: decide-journey-settled-archive\n                    uri: outbox:archive\n                - to:\n                    id: decide-journey-settled-crm\n");
    Product.removeScenarios(folder);
    await().until(() -> running("decide-journey.camel.yaml").contains("outbox:archive"));
    String id = product.accept(finished("j1", "r1", "Complete"));
    awaitStatus(id, "archive", "delivered");
    Files.delete(folder.resolve("archive.camel.yaml"));
    await().until(() -> health().contains("it is gone, and without it decide-journey.camel.yaml"));
    String later = product.accept(finished("j2", "r2", "Complete"));
    awaitStatus(later, "archive", "delivered");
    edit(
        "decide-journey.camel.yaml",
        "                - to:\n                    id: decide-journey-settled-archive\n                    uri: outbox:archive\n",
        "");
    await().until(() -> !health().contains("archive.camel.yaml"));
    assertThat(metric("idwise.routes.refused")).isZero();
    Files.move(folder.resolve(CRM), folder.resolve("people.camel.yaml"));
    await().until(() -> health().contains("people.camel.yaml\":\"running"));
    await().until(() -> !health().contains("\"" + CRM));
    awaitStatus(product.accept(finished("j3", "r3", "Complete")), "crm", "delivered");
  }

  @Tag("full")
  @Test
  void whatWouldLeaveAnotherFileWithoutItsDestinationIsRefused() throws IOException {
    edit(CRM, "outbox:crm", "outbox:customers");
    await().until(() -> health().contains("no route takes from"));
    deliver("j1");
    Product.removeScenarios(folder);
    save(
        "decide-crm.camel.yaml",
        Files.readString(folder.resolve("decide-crm.camel.yaml"))
            .replace("outbox:crm", "outbox:customers"));
    await().until(() -> running(CRM).contains("outbox:customers"));
    String id = product.accept(finished("j2", "r-j2", "Complete"));
    awaitStatus(id, "customers", "delivered");
    assertThat(metric("idwise.routes.refused")).isZero();
  }

  @Tag("full")
  @Test
  void aFileThatIsBeingWrittenIsTakenWhenItIsWhole() throws IOException {
    String whole = Files.readString(folder.resolve("decide.camel.yaml"));
    Product.removeScenarios(folder);
    Path file = folder.resolve("decide.camel.yaml");
    for (int i = 0; i < 30; i++) {
      Files.writeString(file, "# part " + i + "\n" + whole);
      await().pollDelay(Duration.ofMillis(60)).until(() -> true);
    }
    assertThat(running("decide.camel.yaml")).doesNotContain("# part");
    await().until(() -> running("decide.camel.yaml").contains("# part 29"));
  }

  @Test
  @Tag("full")
  void editsUnderLoadLoseAndDoubleNothing() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    load.scheduleWithFixedDelay(
        () -> {
          int i = sent.incrementAndGet();
          product.accept(reviewed("j" + i, "r" + i, "Rejected"));
        },
        0,
        10,
        TimeUnit.MILLISECONDS);
    List<String> edited =
        List.of(
            CRM,
            "decide.camel.yaml",
            "decide-journey.camel.yaml",
            "email.camel.yaml",
            "mail.camel.yaml");
    for (int i = 0; i < Integer.getInteger("reload.edits", 15) / edited.size(); i++) {
      String mark = "# edit " + i + " ";
      for (String name : edited) {
        save(name, Files.readString(Product.ROUTES.resolve(name)) + mark + "\n");
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> edited.stream().allMatch(name -> running(name).contains(mark)));
    }
    load.shutdown();
    assertThat(load.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    int events = sent.get();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                count(
                        "SELECT COUNT(*) FROM delivery WHERE status IN ('delivered', 'nothing-to-do')")
                    == 4 * events);
    assertThat(events).isGreaterThan(15);
    assertThat(count("SELECT COUNT(*) FROM delivery")).isEqualTo(4 * events);
    assertThat(crmCalls()).hasSize(events);
    assertThat(mails()).hasSize(events);
    assertThat(
            product
                .jdbc()
                .sql(
                    "SELECT error FROM every_attempt WHERE outcome NOT IN ('delivered', 'nothing-to-do')")
                .query(String.class)
                .list())
        .isEmpty();
  }

  private void deliver(String journey) {
    awaitStatus(product.accept(finished(journey, "r-" + journey, "Complete")), "crm", "delivered");
  }

  private void edit(String name, String right, String changed) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(right);
    save(name, text.replace(right, changed));
  }

  /** As editors do: a file is there whole or not at all. */
  private static void save(String name, String text) throws IOException {
    Path written = folder.resolve(name + ".saving");
    Files.writeString(written, text);
    Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private int count(String sql) {
    return product.jdbc().sql(sql).query(Integer.class).single();
  }

  private String running(String name) {
    return reloading.context().getBean(RouteFiles.class).texts().getOrDefault(name, "");
  }

  private String health() {
    return product.get("/actuator/health/routes").body();
  }

  private double metric(String name) {
    return product.get("/actuator/metrics/" + name).json().at("/measurements/0/value").asDouble();
  }
}
