package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.journey.JourneyKey;
import org.idwiseroutes.journey.Journeys;
import org.springframework.transaction.support.TransactionTemplate;

/** What sequences of events mean for a person, seen from the systems around. */
class SequencesTest extends ProductTest {

  @OnEveryDatabase
  void aReviewEndsWhenTheSystemSaysCompleteAfterAll(Database database) {
    use(database);
    tell(finished("Refer"));
    tell(finished("Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(opened()).isEqualTo(1);
    assertThat(closed()).isEqualTo(1);
  }

  @OnEveryDatabase
  void theEchoOfAReviewTellsNobodyAndNewsDoes(Database database) throws Exception {
    use(database);
    tell(finished("Refer"));
    tell(reviewed("Approved"));
    String echo = tell(finished("Refer"));
    assertThat(product.statuses(echo)).containsOnlyKeys("decide");
    assertThat(product.event(echo).path("meaning").asText())
        .startsWith("the echo of the review of ");
    passLateWindow();
    tell(finished("Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(opened()).isEqualTo(2);
    assertThat(mailsTo("compliance@example.com")).isEqualTo(1);
  }

  @OnEveryDatabase
  void aRenewalIsANewRound(Database database) throws Exception {
    use(database);
    tell(reviewed("Approved"));
    tell(renewal());
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(crm().path("renewal").asText()).isEqualTo("required");
    assertThat(crm().at("/requiredSteps/0/stepId").asText()).isEqualTo("0");
    tell(about("Finished Step", Map.of("stepId", "0")));
    tell(finished("Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(opened()).isEqualTo(1);
    assertThat(mailsTo("compliance@example.com")).isEqualTo(1);
    tell(finished("Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(crm().path("renewal").asText()).isEqualTo("none");
    assertThat(crm().path("renewalDeadline").isNull()).isTrue();
    assertThat(closed()).isEqualTo(1);
  }

  @OnEveryDatabase
  void anUpdateThatStatesTheDecisionIsReviewed(Database database) {
    use(database);
    tell(reviewed("Approved"));
    Map<String, Object> body = new HashMap<>();
    body.put("systemDecision", "Refer");
    body.put("manualDecision", null);
    body.put("finalDecision", "Refer");
    body.put("action", "Step Update");
    tell(about("Updated Journey", body));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(opened()).isEqualTo(1);
  }

  @OnEveryDatabase
  void aRequestToSubmitAgainIsFollowedByARoundOfItsOwn(Database database) {
    use(database);
    tell(finished("Refer"));
    tell(reviewed("Resubmission Requested"));
    tell(finished("Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("resubmission");
    assertThat(opened()).isEqualTo(1);
    tell(about("Finished User Steps", Map.of("systemDecision", "Incomplete")));
    tell(finished("Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(opened()).isEqualTo(2);
    assertThat(closed()).isEqualTo(1);
  }

  @OnEveryDatabase
  void oneAmlFactMakesOneTicketAndOneMail(Database database) throws Exception {
    use(database);
    tell(finished("Complete"));
    tell(updatedAml("Refer"));
    tell(aml(2, "Complete", "Refer"));
    tell(aml(3, "Refer", "Refer"));
    tell(updatedAml("Refer"));
    assertThat(opened()).isEqualTo(1);
    assertThat(mailsTo("compliance@example.com")).isEqualTo(2);
    tell(aml(4, "Refer", "Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(closed()).isEqualTo(1);
    String version =
        product.jdbc().sql("SELECT aml_number FROM journey").query(String.class).single();
    assertThat(version).isEqualTo("4");
  }

  @OnEveryDatabase
  void aRequestThatIsToldTwiceIsMailedOnceAndClosesOnce(Database database) throws Exception {
    use(database);
    tell(finished("Refer"));
    tell(
        about(
            "Verification Update Required",
            Map.of(
                "systemDecision", "Refer",
                "manualDecision", "Resubmission Requested",
                "requiredSteps", List.of(Map.of("stepId", "0", "reasonCode", "blurred")))));
    tell(
        about(
            "Updated Journey",
            Map.of("manualDecision", "Resubmission Requested", "action", "Manual Review")));
    assertThat(crm().path("status").asText()).isEqualTo("resubmission");
    assertThat(closed()).isEqualTo(1);
    assertThat(mailsTo("onboarding@example.com")).isEqualTo(1);
  }

  @OnEveryDatabase
  void aMissedDeadlineLeavesAVerifiedPersonVerified(Database database) {
    use(database);
    tell(finished("Complete"));
    tell(renewal());
    tell(
        about(
            "KYC Renewal Deadline Exceeded",
            Map.of(
                "requiredSteps",
                List.of(
                    Map.of("stepId", "0", "renewalDeadline", "2026-11-15T00:00:00.000Z"),
                    Map.of("stepId", 2, "renewalDeadline", "2026-10-31T00:00:00.000Z")))));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(crm().path("renewal").asText()).isEqualTo("overdue");
    assertThat(crm().path("renewalDeadline").asText()).isEqualTo("2026-10-31T00:00:00.000Z");
    assertThat(opened()).isEqualTo(1);
    tell(about("Finished User Steps", Map.of("systemDecision", "Incomplete")));
    tell(finished("Complete"));
    assertThat(crm().path("renewal").asText()).isEqualTo("none");
    assertThat(closed()).isEqualTo(1);
  }

  @OnEveryDatabase
  void oneEventMayTakeATicketAwayAndBringAnother(Database database) {
    use(database);
    tell(finished("Refer"));
    String change =
        tell(
            about(
                "AML Monitor Update",
                Map.of(
                    "updatedAMLVersionNumber",
                    2,
                    "previousSystemDecision",
                    "Complete",
                    "systemDecision",
                    "Refer",
                    "manualDecision",
                    "Approved",
                    "finalDecision",
                    "Approved")));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(opened()).isEqualTo(2);
    assertThat(closed()).isEqualTo(1);
    assertThat(product.event(change).path("deliveries").findValuesAsText("destination"))
        .filteredOn("ticketing"::equals)
        .hasSize(2);
  }

  @OnEveryDatabase
  void theFirstEndOfARoundThatComesLateChangesNothing(Database database) {
    use(database);
    tell(reviewed("Approved"));
    Map<String, Object> body = new HashMap<>();
    body.put("systemDecision", "Refer");
    body.put("manualDecision", null);
    body.put("finalDecision", "Refer");
    String late = tell(about("Finished Journey", body));
    assertThat(product.statuses(late)).containsOnlyKeys("decide");
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(opened()).isZero();
  }

  @OnEveryDatabase
  void theSameWordsAfterAnotherEventAreNoRepeat(Database database) {
    use(database);
    Map<String, Object> refer =
        event("Finished Journey", Map.of("journeyId", "j1", "systemDecision", "Refer"));
    tell(refer);
    assertThat(product.post(Product.json(refer)).json().path("outcome").asText())
        .isEqualTo("duplicate");
    tell(reviewed("Approved"));
    tell(refer);
    assertThat(product.post(Product.json(refer)).json().path("outcome").asText())
        .isEqualTo("duplicate");
  }

  /** A check that names neither a journey nor itself is known by its person. */
  @OnEveryDatabase
  void theSameWordsOfACheckAfterAnotherAreNoRepeat(Database database) {
    use(database);
    Map<String, Object> failed =
        event("Finished Spot Check", Map.of("referenceNo", "r1", "systemDecision", "Refer"));
    tell(failed);
    assertThat(product.post(Product.json(failed)).json().path("outcome").asText())
        .isEqualTo("duplicate");
    tell(event("Finished Spot Check", Map.of("referenceNo", "r1", "systemDecision", "Complete")));
    assertThat(product.post(Product.json(failed)).json().path("outcome").asText())
        .isEqualTo("accepted");
  }

  /** What one journey means may depend on the others, so nobody decides about two at once. */
  @OnEveryDatabase
  void thePersonsJourneysAreDecidedOneAfterAnother(Database database) throws Exception {
    use(database);
    tell(finished("j1", "r1", "Complete"));
    TransactionTemplate transaction = product.context().getBean(TransactionTemplate.class);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch seen = new CountDownLatch(1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      lock("j1", null);
                      locked.countDown();
                      await().until(() -> seen.getCount() == 0);
                    }));
    await().until(() -> locked.getCount() == 0);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> transaction.executeWithoutResult(status -> lock("j2", "r1")));
    String waiting =
        database == Database.POSTGRES
            ? "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
            : "SELECT COUNT(*) FROM information_schema.sessions WHERE blocker_id IS NOT NULL";
    await().until(() -> product.jdbc().sql(waiting).query(Integer.class).single() == 1);
    seen.countDown();
    CompletableFuture.allOf(first, second).get(10, TimeUnit.SECONDS);
  }

  private void lock(String journey, String reference) {
    product
        .context()
        .getBean(Journeys.class)
        .lockAll(
            List.of(
                new Journeys.Wanted(new JourneyKey("live", journey), Long.MAX_VALUE, reference)));
  }

  @OnEveryDatabase
  void anOlderJourneyDoesNotOverwriteTheStatusUnlessAPersonDecided(Database database) {
    use(database);
    tell(finished("Incomplete"));
    tell(finished("j2", "r1", "Complete"));
    String older = tell(finished("Complete"));
    assertThat(product.statuses(older)).containsOnlyKeys("decide");
    assertThat(product.event(older).path("meaning").asText()).contains("a newer journey");
    tell(reviewed("Rejected"));
    assertThat(crm().path("status").asText()).isEqualTo("rejected");
  }

  @OnEveryDatabase
  void anAlarmOfAnOlderJourneyStandsUntilItEnds(Database database) {
    use(database);
    tell(finished("Complete"));
    tell(finished("j2", "r1", "Refer"));
    assertThat(crm().path("renewal").asText()).isEqualTo("none");
    tell(aml(2, "Complete", "Refer"));
    // the record's renewal is that of the newest journey: an older one leaves it alone
    assertThat(crm().has("renewal")).isFalse();
    assertThat(crm().has("renewalDeadline")).isFalse();
    tell(finished("j2", "r1", "Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(person()).isEqualTo("review");
    tell(aml(3, "Refer", "Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(person()).isEqualTo("verified");
  }

  /** An event that decides nothing does not undo it, and pages say what the CRM was told. */
  @OnEveryDatabase
  void aRejectionOfAnOlderJourneyStandsUntilTheNewestIsDecidedAgain(Database database) {
    use(database);
    tell(finished("Complete"));
    tell(finished("j2", "r1", "Complete"));
    tell(reviewed("Rejected"));
    Map<String, Object> same = new HashMap<>(aml(2, "Complete", "Complete"));
    @SuppressWarnings("unchecked")
    Map<String, Object> body = new HashMap<>((Map<String, Object>) same.get("body"));
    body.put("journeyId", "j2");
    tell(event("AML Monitor Update", body));
    assertThat(crm().path("status").asText()).isEqualTo("rejected");
    assertThat(person()).isEqualTo("rejected");
    tell(reviewed("j2", "r1", "Approved"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(person()).isEqualTo("verified");
  }

  private String person() {
    return product.get("/api/people/live?reference=r1").json().path("status").asText();
  }

  @OnEveryDatabase
  void aCheckIsItsPersonsAndThePassedOneClosesTheTicket(Database database) {
    use(database);
    String nobody =
        product.accept(
            event("Finished Spot Check", Map.of("eventId", id(), "systemDecision", "Refer")));
    await().until(() -> product.event(nobody).path("state").asText().equals("quarantined"));
    assertThat(product.event(nobody).path("problem").asText()).contains("it names nobody");
    tell(
        event(
            "Finished Spot Check",
            Map.of("eventId", id(), "systemDecision", "Refer", "referenceNo", "r1")));
    assertThat(opened()).isEqualTo(1);
    tell(
        event(
            "Finished Ongoing Check",
            Map.of(
                "eventId",
                id(),
                "journeyId",
                "j9",
                "systemDecision",
                "Complete",
                "referenceNo",
                "r1")));
    assertThat(closed()).isEqualTo(1);
  }

  @OnEveryDatabase
  void closingWhatWasNeverOpenedIsNothingToDo(Database database) {
    use(database);
    World.DESK.stubFor(post(urlPathEqualTo("/tickets")).atPriority(0).willReturn(status(400)));
    String refer = product.accept(finished("Refer"));
    awaitStatus(refer, "ticketing", "dead");
    String approved = product.accept(reviewed("Approved"));
    awaitStatus(approved, "ticketing", "nothing-to-do");
    JsonNode delivery = product.delivery(approved, "ticketing");
    assertThat(delivery.path("lastError").asText()).contains("no ticket is open");
    assertThat(delivery.at("/history/0/outcome").asText()).isEqualTo("nothing-to-do");
    assertThat(product.get("/api/deliveries?status=nothing-to-do").json().path("items")).hasSize(1);
    World.DESK.resetAll();
    destinationsSayYes();
    product.operate(
        "/api/deliveries/%s/replay"
            .formatted(product.delivery(refer, "ticketing").path("id").asText()),
        null);
    awaitStatus(refer, "ticketing", "nothing-to-do");
    assertThat(opened()).isZero();
  }

  @OnEveryDatabase
  void reasonsThatFollowTheDecisionReachTheTicketAndTheMail(Database database) throws Exception {
    use(database);
    tell(finished("Refer"));
    tell(reviewed("Rejected"));
    assertThat(closed()).isEqualTo(1);
    tell(explained("sanctions_match"));
    assertThat(comments()).anyMatch(text -> text.contains("Reasons: sanctions_match."));
    assertThat(closed()).isEqualTo(1);
    assertThat(mailsTo("compliance@example.com")).isEqualTo(2);
    assertThat(text(mails().get(1))).contains("Reason:     sanctions_match");
    String again = tell(explained("sanctions_match"));
    assertThat(product.statuses(again)).containsOnlyKeys("decide");
  }

  @OnEveryDatabase
  void aTicketThatClosedLongAgoHearsOfNoReasons(Database database) {
    use(database);
    tell(finished("Refer"));
    tell(finished("Complete"));
    assertThat(closed()).isEqualTo(1);
    tell(reviewed("Rejected"));
    product.jdbc().sql("UPDATE remote_id SET kept_at = kept_at - INTERVAL '3' DAY").update();
    int before = comments().size();
    String id = product.accept(explained("sanctions_match"));
    awaitStatus(id, "ticketing", "nothing-to-do");
    assertThat(comments()).hasSize(before);
  }

  @OnEveryDatabase
  void aNumberThatIsTooLargeForADoubleIsMailedAsItCame(Database database) throws Exception {
    use(database);
    tell(finished("Complete"));
    String sent =
        Product.json(aml(2, "Complete", "Refer"))
            .replace("\"updatedAMLVersionNumber\":2", "\"updatedAMLVersionNumber\":1e400");
    assertThat(sent).contains("1e400");
    String id = product.post(sent).json().path("id").asText();
    awaitAll(id, "delivered");
    assertThat(text(mails().get(0))).contains("version 1E+400").doesNotContain("Infinity");
  }

  @OnEveryDatabase
  void whatWaitsForADecisionThatIsUnknownHereLeavesTheStatusAlone(Database database) {
    use(database);
    tell(renewal());
    assertThat(crm().has("status")).isFalse();
    assertThat(crm().has("decision")).isFalse();
    assertThat(crm().path("renewal").asText()).isEqualTo("required");
    tell(about("Finished User Steps", Map.of("systemDecision", "Incomplete")));
    tell(finished("Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    tell(reviewed("Approved"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(crm().path("renewal").asText()).isEqualTo("none");
  }

  @OnEveryDatabase
  void theDecisionBesideAStatusIsTheOneThatItFollowsFrom(Database database) {
    use(database);
    tell(finished("Complete"));
    tell(finished("j2", "r1", "Refer"));
    tell(reviewed("j2", "r1", "Approved"));
    tell(aml(2, "Complete", "Refer"));
    assertThat(crm().path("status").asText()).isEqualTo("review");
    assertThat(crm().path("decision").asText()).isEqualTo("Refer");
    tell(aml(3, "Refer", "Complete"));
    assertThat(crm().path("status").asText()).isEqualTo("verified");
    assertThat(crm().path("decision").asText()).isEqualTo("Approved");
  }

  private static Map<String, Object> explained(String reason) {
    return about(
        "Updated Journey",
        Map.of(
            "systemDecision", "Refer",
            "manualDecision", "Rejected",
            "action", "Manual Review",
            "manualReviewDetails", Map.of("reasonCode", reason)));
  }

  private static List<String> comments() {
    return deskCalls(RequestMethod.POST).stream()
        .filter(call -> call.getUrl().endsWith("/comments"))
        .map(LoggedRequest::getBodyAsString)
        .toList();
  }

  private String tell(Map<String, Object> event) {
    String id = product.accept(event);
    awaitAll(id, "delivered");
    return id;
  }

  private void passLateWindow() {
    product
        .jdbc()
        .sql("UPDATE journey SET decided_at = decided_at - INTERVAL '46' MINUTE")
        .update();
  }

  private static Map<String, Object> finished(String decision) {
    return finished("j1", "r1", decision);
  }

  private static Map<String, Object> reviewed(String decision) {
    return reviewed("j1", "r1", decision);
  }

  private static Map<String, Object> renewal() {
    return about(
        "Verification Update Required",
        Map.of(
            "systemDecision", "Incomplete",
            "trigger", "KYC Renewal",
            "requiredSteps", List.of(Map.of("stepId", "0"))));
  }

  private static Map<String, Object> updatedAml(String decision) {
    return about("Updated Journey", Map.of("action", "AML OGM Update", "systemDecision", decision));
  }

  private static Map<String, Object> aml(int version, String previous, String decision) {
    return about(
        "AML Monitor Update",
        Map.of(
            "updatedAMLVersionNumber", version,
            "previousSystemDecision", previous,
            "systemDecision", decision));
  }

  private static Map<String, Object> about(String name, Map<String, Object> fields) {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("eventId", id());
    body.put("journeyId", "j1");
    body.put("referenceNo", "r1");
    return event(name, body);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static JsonNode crm() {
    List<LoggedRequest> calls = crmCalls();
    return json(calls.get(calls.size() - 1));
  }

  private static int opened() {
    return (int)
        deskCalls(RequestMethod.POST).stream()
            .filter(call -> call.getUrl().equals("/tickets"))
            .count();
  }

  private static int closed() {
    return deskCalls(RequestMethod.PATCH).size();
  }

  private static int mailsTo(String address) throws Exception {
    int count = 0;
    for (var mail : mails()) {
      count += mail.getAllRecipients()[0].toString().equals(address) ? 1 : 0;
    }
    return count;
  }
}
