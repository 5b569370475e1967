package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.cli.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The doctor finds what is wrong with each system, says what to set, and changes nothing. */
class DoctorTest extends ProductTest {

  private static final String PROPERTIES =
      """
      {"results":[{"name":"idwise_reference","hasUniqueValue":true},{"name":"idwise_status"},
        {"name":"idwise_decision"},{"name":"idwise_journey"},{"name":"idwise_last_event"},
        {"name":"idwise_last_event_at"},{"name":"idwise_renewal"},
        {"name":"idwise_renewal_deadline"}]}
      """;
  private static final String STATUSES =
      "[{\"name\":\"Task\",\"statuses\":[{\"name\":\"To Do\"},{\"name\":\"Done\"}]}]";
  private static final String PERMISSIONS =
      Stream.of("BROWSE_PROJECTS", "CREATE_ISSUES", "ADD_COMMENTS", "TRANSITION_ISSUES")
          .map("\"%s\":{\"havePermission\":true}"::formatted)
          .collect(Collectors.joining(",", "{\"permissions\":{", "}}"));
  private static final String OBJECT =
      """
      {"createable":true,"updateable":true,"fields":[
        {"name":"IDWise_Reference__c","externalId":true},
        {"name":"IDWise_Status__c","updateable":true},
        {"name":"IDWise_Decision__c","updateable":true},
        {"name":"IDWise_Journey__c","updateable":true},
        {"name":"IDWise_Last_Event__c","updateable":true},
        {"name":"IDWise_Last_Event_At__c","updateable":true},
        {"name":"IDWise_Renewal__c","updateable":true},
        {"name":"IDWise_Renewal_Deadline__c","updateable":true}]}
      """;

  private static final List<String> HUBSPOT_AND_JIRA =
      List.of(
          "crm.kind=hubspot",
          "hubspot.url=" + World.CRM.baseUrl(),
          "hubspot.token=hubspot-token",
          "ticketing.kind=jira",
          "jira.url=" + World.DESK.baseUrl(),
          "jira.username=bot",
          "jira.token=jira-token",
          "jira.project=KYC",
          "notify.kind=slack",
          "slack.webhook-url=" + World.CHAT.baseUrl() + "/services/x",
          "idwise.api.base-url=" + World.IDWISE.baseUrl(),
          "idwise.api.key=api-user",
          "idwise.api.secret=api-pass");

  /** Times in the right order, and a sender. */
  private static final List<String> PLAUSIBLE =
      List.of(
          "http.connect-timeout=500",
          "kafka.request-timeout=500",
          "kafka.delivery-timeout=1500",
          "email.from=kyc@example.com",
          "console.url=https://idwise.example.com");

  @TempDir Path folder;

