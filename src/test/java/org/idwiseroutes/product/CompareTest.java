package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.h2.Driver;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.cli.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** {@code --compare}: what the events of the past would do by other rules. */
@Tag("full")
class CompareTest extends ProductTest {

  private static final int UNTOLD = 2;

  @TempDir Path changed;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void whatDiffersIsGroupedWithItsEventsAndNothingIsDone() throws IOException {
    String database = World.newPostgresDatabase();
    List<String> refers = new ArrayList<>();
    try (Product past = Product.start(database)) {
      use(past);
      for (int i = 0; i < 3; i++) {
        refers.add(past.accept(finished("r" + i, "person-r" + i, "Refer")));
      }
      for (int i = 0; i < 2; i++) {
        past.accept(reviewed("m" + i, "m" + i, "Approved"));
      }
      past.accept(event("Finished Step", Map.of("journeyId", "s", "eventId", "s")));
      past.accept(event("Nobody Knows", Map.of("journeyId", "s", "eventId", "n")));
      await().until(() -> count(past, "outcome IS NOT NULL") == 7 && pending(past) == 0);
      int deliveries = count(past, "1 = 1");

      FileSystemUtils.copyRecursively(Product.ROUTES, changed);
      assertThat(compare(database, "7d")).as(text()).isZero();
      assertThat(text())
          .contains("0 of 7 events would go otherwise; 0 of them no rule would handle any more.");

      replace(
          "decide-journey.camel.yaml",
          "                  - to:\n                      id: decide-journey-review-tickets\n                      uri: direct:decide-tickets\n",
          "                  - to:\n                      id: decide-journey-review-fraud\n                      uri: outbox:fraud\n");
      replace(
          "decide-journey.camel.yaml",
          "                - to:\n                    id: decide-journey-settled-crm\n                    uri: direct:decide-crm\n",
          "");
      assertThat(compare(database, "7d")).isEqualTo(1);
      assertThat(text())
          .contains(
              "5 of 7 events would go otherwise; 0 of them",
              "     3  Finished Journey, Refer: would now go to fraud, and would no longer go to ticketing (ticket: review)",
              refers.get(0),
              "     2  Manually Reviewed, Approved: would no longer go to crm");
      assertThat(compare(database, "0s")).isZero();

      FileSystemUtils.copyRecursively(Product.ROUTES, changed);
      replace("rest/customer.jsonata", "\"status\": $status", "\"state\": outcome");
      assertThat(compare(database, "7d")).isEqualTo(1);
      assertThat(text())
          .contains(
              "5 of 7 events would go otherwise; 0 of them no rule would handle any more.",
              "     3  Finished Journey, Refer: crm would be asked otherwise (body.state, body.status)",
              "     2  Manually Reviewed, Approved: crm would be asked otherwise",
              "        crm: body.state was not set, would be review",
              "        crm: body.status was review, would be not set")
          .doesNotContain("person-r0", "before:");

      FileSystemUtils.copyRecursively(Product.ROUTES, changed);
      replace("decide-tickets.camel.yaml", "expression: ${variable.opens}\n", "expression: kyc\n");
      assertThat(compare(database, "7d")).isEqualTo(1);
      assertThat(text())
          .contains(
              "     3  Finished Journey, Refer: ticketing would carry ticket: kyc instead of ticket: review")
          .doesNotContain("no longer go");

      FileSystemUtils.copyRecursively(Product.ROUTES, changed);

      replace(
          "decide.camel.yaml",
          "'Finished Journey,Manually Reviewed,Updated",
          "'Finished Journey,Updated");
      assertThat(compare(database, "7d")).isEqualTo(1);
      assertThat(text()).contains("2 of them no rule would handle any more");
      assertThat(count(past, "1 = 1")).isEqualTo(deliveries);
    }
  }

