package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each system may answer to the call that creates, and that one object comes of it. */
class TroubleTest extends ProductTest {

  /** A CRM and a ticket desk in one product. */
  enum Systems {
    HUBSPOT_AND_JIRA(
        List.of("crm.kind=hubspot", "ticketing.kind=jira"),
        new Call("POST", "/crm/v3/objects/contacts/batch/upsert", "{\"results\":[]}"),
        new Call("POST", "/rest/api/3/search/jql", "{\"issues\":[]}"),
        "{\"issues\":[{\"id\":\"1\",\"key\":\"T-1\"}]}",
        new Call("POST", "/rest/api/3/issue", "{\"id\":\"1\",\"key\":\"T-1\"}")),
    SALESFORCE_AND_ZENDESK(
        List.of("crm.kind=salesforce", "ticketing.kind=zendesk"),
        new Call(
            "PATCH",
            "/services/data/v61.0/sobjects/Contact/IDWise_Reference__c/r1",
            "{\"id\":\"1\"}"),
        new Call("GET", "/api/v2/tickets", "{\"tickets\":[]}"),
        "{\"tickets\":[{\"id\":\"T-1\",\"status\":\"open\"}]}",
        new Call("POST", "/api/v2/tickets", "{\"ticket\":{\"id\":\"T-1\"}}")),
    REST_AND_SERVICENOW(
        List.of("crm.kind=rest", "ticketing.kind=servicenow"),
        new Call("PUT", "/customers/r1", "{}"),
        new Call("GET", "/api/now/table/incident", "{\"result\":[]}"),
        "{\"result\":[{\"sys_id\":\"T-1\"}]}",
        new Call("POST", "/api/now/table/incident", "{\"result\":{\"sys_id\":\"T-1\"}}"));

    private final List<String> settings;
    private final Call upsert;
    private final Call search;
    private final String found;
    private final Call create;

    Systems(List<String> settings, Call upsert, Call search, String found, Call create) {
      this.settings = settings;
      this.upsert = upsert;
      this.search = search;
      this.found = found;
      this.create = create;
    }
  }

  record Call(String method, String path, String answer) {

    MappingBuilder stub() {
      return request(method, urlPathEqualTo(path)).atPriority(1);
    }

    boolean is(LoggedRequest request) {
      return request.getMethod().getName().equals(method)
          && request.getUrl().replaceFirst("\\?.*", "").equals(path);
    }
  }

  private static final List<String> PASSING =
      List.of("409", "429", "500", "503", "garbage", "slow");
  private static final List<String> FINAL = List.of("401", "404", "422");

  /** The call may have had its effect although no answer came. */
  private static final Set<String> AMBIGUOUS = Set.of("garbage", "slow");

  private static final Map<Systems, Product> PRODUCTS = new EnumMap<>(Systems.class);

  static Stream<Arguments> passing() {
    return with(PASSING);
  }

  static Stream<Arguments> lasting() {
    return with(FINAL);
  }

  private static Stream<Arguments> with(List<String> troubles) {
    return Arrays.stream(Systems.values())
        .flatMap(systems -> troubles.stream().map(trouble -> Arguments.of(systems, trouble)));
  }

