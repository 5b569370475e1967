package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** IDWise is asked before a status leaves, and about journeys that nobody told the end of. */
class ResultTest extends ProductTest {

  private static final String NAME = "Zofia Nowak";

  @TempDir static Path routes;

  private static Product asking;

  @BeforeEach
  void begin() throws Exception {
    if (asking == null) {
      asking = start("idwise.routes.directory=" + routesWithResult());
    }
    use(asking);
  }

  @AfterAll
  static void end() {
    if (asking != null) {
      asking.close();
      asking = null;
    }
  }

  @Test
  void whatIdwiseSaysIsTheStatusAndClosesTheTicket() {
    says("Refer", null, "Refer");
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    assertThat(json(crmCalls().get(0)).path("status").asText()).isEqualTo("review");
    says("Refer", "Approved", "Approved");
    awaitAll(product.accept(aml("j1", "r1", "Refer", 2)), "delivered");
    JsonNode told = json(crmCalls().get(1));
    assertThat(told.path("status").asText()).isEqualTo("verified");
    assertThat(told.path("decision").asText()).isEqualTo("Approved");
    await().until(() -> decision("j1").equals("Approved"));
    await()
        .until(
            () ->
                deskCalls().stream().anyMatch(call -> call.getMethod().getName().equals("PATCH")));
    Map<String, Object> recovered =
        product.jdbc().sql("SELECT * FROM event WHERE origin = 'reconciled'").query().singleRow();
    assertThat(recovered.get("event")).isEqualTo("Manually Reviewed");
    assertThat(recovered.get("payload").toString()).doesNotContain(NAME);
  }

  @Test
  void theCallIsBasicWithTheKeyAndNamesTheJourney() {
    says("Complete", null, "Complete");
    awaitAll(product.accept(finished("j 1/x", "r1", "Complete")), "delivered");
    LoggedRequest call = idwiseCalls().get(0);
    assertThat(call.getUrl()).isEqualTo("/journey/v2/get/j%201%2Fx");
    assertThat(call.getHeader("Authorization")).isEqualTo(Product.basic("api-user:api-pass"));
    assertThat(idwiseCalls()).hasSize(1);
  }

  @Test
  void namesOfFailedRulesAndOfTheApplicantAreThereForMappings() {
    says("Refer", null, "Refer");
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    JsonNode told = json(crmCalls().get(0));
    assertThat(told.at("/result/applicantName").asText()).isEqualTo(NAME);
    assertThat(told.at("/result/failedRules").toString()).isEqualTo("[\"Age over 18\"]");
    assertThat(DatabaseDump.of(product)).doesNotContain(NAME);
  }

  @Test
  void anEventWithAFinalDecisionIsNotAskedAbout() {
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    awaitAll(
        product.accept(
            event(
                "Finished Journey",
                Map.of("eventId", "f1", "journeyId", "j2", "finalDecision", "Complete"))),
        "delivered");
    assertThat(crmCalls()).hasSize(2);
    assertThat(idwiseCalls()).isEmpty();
  }

  @Test
  void theSystemsWordDoesNotUndoAPersons() {
    awaitAll(product.accept(reviewed("j1", "r1", "Rejected")), "delivered");
    says("Complete", null, null);
    awaitAll(product.accept(aml("j1", "r1", "Complete", 2)), "delivered");
    assertThat(json(crmCalls().get(1)).path("status").asText()).isEqualTo("rejected");
    assertThat(decision("j1")).isEqualTo("Rejected");
  }