  /** What no rule has taken is shown to the rules that are to take it. */
  @Test
  void anEventOfTheDatabaseIsFollowedThroughOtherRules() throws IOException {
    String database = World.newPostgresDatabase();
    String id;
    try (Product past = Product.start(database)) {
      use(past);
      id = past.accept(event("Nobody Knows", Map.of("journeyId", "s", "eventId", "n")));
      await().until(() -> count(past, "outcome IS NOT NULL") == 1);
    }
    FileSystemUtils.copyRecursively(Product.ROUTES, changed);
    assertThat(follow(database, id)).as(text()).isEqualTo(1);
    assertThat(text())
        .contains(
            id + ", Nobody Knows:", "no   decide-unreadable (decide)", "It stays in quarantine");
    replace("decide.camel.yaml", "'Finished Step,Step", "'Nobody Knows,Finished Step,Step");
    assertThat(follow(database, id)).isZero();
    assertThat(text()).contains("yes  decide-steps (decide)", "It would go nowhere.");
    assertThat(follow(database, "00000000-0000-0000-0000-000000000000")).isEqualTo(2);
    assertThat(text()).contains("the database has no event 00000000");
  }

  /** Nobody else can open the embedded database of a running node; the node reads it for them. */
  @Test
  void theEventsOfARunningNodeAreReadThroughIt(@TempDir Path data) throws Exception {
    String database =
        "jdbc:h2:file:%s/events;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            .formatted(data);
    try (Product node = Product.start(database)) {
      use(node);
      String unknown = node.accept(event("Nobody Knows", Map.of("journeyId", "s", "eventId", "n")));
      for (int i = 0; i < 120; i++) {
        node.accept(finished("r" + i, "person-r" + i, "Refer"));
      }
      await().until(() -> count(node, "outcome IS NOT NULL") == 121);
      FileSystemUtils.copyRecursively(Product.ROUTES, changed);
      replace("rest/customer.jsonata", "\"status\": $status", "\"state\": outcome");
      List<String> through = new ArrayList<>(List.of("--node=http://localhost:" + node.opsPort()));
      through.add("--idwise.node.username=alice");
      through.add("--idwise.node.password=wonderland");
      List<String> compare =
          new ArrayList<>(List.of("--compare", Product.ROUTES.toString(), changed.toString()));
      compare.addAll(through);
      assertThat(run("jdbc:h2:mem:none", compare.toArray(String[]::new))).as(text()).isEqualTo(1);
      assertThat(text()).contains("120 of 121 events would go otherwise");
      List<String> onTheNode = new ArrayList<>(List.of("--compare"));
      onTheNode.addAll(through);
      await().until(() -> count(node, "outcome IS NOT NULL AND rules IS NOT NULL") == 121);
      assertThat(run("jdbc:h2:mem:none", onTheNode.toArray(String[]::new))).as(text()).isZero();
      assertThat(text()).contains("0 of 120 events would go otherwise", "/console/comparisons/");
      assertThat(run("jdbc:h2:mem:none", "--compare")).isEqualTo(2);
      assertThat(text()).contains("name two folders, or with --node the node");
      List<String> follow =
          new ArrayList<>(List.of("--check", changed.toString(), "--event", unknown));
      follow.addAll(through);
      assertThat(run("jdbc:h2:mem:none", follow.toArray(String[]::new))).as(text()).isEqualTo(1);
      assertThat(text()).contains("It stays in quarantine");
      follow.set(3, "00000000-0000-0000-0000-000000000000");
      assertThat(run("jdbc:h2:mem:none", follow.toArray(String[]::new))).isEqualTo(2);
      assertThat(text()).contains("no event 00000000");
      String elsewhere = "--node=http://localhost:" + node.opsPort() + "/elsewhere";
      for (List<String> command : List.of(compare, follow)) {
        List<String> wrong = new ArrayList<>(command);
        wrong.replaceAll(one -> one.startsWith("--node=") ? elsewhere : one);
        assertThat(run("jdbc:h2:mem:none", wrong.toArray(String[]::new))).as(text()).isEqualTo(2);
        assertThat(text()).contains("is no address of a node's API");
      }
      compare.set(compare.size() - 1, "--idwise.node.password=wrong-one");
      assertThat(run("jdbc:h2:mem:none", compare.toArray(String[]::new))).isEqualTo(2);
      assertThat(text()).contains("the node refuses the login");
    }
    String h2 =
        Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    Process another =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                h2,
                "org.h2.tools.Shell",
                "-url",
                database,
                "-user",
                "sa")
            .start();
    try {
      await()
          .until(
              () ->
                  compare(database, "7d") == UNTOLD
                      && text().contains("read through the node: --node"));
    } finally {
      another.destroyForcibly().waitFor();
    }
  }

  /** Whoever writes a rule for an event sees on its page whether the rule would take it. */
  @Test
  void theRulesThatStandInTheFolderAreTriedOnTheEventsPage() throws IOException {
    FileSystemUtils.copyRecursively(Product.ROUTES, changed);
    try (Product product = Product.start(Database.H2.url(), "idwise.routes.directory=" + changed)) {
      use(product);
      String id =
          product.accept(
              event("Nobody Knows", Map.of("journeyId", "s", "eventId", "n", "amount", 7)));
      await().until(() -> count(product, "outcome IS NOT NULL") == 1);
      String page = "/console/events/" + id;
      assertThat(product.get(page).body())
          .contains("Rules, as they are now", "It goes to the quarantine.")
          .doesNotContain("as they stand in the folder");
      replace("decide.camel.yaml", "${variable.aml} == true", "${body} contains '\"amount\":7'");
      assertThat(product.get(page).body().split("as they stand in the folder"))
          .hasSize(2)
          .satisfies(parts -> assertThat(parts[0]).contains("It goes to the quarantine."))
          .satisfies(
              parts -> assertThat(parts[1]).contains("They are not what runs", "It goes to: "));
    }
  }

  private int follow(String database, String event) {
    return run(database, "--check", changed.toString(), "--event", event);
  }

  /** How long it takes is in docs/performance.md; {@code -Dcompare.events=100000} for that. */
  @Test
  void manyEventsAreReadPageByPage() throws IOException {
    int events = Integer.getInteger("compare.events", 2_500);
    String database = World.newPostgresDatabase();
    try (Product past = Product.start(database)) {
      use(past);
      past.accept(finished("r0", "person-0", "Refer"));
      past.accept(reviewed("m0", "person-1", "Rejected"));
      past.accept(finished("c0", "person-2", "Complete"));
      await().until(() -> count(past, "outcome IS NOT NULL") == 3 && pending(past) == 0);
      past.jdbc()
          .sql(
              """
              INSERT INTO event (id, source, event_key, event, journey_id, journey_key, reference_no,
                payload, state, decision, previous_decision, changed, outcome, stale, worse, received_at)
              SELECT gen_random_uuid(), source, event_key || '-' || n, event, journey_id, journey_key,
                reference_no, payload, state, decision, previous_decision, changed, outcome, stale,
                worse, received_at
              FROM event, generate_series(2, :copies) n ORDER BY n
              """)
          .param("copies", events / 3 + 1)
          .update();
    }
    FileSystemUtils.copyRecursively(Product.ROUTES, changed);
    replace("rest/customer.jsonata", "\"status\": $status", "\"state\": outcome");
    replace("decide-journey.camel.yaml", "== 'rejected'", "in 'rejected,review'");
    long begun = System.nanoTime();
    assertThat(compare(database, "7d")).isEqualTo(1);
    System.out.printf("%d events in %d ms%n", events, (System.nanoTime() - begun) / 1_000_000);
    int all = 3 * (events / 3 + 1);
    assertThat(text()).contains("%,d of %,d events would go otherwise".formatted(all, all));
  }

  @Test
  void whatCannotBeToldIsSaid() {
    assertThat(compare("jdbc:postgresql://localhost:1/none", "7d")).isEqualTo(2);
    assertThat(text()).contains("It cannot be told");
    assertThat(
            commands().run(new String[] {"--compare", "one"}, settings -> fail("a node started")))
        .isEqualTo(2);
    assertThat(text()).contains("name two folders");
  }

  private int compare(String database, String since) {
    return run(
        database, "--compare", Product.ROUTES.toString(), changed.toString(), "--since", since);
  }

  private int run(String database, String... arguments) {
    out.reset();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--spring.datasource.url=" + database);
    all.add("--spring.datasource.username=postgres");
    return commands().run(all.toArray(String[]::new), settings -> fail("a node started"));
  }

  private Commands commands() {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Commands(IdwiseRoutes.class, printed, printed);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void replace(String name, String right, String other) throws IOException {
    Path file = changed.resolve(name);
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, other));
  }

  private static int count(Product product, String where) {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM event WHERE " + where)
        .query(Integer.class)
        .single();
  }

  private static int pending(Product product) {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM delivery WHERE status = 'pending'")
        .query(Integer.class)
        .single();
  }
}
