package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.idwiseroutes.product.Product.Answer;
import org.idwiseroutes.routes.RouteFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * What a wrong rule has done is put right: exactly the difference, once somebody has approved it.
 */
@Tag("full")
class BackfillTest extends ProductTest {

  private static final String JOURNEY = "decide-journey.camel.yaml";
  private static final String TICKETS = "decide-tickets.camel.yaml";
  private static final String MAPPING = "rest/customer.jsonata";
  private static final String RIGHT = "\"status\": $status != \"unknown\" ? $status";
  private static final String WRONG = "\"status\": \"wrong\"";
  private static final String PASSWORD = "a-long-password";
  private static final String ALICE = "alice:wonderland";
  private static final String BOB = "bob:" + PASSWORD;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PERSONS = 24;

  @TempDir Path folder;

  private Product start(Database database) {
    return startOn(database.url());
  }

  private Product startOn(String url, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "idwise.routes.directory=" + folder,
                "idwise.routes.reload=on",
                "idwise.routes.reload-interval=100ms",
                "idwise.replay.rate=200",
                "idwise.operators.bob.password=" + PASSWORD));
    settings.addAll(List.of(more));
    return Product.start(url, settings.toArray(String[]::new));
  }

  @OnEveryDatabase
  void aWrongRuleIsPutRightAsIfItHadNeverBeen(Database database) throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(JOURNEY, "${variable.outcome} == 'rejected'", "${variable.outcome} == 'verified'");
    edit(TICKETS, "${variable.opens} != null", "${variable.opens} == 'nothing'");
    edit(MAPPING, RIGHT, WRONG);
    try (Product wrong = start(database)) {
      use(wrong);
      send("w");
      Map<String, String> asTold = world("w");
      edit(JOURNEY, "${variable.outcome} == 'verified'", "${variable.outcome} == 'rejected'");
      edit(TICKETS, "${variable.opens} == 'nothing'", "${variable.opens} != null");
      edit(MAPPING, WRONG, RIGHT);
      await()
          .until(
              () ->
                  running(JOURNEY).contains("'rejected'")
                      && running(TICKETS).contains("opens} != null")
                      && running(MAPPING).contains(RIGHT));

      String id = compare();
      JsonNode found = product.get("/api/comparisons/" + id).json();
      assertThat(found.at("/comparison/different").asInt()).isGreaterThan(PERSONS / 2);
      assertThat(found.path("differences").findValuesAsText("act"))
          .contains("add", "correct", "kept");
      assertThat(found.at("/differences/0/examples").toString()).doesNotContain("w-0");
      assertThat(world("w")).isEqualTo(asTold);

      String twin = compare();
      Answer direct = act("/api/comparisons/" + id + "/propose?reason=the+rule+was+wrong", ALICE);
      assertThat(direct.status()).as(direct.body()).isEqualTo(200);
      String proposal = direct.json().path("id").asText();
      assertThat(world("w")).isEqualTo(asTold);
      assertThat(act("/api/proposals/" + proposal + "/approve", ALICE).status()).isEqualTo(403);
      assertThat(product.get("/console/proposals/" + proposal).body())
          .contains("/console/comparisons/" + id);
      Answer approved = act("/api/proposals/" + proposal + "/approve", BOB);
      assertThat(approved.status()).as(approved.body()).isEqualTo(200);
      awaitFinished(id);
      JsonNode done = product.get("/api/comparisons/" + id).json();
      assertThat(done.at("/comparison/done")).isEqualTo(done.at("/comparison/total"));
      assertThat(product.get("/console/comparisons/" + id).body()).contains("finished");
      Map<String, String> repaired = world("w");
      assertThat(act("/api/proposals/" + proposal + "/approve", BOB).status()).isEqualTo(409);

      String second =
          act("/api/comparisons/" + twin + "/propose?reason=once+more", ALICE)
              .json()
              .path("id")
              .asText();
      assertThat(act("/api/proposals/" + second + "/approve", BOB).status()).isEqualTo(200);
      awaitFinished(twin);
      assertThat(product.get("/api/comparisons/" + twin).json().path("results").toString())
          .contains("put right meanwhile")
          .doesNotContain("delivered");
      assertThat(world("w")).isEqualTo(repaired);

      String again = compare();
      assertThat(product.get("/api/comparisons/" + again).json().at("/comparison/total").asInt())
          .isZero();

      try (Product right = start(database)) {
        use(right);
        send("g");
        assertThat(repaired).isEqualTo(world("g"));
      }
    }
  }

  @OnEveryDatabase
  void oneEventIsDecidedAgain(Database database) throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(JOURNEY, "${variable.opens} == 'review'", "${variable.opens} == 'nothing'");
    edit(TICKETS, "${variable.opens} != null", "${variable.opens} == 'nothing'");
    try (Product own = start(database)) {
      use(own);
      String first = product.accept(finished("j1", "r1", "Refer"));
      awaitAll(first, "delivered");
      String settled = product.accept(finished("j2", "r2", "Refer"));
      awaitAll(settled, "delivered");
      awaitAll(product.accept(reviewed("j2", "r2", "Approved")), "delivered");
      assertThat(tickets("r1")).isEmpty();
      assertThat(redecide(first, "")).isEmpty();

      edit(JOURNEY, "${variable.opens} == 'nothing'", "${variable.opens} == 'review'");
      edit(TICKETS, "${variable.opens} == 'nothing'", "${variable.opens} != null");
      await()
          .until(
              () ->
                  running(JOURNEY).contains("opens} == 'review'")
                      && running(TICKETS).contains("opens} != null"));
      JsonNode plan = redecide(first, "?dryRun=true");
      assertThat(plan).hasSize(1);
      assertThat(plan.at("/0/act").asText()).isEqualTo("add");
      assertThat(plan.at("/0/destination").asText()).isEqualTo("ticketing");
      assertThat(product.statuses(first)).doesNotContainKey("ticketing");
      assertThat(act("/api/events/" + first + "/redecide", ALICE).status()).isEqualTo(400);

      assertThat(redecide(first, "?reason=it+was+wrong").at("/0/result").asText())
          .isEqualTo("added");
      awaitStatus(first, "ticketing", "delivered");
      assertThat(tickets("r1")).containsExactly("review");
      assertThat(redecide(first, "?reason=once+more")).isEmpty();

      JsonNode late = redecide(settled, "?reason=too+late");
      assertThat(late.at("/0/act").asText()).isEqualTo("overtaken");
      assertThat(product.statuses(settled)).doesNotContainKey("ticketing");
      assertThat(act("/api/events/" + UUID.randomUUID() + "/redecide?reason=x", ALICE).status())
          .isEqualTo(404);
    }
  }

  @Test
  void aTicketThatShouldNotBeOpenIsClosedAndWhatWaitsIsWithdrawn() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      String open = product.accept(finished("j1", "r1", "Refer"));
      awaitAll(open, "delivered");
      assertThat(tickets("r1")).containsExactly("review");
      product.operate("/api/destinations/email/pause", null);
      String waiting = product.accept(reviewed("j2", "r2", "Rejected"));
      awaitStatus(waiting, "crm", "delivered");
      assertThat(product.statuses(waiting)).containsEntry("email", "pending");

      edit(JOURNEY, "${variable.opens} == 'review'", "${variable.opens} == 'kyc'");
      edit(JOURNEY, "${variable.outcome} == 'rejected'", "${variable.outcome} == 'resubmission'");
      edit(TICKETS, "${variable.opens} != null", "${variable.opens} == 'kyc'");
      await()
          .until(
              () ->
                  running(JOURNEY).contains("outcome} == 'resubmission'")
                      && running(TICKETS).contains("opens} == 'kyc'"));
      JsonNode closed = redecide(open, "?reason=nobody+has+to+look");
      assertThat(closed.findValuesAsText("act")).containsExactly("close");
      await().until(() -> tickets("r1").isEmpty());
      assertThat(redecide(open, "?dryRun=true").findValuesAsText("act"))
          .doesNotContain("close", "add", "correct");
      JsonNode withdrawn = redecide(waiting, "?reason=nobody+has+to+know");
      assertThat(withdrawn.findValuesAsText("act")).containsExactly("withdraw");
      assertThat(product.statuses(waiting)).containsEntry("email", "discarded");
      product.operate("/api/destinations/email/resume", null);
    }
  }

  @Test
  void whatComesLaterWinsAndOtherRulesBeginNothing() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(MAPPING, RIGHT, WRONG);
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      String old = product.accept(finished("j1", "r1", "Refer"));
      awaitAll(old, "delivered");
      edit(MAPPING, WRONG, RIGHT);
      await().until(() -> running(MAPPING).contains(RIGHT));
      String id = compare();
      Answer proposed = act("/api/comparisons/" + id + "/propose?reason=wrong", ALICE);
      assertThat(proposed.status()).as(proposed.body()).isEqualTo(200);
      String proposal = proposed.json().path("id").asText();
      String later = product.accept(reviewed("j1", "r1", "Approved"));
      awaitAll(later, "delivered");
      assertThat(act("/api/proposals/" + proposal + "/approve", BOB).status()).isEqualTo(200);
      awaitFinished(id);
      assertThat(product.get("/api/comparisons/" + id).json().path("results").toString())
          .contains("the journey is verified now");
      assertThat(json(crmCalls().get(crmCalls().size() - 1)).path("status").asText())
          .isEqualTo("verified");

      String second = compare();
      edit(MAPPING, RIGHT, "\"status\": \"other\"");
      await().until(() -> running(MAPPING).contains("other"));
      Answer refused = act("/api/comparisons/" + second + "/propose?reason=x", ALICE);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.body()).contains("compare again");
    }
  }

  /** The CRM has one record of a person: what an older journey would have told is history. */
  @Test
  void anOlderJourneysWordOverwritesNoLaterOne() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(JOURNEY, "${variable.outcome} == 'rejected'", "${variable.outcome} == 'resubmission'");
    edit("decide-crm.camel.yaml", "${variable.byPerson} == true ||", "");
    edit(
        "decide-crm.camel.yaml",
        "${variable.newestJourney} == true",
        "${variable.outcome} == 'rejected'");
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
      awaitAll(product.accept(reviewed("j2", "r1", "Rejected")), "delivered");
      assertThat(crmCalls()).hasSize(1);
      edit(
          "decide-crm.camel.yaml",
          "${variable.outcome} == 'rejected'",
          "${variable.newestJourney} == true");
      await().until(() -> running("decide-crm.camel.yaml").contains("newestJourney"));
      JsonNode found = product.get("/api/comparisons/" + compare()).json();
      assertThat(found.at("/comparison/total").asInt()).as(found.toString()).isZero();
      assertThat(found.path("differences").findValuesAsText("act")).containsOnly("overtaken");
      assertThat(crmCalls()).hasSize(1);
    }
  }

  /** A check that was passed closes nothing that a later one has opened. */
  @Test
  void whatClosesATicketIsNotSentOnceALaterEventHasOpenedIt() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(TICKETS, "${variable.closes} != null", "${variable.closes} == 'kyc'");
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      awaitAll(product.accept(check("c1", "Complete")), "delivered");
      awaitAll(product.accept(check("c2", "Rejected")), "delivered");
      assertThat(tickets("r1")).containsExactly("spot-check");
      edit(TICKETS, "${variable.closes} == 'kyc'", "${variable.closes} != null");
      await().until(() -> running(TICKETS).contains("closes} != null"));
      JsonNode found = product.get("/api/comparisons/" + compare()).json();
      assertThat(found.at("/comparison/total").asInt()).as(found.toString()).isZero();
      assertThat(found.path("differences").findValuesAsText("act")).contains("overtaken");
    }
  }

  /** A mail that is about a ticket is a mail. */
  @Test
  void whatCannotBeTakenBackIsToldAndNothingIsSentForIt() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
      String missed =
          product.accept(
              event(
                  "KYC Renewal Deadline Exceeded",
                  Map.of(
                      "eventId", UUID.randomUUID().toString(),
                      "journeyId", "j1",
                      "referenceNo", "r1")));
      awaitAll(missed, "delivered");
      assertThat(tickets("r1")).containsExactly("kyc");
      assertThat(product.statuses(missed)).containsEntry("email", "delivered");
      int mails = mails().size();
      Path file = folder.resolve("decide-person.camel.yaml");
      String text = Files.readString(file);
      String step =
          """
                            - to:
                                id: decide-person-deadline-email
                                uri: outbox:email
          """;
      assertThat(text).contains(step);
      Files.writeString(file, text.replace(step, ""));
      await()
          .until(
              () -> !running("decide-person.camel.yaml").contains("decide-person-deadline-email"));
      assertThat(redecide(missed, "?reason=nobody+is+mailed").findValuesAsText("act"))
          .containsExactly("kept");
      assertThat(product.event(missed).path("deliveries")).hasSize(4);
      assertThat(mails()).hasSize(mails);
      assertThat(tickets("r1")).containsExactly("kyc");
    }
  }

  /** Both the ticket that should not be open and the one that should. */
  @Test
  void aTicketOfTheWrongKindIsClosedAndTheRightOneOpened() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(TICKETS, "expression: ${variable.opens}\n", "expression: legal\n");
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      String event = product.accept(finished("j1", "r1", "Refer"));
      awaitAll(event, "delivered");
      assertThat(kinds("legal", "review")).containsExactly("legal");
      edit(TICKETS, "expression: legal\n", "expression: ${variable.opens}\n");
      await().until(() -> !running(TICKETS).contains("legal"));
      String id = compare();
      assertThat(
              product
                  .get("/api/comparisons/" + id)
                  .json()
                  .path("differences")
                  .findValuesAsText("act"))
          .containsExactlyInAnyOrder("close", "correct");
      putRight(id);
      assertThat(kinds("legal", "review")).containsExactly("review");
      assertThat(
              product.get("/api/comparisons/" + compare()).json().at("/comparison/total").asInt())
          .isZero();
    }
  }

  private List<String> kinds(String... kinds) {
    return Stream.of(kinds)
        .filter(
            kind ->
                product
                        .jdbc()
                        .sql("SELECT COUNT(*) FROM remote_id WHERE name = :name")
                        .param("name", "ticket." + kind)
                        .query(Integer.class)
                        .single()
                    > 0)
        .toList();
  }

  /** What one node has begun, the other leaves alone. */
  @Test
  void twoNodesPutEachDifferenceRightOnce() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(MAPPING, RIGHT, WRONG);
    String url = Database.POSTGRES.url();
    String[] inOneStep = {"idwise.replay.rate=1000", "idwise.replay.in-flight=60"};
    try (Product one = startOn(url, inOneStep);
        Product other = startOn(url, inOneStep)) {
      use(one);
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        all.add(product.accept(finished("j" + i, "r" + i, "Complete")));
      }
      all.forEach(event -> awaitAll(event, "delivered"));
      edit(MAPPING, WRONG, RIGHT);
      await().until(() -> running(MAPPING).contains(RIGHT));
      await()
          .until(
              () ->
                  one.get("/actuator/info")
                      .json()
                      .at("/idwise-routes/rules")
                      .equals(other.get("/actuator/info").json().at("/idwise-routes/rules")));
      String id = compare();
      putRight(id);
      assertThat(product.get("/api/comparisons/" + id).json().path("results"))
          .hasToString("{\"delivered\":60}");
      all.forEach(
          event ->
              assertThat(
                      Product.stream(product.event(event).path("deliveries"))
                          .filter(delivery -> delivery.path("destination").asText().equals("crm")))
                  .hasSize(2));
    }
  }

  /** Whoever erases holds the event's deliveries: a correction waits, and finds nobody any more. */
  @Test
  void aCorrectionWaitsForAnErasureAndSendsNothingThen() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    Product.removeScenarios(folder);
    edit(MAPPING, RIGHT, WRONG);
    try (Product own = start(Database.POSTGRES)) {
      use(own);
      String event = product.accept(finished("j1", "r1", "Complete"));
      awaitAll(event, "delivered");
      edit(MAPPING, WRONG, RIGHT);
      await().until(() -> running(MAPPING).contains(RIGHT));
      CompletableFuture<JsonNode> decided = new CompletableFuture<>();
      product
          .context()
          .getBean(TransactionTemplate.class)
          .executeWithoutResult(
              status -> {
                product
                    .jdbc()
                    .sql("SELECT id FROM delivery WHERE event_id = :id FOR UPDATE")
                    .param("id", UUID.fromString(event))
                    .query(UUID.class)
                    .list();
                decided.completeAsync(() -> redecide(event, "?reason=wrong"));
                await().until(() -> decided.isDone() || waiting() > 0);
                product
                    .jdbc()
                    .sql("UPDATE event SET state = 'erased', payload = '' WHERE id = :id")
                    .param("id", UUID.fromString(event))
                    .update();
              });
      assertThat(decided.get(30, TimeUnit.SECONDS).at("/0/result").asText())
          .contains("no longer there");
      assertThat(crmCalls()).hasSize(1);
    }
  }

  /** Transactions that wait for a lock. */
  private int waiting() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        .query(Integer.class)
        .single();
  }

  private static Map<String, Object> check(String id, String decision) {
    return event(
        "Finished Spot Check",
        Map.of(
            "eventId",
            UUID.randomUUID().toString(),
            "spotCheckJourneyId",
            id,
            "referenceNo",
            "r1",
            "systemDecision",
            decision));
  }

  /** Of each kind of person some, with one journey each. */
  private void send(String prefix) {
    List<String> last = new ArrayList<>();
    for (int i = 0; i < PERSONS; i++) {
      String person = prefix + "-" + i;
      String journey = prefix + "-journey-" + i;
      switch (i % 6) {
        case 0 -> last.add(product.accept(finished(journey, person, "Complete")));
        case 1 -> last.add(product.accept(reviewed(journey, person, "Rejected")));
        case 2 -> last.add(product.accept(finished(journey, person, "Refer")));
        case 3 -> {
          awaitAll(product.accept(finished(journey, person, "Refer")), "delivered");
          last.add(product.accept(reviewed(journey, person, "Approved")));
        }
        case 4 -> {
          awaitAll(product.accept(reviewed(journey, person, "Approved")), "delivered");
          last.add(
              product.accept(
                  event(
                      "AML Monitor Update",
                      Map.of(
                          "eventId",
                          UUID.randomUUID().toString(),
                          "journeyId",
                          journey,
                          "referenceNo",
                          person,
                          "updatedAMLVersionNumber",
                          2,
                          "systemDecision",
                          "Refer",
                          "previousSystemDecision",
                          "Complete"))));
        }
        default ->
            last.add(
                product.accept(
                    event(
                        "Finished Step",
                        Map.of("eventId", UUID.randomUUID().toString(), "journeyId", journey))));
      }
    }
    last.forEach(one -> awaitAll(one, "delivered"));
  }

  /** What the CRM has of each person, which tickets are open, and who was mailed of what. */
  private Map<String, String> world(String prefix) throws MessagingException {
    Map<String, String> world = new TreeMap<>();
    for (LoggedRequest call : crmCalls()) {
      String person = call.getUrl().replaceFirst(".*/", "");
      if (person.startsWith(prefix + "-")) {
        world.put(
            person.substring(2) + " crm",
            json(call).path("status").asText() + json(call).path("renewal"));
      }
    }
    for (int i = 0; i < PERSONS; i++) {
      world.put(i + " tickets", tickets(prefix + "-" + i).toString());
    }
    for (MimeMessage mail : mails()) {
      String about = mail.getSubject();
      if (about.contains(prefix + "-") && about.contains("Rejected")) {
        world.merge(
            about.replace(prefix + "-", ""),
            mail.getAllRecipients()[0].toString(),
            (one, other) -> one + ", " + other);
      }
    }
    return world;
  }

  private List<String> tickets(String reference) {
    Answer person = product.get("/api/people/live?reference=" + reference);
    return person.json().path("tickets").findValuesAsText("kind");
  }

  private String running(String name) {
    return product.context().getBean(RouteFiles.class).running().texts().get(name);
  }

  private void awaitFinished(String id) {
    await()
        .atMost(LONG)
        .until(
            () ->
                product
                    .get("/api/comparisons/" + id)
                    .json()
                    .at("/comparison/state")
                    .asText()
                    .equals("finished"));
  }

  /** By two persons, to its end. */
  private void putRight(String id) {
    String proposal =
        act("/api/comparisons/" + id + "/propose?reason=wrong", ALICE).json().path("id").asText();
    assertThat(act("/api/proposals/" + proposal + "/approve", BOB).status()).isEqualTo(200);
    awaitFinished(id);
  }

  private String compare() {
    Answer begun = act("/api/comparisons?from=2020-01-01T00:00:00Z", ALICE);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    String id = begun.json().path("id").asText();
    await()
        .atMost(LONG)
        .until(
            () ->
                !product
                    .get("/api/comparisons/" + id)
                    .json()
                    .at("/comparison/state")
                    .asText()
                    .equals("comparing"));
    JsonNode found = product.get("/api/comparisons/" + id).json().path("comparison");
    assertThat(found.path("state").asText()).as(found.toString()).isEqualTo("compared");
    return id;
  }

  private JsonNode redecide(String event, String parameters) {
    String asked = parameters.isEmpty() ? "?dryRun=true" : parameters;
    Answer answer = act("/api/events/" + event + "/redecide" + asked, ALICE);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private Answer act(String path, String login) {
    return product.send(
        product
            .ops(path)
            .setHeader("Authorization", Product.basic(login))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }
}