  @ParameterizedTest
  @CsvSource({"500", "401", "403", "garbage", "429"})
  void whileItIsDownTheStatusWaits(String trouble) {
    World.IDWISE.stubFor(
        any(anyUrl())
            .atPriority(0)
            .inScenario("down")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(
                trouble.equals("garbage")
                    ? status(200).withBody("<html>")
                    : status(Integer.parseInt(trouble))
                        .withBody("{\"success\":false,\"message\":\"not now\"}"))
            .willSetStateTo("up"));
    says("Refer", "Rejected", "Rejected");
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "crm", "delivered");
    assertThat(json(crmCalls().get(0)).path("status").asText()).isEqualTo("rejected");
    assertThat(idwiseCalls()).hasSize(2);
    assertThat(product.delivery(id, "crm").at("/history/0/error").asText())
        .contains("IDWise's API answered HTTP");
  }

  @Test
  void ofAJourneyThatIsUnknownThereTheStatusLeavesAsItIs() {
    World.IDWISE.stubFor(any(anyUrl()).willReturn(unknown()));
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    assertThat(json(crmCalls().get(0)).path("status").asText()).isEqualTo("review");
  }

  @Test
  void a404ThatIsNotIdwisesMeansThatThePathIsWrong() {
    World.IDWISE.stubFor(any(anyUrl()).willReturn(status(404).withBody("<html>Not Found</html>")));
    String id = product.accept(finished("j1", "r1", "Refer"));
    await()
        .until(
            () -> product.delivery(id, "crm").at("/history/0/error").asText(),
            error ->
                error.contains("the path is wrong")
                    && error.contains("idwise.api.result-path (/journey/v2/get/{journeyId})"));
    assertThat(crmCalls()).isEmpty();
    assertThat(product.operate("/api/doctor", null).body()).contains("the path is wrong");
  }

  @ParameterizedTest
  @CsvSource({
    "unauthorized, other environment",
    "not_allowed_ip_address, bound to addresses",
    "something_else, which addresses"
  })
  void theAdviceFor403TellsEnvironmentAndAddressesApart(String code, String advice) {
    World.IDWISE.stubFor(
        any(anyUrl())
            .willReturn(
                status(403).withBody("{\"success\":false,\"error_code\":\"%s\"}".formatted(code))));
    assertThat(product.operate("/api/reconcile", journeys("j1")).body()).contains(advice);
  }

  @Test
  void aNodeAsksForOneOperatorAtATime() {
    World.IDWISE.stubFor(any(anyUrl()).willReturn(unknown().withFixedDelay(1_000)));
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () -> product.operate("/api/reconcile", journeys("j1")).status());
    await().until(() -> !idwiseCalls().isEmpty());
    assertThat(product.operate("/api/reconcile", journeys("j2")).status()).isEqualTo(409);
    assertThat(first.join()).isEqualTo(200);
    assertThat(product.operate("/api/reconcile", journeys("j2")).status()).isEqualTo(200);
  }

  @Test
  void whatItSaysAboutAnotherJourneyIsNotTaken() {
    World.IDWISE.stubFor(
        any(anyUrl())
            .willReturn(okJson("{\"journey_id\":\"j1\",\"manual_decision\":\"Approved\"}")));
    JsonNode report = product.operate("/api/reconcile", journeys("j1", "j2")).json();
    assertThat(report.at("/journeys/0/outcome").asText()).isEqualTo("recovered");
    assertThat(report.at("/journeys/1/outcome").asText()).isEqualTo("failed");
    assertThat(report.at("/journeys/1/detail").asText()).contains("another journey");
  }

  @Test
  void noTwoCallsWithAKeyAreCloserThanItsInterval() {
    long begin;
    try (Product paced = start("idwise.api.key-interval=300ms", "idwise.api.interval=0")) {
      use(paced);
      says("Refer", null, "Refer");
      begin = System.currentTimeMillis();
      paced.operate("/api/reconcile", journeys("a", "b", "c"));
    }
    assertThat(idwiseCalls()).hasSize(3);
    assertThat(lastCall() - begin).isGreaterThanOrEqualTo(2 * 290);
  }

  /** A call may come late, and so closer to the next: what counts is when they were due. */
  private static long lastCall() {
    return idwiseCalls().stream()
        .mapToLong(call -> call.getLoggedDate().getTime())
        .max()
        .orElseThrow();
  }

  @Test
  void whatOnlyIdwiseCanTellIsAskedAndItsWordCountsAgainstAPersons() {
    says("Refer", "Approved", "Approved");
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    String stillApproved = product.accept(statedRefer("j1"));
    awaitStatus(stillApproved, "idwise", "delivered");
    await().until(() -> settledEvents() == 1);
    assertThat(decision("j1")).isEqualTo("Approved");
    assertThat(deskCalls()).isEmpty();

    says("Refer", null, "Refer");
    product.jdbc().sql("DELETE FROM api_call").update();
    String inReview = product.accept(statedRefer("j1"));
    awaitStatus(inReview, "idwise", "delivered");
    await().until(() -> decision("j1").equals("Refer"));
    await().until(() -> deskCalls().size() == 1);
    assertThat(json(crmCalls().get(crmCalls().size() - 1)).path("status").asText())
        .isEqualTo("review");
  }

  private static Map<String, Object> statedRefer(String journey) {
    return event(
        "Updated Journey",
        Map.of(
            "eventId", java.util.UUID.randomUUID().toString(),
            "journeyId", journey,
            "referenceNo", "r1",
            "systemDecision", "Refer",
            "finalDecision", "Refer",
            "action", "Step Update"));
  }

  private int settledEvents() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM event WHERE origin = 'reconciled' AND state = 'decided'")
        .query(Integer.class)
        .single();
  }

  private static ResponseDefinitionBuilder unknown() {
    return status(404).withBody("{\"success\":false,\"error_code\":\"not_found\"}");
  }

  @Test
  void noTwoCallsAboutAJourneyAreCloserThanTheInterval() {
    says("Refer", null, "Refer");
    for (int version = 1; version <= 3; version++) {
      awaitAll(product.accept(aml("j1", "r1", "Refer", version)), "delivered");
    }
    List<Long> times =
        idwiseCalls().stream().map(call -> call.getLoggedDate().getTime()).sorted().toList();
    assertThat(times).hasSizeGreaterThan(1);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(390);
    }
  }

  @Test
  void twoNodesAskAboutAJourneyNoMoreOftenThanOne() {
    String database = World.newPostgresDatabase();
    long begin;
    try (Product one = startOn(database);
        Product other = startOn(database)) {
      use(one);
      says("Refer", null, "Refer");
      begin = System.currentTimeMillis();
      List<CompletableFuture<Void>> asking =
          Stream.of(one, other)
              .map(
                  node ->
                      CompletableFuture.runAsync(
                          () -> {
                            node.operate("/api/reconcile", journeys("j1"));
                            node.operate("/api/reconcile", journeys("j1"));
                          }))
              .toList();
      asking.forEach(CompletableFuture::join);
    }
    assertThat(idwiseCalls()).hasSize(4);
    assertThat(lastCall() - begin).isGreaterThanOrEqualTo(3 * 390);
  }

  @Test
  void aStatusThatIsTriedAgainAsksNoSecondTime() {
    says("Complete", null, "Complete");
    World.CRM.stubFor(
        any(anyUrl())
            .atPriority(0)
            .inScenario("again")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(status(503))
            .willSetStateTo("up"));
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    assertThat(crmCalls()).hasSize(2);
    assertThat(idwiseCalls()).hasSize(1);
  }

  @Test
  void overdueJourneysAreAskedAboutByThemselves() {
    try (Product waiting =
        start("idwise.reconcile.interval=200ms", "idwise.reconcile.after=300ms")) {
      use(waiting);
      says("Complete", null, "Complete");
      waiting.accept(event("Finished User Steps", Map.of("eventId", "s1", "journeyId", "j7")));
      await().until(() -> crmCalls().size() == 1);
      assertThat(json(crmCalls().get(0)).path("status").asText()).isEqualTo("verified");
    }
  }

  @Test
  void aStatusMayLeaveWithoutIt() throws Exception {
    try (Product careless = start("idwise.api.when-down=continue")) {
      use(careless);
      World.IDWISE.stubFor(any(anyUrl()).willReturn(status(503)));
      String id = careless.accept(finished("j1", "r1", "Refer"));
      awaitStatus(id, "crm", "delivered");
      assertThat(json(crmCalls().get(0)).path("status").asText()).isEqualTo("review");
    }
  }

  @Test
  void aSourceMayHaveAKeyOfItsOwnAndNoneMeansOff() throws Exception {
    try (Product own =
        start(
            "idwise.api.key=",
            "idwise.api.sources.sandbox.key=other",
            "idwise.api.sources.sandbox.secret=pass")) {
      use(own);
      says("Complete", null, "Complete");
      awaitStatus(own.accept(finished("j1", "r1", "Complete")), "crm", "delivered");
      assertThat(idwiseCalls()).isEmpty();
      assertThat(own.operate("/api/reconcile", journeys("j")).status()).isEqualTo(400);
    }
  }

  @Test
  void aJourneyWithoutAnEndIsRecoveredAndTheLateWebhookChangesNothing() {
    product.accept(
        event("Finished Step", Map.of("eventId", "s1", "journeyId", "j1", "stepId", "1")));
    await()
        .until(
            () ->
                product.jdbc().sql("SELECT COUNT(*) FROM journey").query(Integer.class).single()
                    == 1);
    product.jdbc().sql("UPDATE journey SET updated_at = updated_at - INTERVAL '2' HOUR").update();
    says("Refer", "Approved", "Approved");
    JsonNode report = product.operate("/api/reconcile", Map.of()).json();
    assertThat(report.path("asked").asInt()).isEqualTo(1);
    assertThat(report.path("found").asInt()).isEqualTo(1);
    assertThat(report.path("recovered").asInt()).isEqualTo(1);
    await().until(() -> decision("j1").equals("Approved"));
    await().until(() -> crmCalls().size() == 1);
    assertThat(json(crmCalls().get(0)).path("reference").asText()).isEqualTo("840-000-23");

    awaitAll(product.accept(reviewed("j1", "840-000-23", "Approved")), "delivered");
    assertThat(crmCalls()).hasSize(1);
    assertThat(product.operate("/api/reconcile", Map.of()).json().path("asked").asInt()).isZero();
  }

  @Test
  void theReportSaysWhatIsKnownMissingAndFailed() {
    awaitAll(product.accept(reviewed("known", "r1", "Approved")), "delivered");
    says("Refer", "Approved", "Approved");
    World.IDWISE.stubFor(any(urlEndsWith("gone")).atPriority(0).willReturn(unknown()));
    World.IDWISE.stubFor(
        any(urlEndsWith("open"))
            .atPriority(0)
            .willReturn(okJson("{\"journey_id\":\"open\",\"system_decision\":null}")));
    World.IDWISE.stubFor(any(urlEndsWith("broken")).atPriority(0).willReturn(status(500)));
    JsonNode report =
        product
            .operate("/api/reconcile", journeys("known", "gone", "open", "broken", "new", "new"))
            .json();
    assertThat(report.path("asked").asInt()).isEqualTo(5);
    assertThat(report.path("found").asInt()).isEqualTo(2);
    assertThat(report.path("recovered").asInt()).isEqualTo(1);
    assertThat(report.path("missing").asInt()).isEqualTo(2);
    assertThat(report.path("failed").asInt()).isEqualTo(1);
    assertThat(report.path("journeys").findValuesAsText("outcome"))
        .containsExactly("known", "missing", "missing", "failed", "recovered");
    assertThat(product.get("/api/audit").body()).contains("reconcile");
  }

  @Test
  void anApiThatIsDownIsNotAskedAboutEveryJourney() {
    World.IDWISE.stubFor(any(anyUrl()).willReturn(status(503)));
    JsonNode report =
        product.operate("/api/reconcile", journeys("a", "b", "c", "d", "e", "f")).json();
    assertThat(report.path("failed").asInt()).isEqualTo(6);
    assertThat(report.at("/journeys/5/detail").asText()).contains("the API is down");
    assertThat(idwiseCalls()).hasSize(3);
  }

  @Test
  void onlyListedFieldsOfAResultAreStored() throws Exception {
    try (Product storing = start("idwise.api.store=applicant.full_name,reference_number")) {
      use(storing);
      says("Refer", "Approved", "Approved");
      storing.operate("/api/reconcile", journeys("j1"));
      String payload = storing.jdbc().sql("SELECT payload FROM event").query(String.class).single();
      assertThat(payload).contains(NAME, "applicant.full_name").doesNotContain("1990-01-01");
    }
  }

  @Test
  void journeysOfSourcesWithoutAKeyDoNotStandBeforeTheOthers() throws Exception {
    try (Product two =
        start(
            "idwise.api.key=",
            "idwise.api.sources.live.key=own",
            "idwise.api.sources.live.secret=pass",
            "idwise.reconcile.after=0s",
            "idwise.reconcile.most=1")) {
      use(two);
      says("Complete", null, "Complete");
      two.post(
          "sandbox",
          "sandbox-user:sandbox-password",
          Product.JSON.writeValueAsString(
              event("Finished Step", Map.of("eventId", "s0", "journeyId", "j0"))));
      await().until(() -> count(two, "journey") == 1);
      two.accept(event("Finished Step", Map.of("eventId", "s1", "journeyId", "j1")));
      await().until(() -> count(two, "journey") == 2);
      JsonNode report = two.operate("/api/reconcile", Map.of()).json();
      assertThat(report.at("/journeys/0/journeyId").asText()).isEqualTo("j1");
      assertThat(report.path("recovered").asInt()).isEqualTo(1);
    }
  }

  private static int count(Product product, String table) {
    return product.jdbc().sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }

  @Test
  void theSameAnswerIsOneEvent() {
    says("Complete", null, "Complete");
    product.operate("/api/destinations/decide/pause", Map.of());
    for (int i = 0; i < 2; i++) {
      product.operate("/api/reconcile", journeys("j9"));
    }
    assertThat(product.jdbc().sql("SELECT COUNT(*) FROM event").query(Integer.class).single())
        .isEqualTo(1);
    product.operate("/api/destinations/decide/resume", Map.of());
  }

  private static Map<String, Object> journeys(String... ids) {
    return Map.of("source", "live", "journeys", List.of(ids));
  }

  private static UrlPattern urlEndsWith(String end) {
    return urlMatching(".*/" + end);
  }

  private String decision(String journey) {
    return String.valueOf(
        product
            .jdbc()
            .sql("SELECT decision FROM journey WHERE journey_key = :key")
            .param("key", journey)
            .query(String.class)
            .optional()
            .orElse(null));
  }

  private static void says(String system, String manual, String last) {
    Map<String, Object> result = new HashMap<>();
    result.put("reference_number", "840-000-23");
    result.put("system_decision", system);
    result.put("manual_decision", manual);
    result.put("final_decision", last);
    result.put("applicant", Map.of("full_name", NAME, "birth_date", "1990-01-01"));
    result.put(
        "rule_results",
        Map.of(
            "r1", Map.of("name", "Age over 18", "result", "Failed"),
            "r2", Map.of("name", "Document genuine", "result", "Passed")));
    World.IDWISE.stubFor(
        any(anyUrl())
            .atPriority(4)
            .willReturn(okJson(Product.JSON.valueToTree(result).toString())));
  }

  private static Map<String, Object> aml(
      String journey, String reference, String decision, int version) {
    return event(
        "AML Monitor Update",
        Map.of(
            "eventId", journey + "-aml-" + version,
            "journeyId", journey,
            "referenceNo", reference,
            "systemDecision", decision,
            "previousSystemDecision", decision,
            "updatedAMLVersionNumber", version));
  }

  private static Product start(String... more) {
    return startOn(Database.H2.url(), more);
  }

  private static Product startOn(String database, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "idwise.api.base-url=" + World.IDWISE.baseUrl(),
                "idwise.api.key=api-user",
                "idwise.api.secret=api-pass",
                "idwise.api.interval=400ms",
                "idwise.api.key-interval=0",
                "idwise.reconcile.interval=1d"));
    settings.addAll(List.of(more));
    return Product.start(database, settings.toArray(String[]::new));
  }

  /** The shipped routes with a mapping that a team has extended. */
  private static Path routesWithResult() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, routes);
    Path mapping = routes.resolve("rest/customer.jsonata");
    Files.writeString(
        mapping, Files.readString(mapping).replaceFirst("\\{", "{ \"result\": \\$\\$.result,"));
    return routes;
  }
}