  @Test
  void allIsWellWithHubSpotJiraSlackAndTheApi() {
    Result result = run(HUBSPOT_AND_JIRA);
    assertThat(result.text()).contains("All is well").doesNotContain("WRONG");
    assertThat(result.code()).isZero();
    assertThat(result.text())
        .contains(
            "contact property idwise_reference",
            "status Done of this issue type",
            "permission TRANSITION_ISSUES",
            "Slack",
            "IDWise's API",
            "mail (",
            "database: lets us in",
            "operators may log in: alice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "salesforce | rest       | external id IDWise_Reference__c",
        "rest       | zendesk    | the user is an agent",
        "rest       | servicenow | incidents can be read",
      })
  void allIsWellWithTheOthers(String crm, String desk, String checked) {
    Result result = run(others(crm, desk));
    assertThat(result.text()).contains("All is well", checked);
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CRM    | 401 |                          | HTTP 401        | the credentials are refused",
        "CRM    | 403 |                          | HTTP 403        | grant the permissions",
        "CRM    | 503 |                          | HTTP 503        | see that the URL is right",
        "CRM    | 200 | {\"results\":[]}         | idwise_reference | create it with unique values",
        "DESK   | 404 |                          | HTTP 404        | check the URL and the names",
        "DESK   | 200 | [{\"name\":\"Bug\"}]     | issue type Task | set jira.issue-type to one of: Bug",
        "DESK   | 200 | <html>                   | no JSON         | see that the URL is the system's",
        "IDWISE | 403 |                          | HTTP 403        | set idwise.api.base-url",
      })
  void whatIsWrongIsSaidWithWhatToSet(
      String where, int code, String body, String found, String advice) {
    Runnable trouble =
        () ->
            server(where)
                .stubFor(
                    any(anyUrl())
                        .atPriority(0)
                        .willReturn(status(code).withBody(body == null ? "" : body)));
    Result result = run(HUBSPOT_AND_JIRA, trouble);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text())
        .contains("WRONG", found, advice)
        .doesNotContain("hubspot-token", "jira-token", "api-pass");
  }

  @Test
  void whatCannotBeReachedIsSaid() {
    Result result =
        run(
            List.of(
                "crm.url=http://localhost:1",
                "smtp.port=1",
                "idwise.operators.alice.password=",
                "spring.datasource.url=jdbc:postgresql://localhost:1/idwise"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.text()).startsWith("WRONG  The application does not start");
    Result later =
        run(
            List.of(
                "crm.url=http://localhost:1",
                "smtp.port=1",
                "spring.datasource.url=jdbc:postgresql://localhost:1/idwise"));
    assertThat(later.text())
        .contains(
            "WRONG  CRM (crm.url): answers",
            "WRONG  mail (localhost:1)",
            "WRONG  database: lets us in",
            "set spring.datasource.url")
        .endsWith("3 to put right.\n");
  }

  @Test
  @Tag("full")
  void whatTheExampleStillSaysOrContradictsIsToldBeforeAnythingIsAsked() {
    told(
        Map.of(
            "crm.kind=hubspt", "crm.kind names routes | dynamics, hubspot, rest, salesforce, zoho",
            "ticketing.kind=none",
                "ticketing.kind names routes | freshdesk, jira, rest, servicenow, zendesk",
            "notify.kind=slak", "notify.kind names routes | none, slack, teams",
            "email.compliance=", "email.compliance reaches somebody | a mailbox that people read",
            "email.from=idwise-routes@localhost", "email.from reaches somebody | a mailbox",
            "console.url=http://[::1]:8081", "console.url leads people | the operators' port",
            "http.connect-timeout=1000", "http.connect-timeout ends before http.response | shorter",
            "kafka.delivery-timeout=2s",
                "kafka.delivery-timeout ends before idwise.outbox | shorter"));
    told(
        Map.of(
            "email.compliance=a@example.com,b@LOCALHOST",
                "email.compliance reaches somebody | a mailbox",
            "email.reply-to=x@localhost", "email.reply-to reaches somebody | a mailbox",
            "email.compliance.live=KYC <d@[127.0.0.1]>",
                "email.compliance.live reaches somebody | a mailbox",
            "email.operations=x@mx.localdomain", "email.operations reaches somebody | a mailbox"));
    told(
        Map.of(
            "console.url=http://localhost:8081", "console.url leads people | the operators' port"));
  }

  /** The doctor says of each of these settings what is wrong and what to do. */
  private void told(Map<String, String> checks) {
    String[] lines = run(List.copyOf(checks.keySet())).text().split("\n(?=\\S)");
    assertThat(checks)
        .allSatisfy(
            (setting, told) ->
                assertThat(lines)
                    .as(setting)
                    .anySatisfy(
                        line ->
                            assertThat(line).startsWith("WRONG").contains(told.split(" \\| "))));
  }

  @Test
  void aDatabaseThatTakesTooFewConnectionsIsTold() {
    Result result =
        run(
            List.of(
                "spring.datasource.url=" + World.newPostgresDatabase(),
                "spring.datasource.username=postgres",
                "spring.datasource.hikari.maximum-pool-size=5000"));
    assertThat(result.text())
        .contains("WRONG  database: takes the connections of a node – a node opens 5000");
  }

  /** The server takes a hundred: user and database have limits of their own. */
  @Test
  void aDatabaseOfFewConnectionsThatTakesNothingWrittenIsTold() {
    String database = World.newPostgresDatabase();
    JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(database, "postgres", null));
    String name = database.replaceFirst(".*/(test_\\d+).*", "$1");
    owner.sql("ALTER DATABASE %s CONNECTION LIMIT 7".formatted(name)).update();
    owner.sql("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(name)).update();
    Result result =
        run(List.of("spring.datasource.url=" + database, "spring.datasource.username=postgres"));
    assertThat(result.text())
        .contains("a node opens 20, the server takes 7", "CONNECTION LIMIT")
        .contains("WRONG  database: takes what is written – transaction_read_only is on");
  }

  @Test
  void nothingIsWrittenAnywhere() {
    String database = World.newPostgresDatabase();
    Path spool = folder.resolve("spool");
    List<String> settings = new ArrayList<>(HUBSPOT_AND_JIRA);
    settings.add("spring.datasource.username=postgres");
    settings.add("idwise.spool.directory=" + spool);
    settings.add("spring.datasource.url=" + database + "&options=-csynchronous_commit%3Doff");
    assertThat(run(settings).text()).contains("WRONG  database: keeps what it has confirmed");
    settings.add("spring.datasource.url=" + database + "&options=-csynchronous_commit%3Don");
    assertThat(run(settings).code()).isZero();
    assertThat(spool).doesNotExist();
    assertThat(calls()).allSatisfy(call -> assertThat(call).startsWith("GET"));
    assertThat(World.MAIL.getReceivedMessages()).isEmpty();
    assertThat(
            JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""))
                .sql("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void theApiAndTheEmbeddedDatabaseSayTheSame() throws Exception {
    String url =
        "jdbc:h2:async:"
            + folder.resolve("db")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    try (Product running = Product.start(url, PLAUSIBLE.toArray(String[]::new))) {
      use(running);
      JsonNode findings = running.operate("/api/doctor", null).json().path("items");
      assertThat(StreamSupport.stream(findings.spliterator(), false))
          .isNotEmpty()
          .allSatisfy(finding -> assertThat(finding.path("ok").asBoolean()).isTrue());
    }
    assertThat(Files.list(folder)).isNotEmpty();
  }

  private record Result(int code, String text) {}

  private Result run(List<String> settings) {
    return run(settings, () -> {});
  }

  private Result run(List<String> settings, Runnable trouble) {
    destinationsSayYes();
    well();
    trouble.run();
    Map<String, String> all =
        Stream.of(Product.defaults("jdbc:h2:" + folder.resolve("none")), PLAUSIBLE, settings)
            .flatMap(List::stream)
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last));
    String[] arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        new Commands(IdwiseRoutes.class, printed, printed)
            .run(
                Stream.concat(Stream.of("--doctor"), Stream.of(arguments)).toArray(String[]::new),
                given -> {
                  throw new AssertionError("a node started");
                });
    return new Result(code, out.toString(StandardCharsets.UTF_8));
  }

  private static List<String> others(String crm, String desk) {
    return List.of(
        "crm.kind=" + crm,
        "ticketing.kind=" + desk,
        "salesforce.url=" + World.CRM.baseUrl(),
        "salesforce.client-id=app",
        "salesforce.client-secret=app-pass",
        "zendesk.url=" + World.DESK.baseUrl(),
        "zendesk.username=agent",
        "zendesk.token=zendesk-token",
        "servicenow.url=" + World.DESK.baseUrl(),
        "servicenow.username=itil",
        "servicenow.password=itil-pass");
  }

  private static void well() {
    World.CRM.stubFor(
        get(urlPathEqualTo("/crm/v3/properties/contacts")).willReturn(okJson(PROPERTIES)));
    World.CRM.stubFor(
        post(urlPathEqualTo("/services/oauth2/token"))
            .willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}")));
    World.CRM.stubFor(
        get(urlPathEqualTo("/services/data/v61.0/sobjects/Contact/describe"))
            .willReturn(okJson(OBJECT)));
    desk("/rest/api/3/project/KYC/statuses", okJson(STATUSES));
    desk("/rest/api/3/mypermissions", okJson(PERMISSIONS));
    desk("/api/v2/users/me", okJson("{\"user\":{\"role\":\"agent\"}}"));
    desk("/api/now/table/incident", okJson("{\"result\":[]}"));
    World.CHAT.stubFor(any(anyUrl()).willReturn(status(405)));
    World.IDWISE.stubFor(
        get(urlPathMatching("/journey/v2/get/.*"))
            .willReturn(status(404).withBody("{\"success\":false,\"error_code\":\"x\"}")));
  }

  private static void desk(String path, ResponseDefinitionBuilder answer) {
    World.DESK.stubFor(get(urlPathEqualTo(path)).willReturn(answer));
  }

  private static WireMockServer server(String name) {
    return switch (name) {
      case "CRM" -> World.CRM;
      case "DESK" -> World.DESK;
      default -> World.IDWISE;
    };
  }

  private static List<String> calls() {
    return Stream.of(World.CRM, World.DESK, World.CHAT, World.IDWISE)
        .flatMap(server -> server.getAllServeEvents().stream())
        .map(ServeEvent::getRequest)
        .map(request -> request.getMethod() + " " + request.getUrl())
        .toList();
  }
}