  @AfterAll
  static void end() {
    PRODUCTS.values().forEach(Product::close);
    PRODUCTS.clear();
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatPassesIsTriedAgainAndLeavesOneObject(Systems systems, String trouble) {
    use(systems);
    once(World.CRM, systems.upsert, answer(trouble));
    once(World.DESK, systems.create, answer(trouble));
    if (AMBIGUOUS.contains(trouble)) {
      World.DESK.stubFor(
          systems
              .search
              .stub()
              .atPriority(0)
              .inScenario("trouble")
              .whenScenarioStateIs("over")
              .willReturn(okJson(systems.found)));
    }
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitStatus(id, "crm", "delivered");
    awaitStatus(id, "ticketing", "delivered");

    List<LoggedRequest> upserts = crmCalls().stream().filter(systems.upsert::is).toList();
    int least = trouble.equals("garbage") ? 1 : 2; // a CRM whose answer is not read has taken it
    assertThat(upserts).hasSizeBetween(least, 2);
    assertThat(upserts.stream().map(LoggedRequest::getBodyAsString).distinct()).hasSize(1);
    assertThat(deskCalls().stream().filter(systems.create::is))
        .hasSize(AMBIGUOUS.contains(trouble) ? 1 : 2);
    assertThat(product.jdbc().sql("SELECT id FROM remote_id").query(String.class).list())
        .containsExactly("T-1");
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void whatIsFinalIsDeadAtOnceAndDeliveredWhenReplayed(Systems systems, String trouble) {
    use(systems);
    World.CRM.stubFor(systems.upsert.stub().atPriority(0).willReturn(answer(trouble)));
    World.DESK.stubFor(systems.create.stub().atPriority(0).willReturn(answer(trouble)));
    String id = product.accept(finished("j1", "r1", "Refer"));
    for (String destination : List.of("crm", "ticketing")) {
      awaitStatus(id, destination, "dead");
      assertThat(product.delivery(id, destination).path("attempts").asInt()).isEqualTo(1);
      assertThat(product.delivery(id, destination).path("lastError").asText())
          .startsWith("HTTP " + trouble)
          .contains("it is so");
    }
    works(systems);
    for (String destination : List.of("crm", "ticketing")) {
      String delivery = product.delivery(id, destination).path("id").asText();
      assertThat(product.operate("/api/deliveries/" + delivery + "/replay", null).status())
          .isEqualTo(200);
      awaitStatus(id, destination, "delivered");
    }
    assertThat(product.jdbc().sql("SELECT id FROM remote_id").query(String.class).list())
        .containsExactly("T-1");
  }

  private void use(Systems systems) {
    use(
        PRODUCTS.computeIfAbsent(
            systems,
            which -> {
              List<String> settings = new ArrayList<>(which.settings);
              for (String vendor : List.of("jira", "zendesk", "servicenow")) {
                settings.add(vendor + ".url=" + World.DESK.baseUrl());
                settings.add(vendor + ".username=bot");
                settings.add(vendor + ".token=api-token");
                settings.add(vendor + ".password=api-token");
              }
              for (String vendor : List.of("hubspot", "salesforce")) {
                settings.add(vendor + ".url=" + World.CRM.baseUrl());
                settings.add(vendor + ".token=api-token");
                settings.add(vendor + ".client-id=app");
                settings.add(vendor + ".client-secret=app-pass");
              }
              settings.add("jira.project=KYC");
              return Product.start(Database.H2.url(), settings.toArray(String[]::new));
            }));
    works(systems);
  }

  private static void works(Systems systems) {
    World.CRM.resetMappings();
    World.DESK.resetMappings();
    World.CRM.stubFor(any(anyUrl()).atPriority(9).willReturn(okJson("{}")));
    World.CRM.stubFor(
        any(urlPathMatching("/services/oauth2/token"))
            .willReturn(okJson("{\"access_token\":\"t\",\"token_type\":\"Bearer\"}")));
    World.CRM.stubFor(systems.upsert.stub().willReturn(okJson(systems.upsert.answer())));
    World.DESK.stubFor(
        any(urlPathMatching(".*/T-1(/comment)?")).atPriority(5).willReturn(okJson("{}")));
    World.DESK.stubFor(systems.search.stub().willReturn(okJson(systems.search.answer())));
    World.DESK.stubFor(systems.create.stub().willReturn(okJson(systems.create.answer())));
  }

  private static void once(WireMockServer server, Call call, ResponseDefinitionBuilder answer) {
    server.stubFor(
        call.stub()
            .atPriority(0)
            .inScenario("trouble")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(answer)
            .willSetStateTo("over"));
  }

  private static ResponseDefinitionBuilder answer(String trouble) {
    return switch (trouble) {
      case "garbage" -> status(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK);
      case "slow" -> okJson("{}").withFixedDelay(1_500);
      case "429" -> status(429).withHeader("Retry-After", "1");
      default -> status(Integer.parseInt(trouble)).withBody("{\"message\":\"it is so\"}");
    };
  }
}
