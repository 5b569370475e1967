package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The file that describes the API and the API say the same. */
class OpenApiTest extends ProductTest {

  private static final Path FILE = Path.of("src/main/resources/schema/openapi.yaml");

  private final JsonNode description = read();

  @BeforeEach
  void begin() {
    use(Database.H2);
  }

  private static JsonNode read() {
    try {
      return YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readTree(FILE.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyCallIsDescribedWithItsParametersAndNoOtherIs() {
    assertThat(described()).isEqualTo(there());
  }

  private Map<String, Set<String>> described() {
    Map<String, Set<String>> calls = new TreeMap<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        call -> {
                          Set<String> parameters = new TreeSet<>();
                          call.getValue()
                              .path("parameters")
                              .forEach(
                                  one -> {
                                    JsonNode parameter = resolved(one);
                                    if (parameter.path("in").asText().equals("query")) {
                                      parameters.add(parameter.path("name").asText());
                                    }
                                  });
                          if (call.getValue().has("requestBody")) {
                            parameters.add("(body)");
                          }
                          calls.put(call.getKey().toUpperCase() + " " + path.getKey(), parameters);
                        }));
    return calls;
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? description.at(node.path("$ref").asText().substring(1)) : node;
  }

  private Map<String, Set<String>> there() {
    Map<String, Set<String>> calls = new TreeMap<>();
    product
        .context()
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach(
            (mapping, method) ->
                mapping.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/"))
                    .forEach(
                        path ->
                            mapping
                                .getMethodsCondition()
                                .getMethods()
                                .forEach(
                                    verb -> {
                                      Set<String> parameters = parameters(method);
                                      if (!verb.name().equals("GET")) {
                                        parameters.add("reason");
                                      }
                                      calls.put(verb + " " + path, parameters);
                                    })));
    return calls;
  }

  private static Set<String> parameters(HandlerMethod method) {
    String[] names = new DefaultParameterNameDiscoverer().getParameterNames(method.getMethod());
    Set<String> parameters = new TreeSet<>();
    Arrays.stream(method.getMethodParameters())
        .forEach(
            one -> {
              if (one.hasParameterAnnotation(RequestParam.class)) {
                String named = one.getParameterAnnotation(RequestParam.class).name();
                parameters.add(named.isEmpty() ? names[one.getParameterIndex()] : named);
              } else if (one.hasParameterAnnotation(RequestBody.class)) {
                parameters.add("(body)");
              }
            });
    return parameters;
  }

  /**
   * In YAML's short form a comma in a text that has no quotes begins another key, without a value.
   */
  @Test
  void noTextHasBecomeAKey() {
    List<String> keys = new ArrayList<>();
    addKeysWithoutValue("", description, keys);
    assertThat(keys).isEmpty();
  }

  private static void addKeysWithoutValue(String place, JsonNode node, List<String> keys) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                keys.add(place + "/" + field.getKey());
              }
              addKeysWithoutValue(place + "/" + field.getKey(), field.getValue(), keys);
            });
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      addKeysWithoutValue(place + "/" + i, node.get(i), keys);
    }
  }

  @Test
  void answersAreAsDescribed() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    String dead = product.accept(finished("j-1", "anna", "Refer"));
    awaitStatus(dead, "crm", "dead");
    awaitStatus(dead, "ticketing", "delivered");
    product.post("live", "nobody:nothing", "{}");
    String delivery = product.delivery(dead, "crm").path("id").asText();
    Answer begun =
        product.operate("/api/deliveries/discard?reason=why", Map.of("event", "nothing"));
    conforms(begun, "/api/deliveries/discard", "post", "200");
    begun = product.operate("/api/deliveries/replay?reason=why", Map.of("destination", "crm"));
    conforms(begun, "/api/deliveries/replay", "post", "200");
    String replay = begun.json().path("replay").asText();

    String alert = addAlert();
    for (String act : List.of("acknowledge?", "snooze?for=4h&", "reopen?")) {
      conforms(
          product.operate("/api/alerts/" + alert + "/" + act + "reason=why", null),
          "/api/alerts/{id}/" + act.split("[?]")[0],
          "post",
          "200");
    }

    Map<String, String> paths = new TreeMap<>();
    paths.put("/api/alerts", "/api/alerts");
    paths.put("/api/alerts/{id}", "/api/alerts/" + alert);
    String proposal = addProposal();
    paths.put("/api/proposals", "/api/proposals");
    paths.put("/api/proposals/{id}", "/api/proposals/" + proposal);
    String erasure = addErasure();
    paths.put("/api/ledger", "/api/ledger");
    paths.put("/api/erasures", "/api/erasures?open=true");
    paths.put("/api/erasures/{id}", "/api/erasures/" + erasure);
    conforms(
        product.operate("/api/erasures/" + erasure + "/systems/crm/done?reason=why", null),
        "/api/erasures/{id}/systems/{system}/done",
        "post",
        "200");
    int rules = product.event(dead).path("rules").asInt();
    Answer comparing = product.operate("/api/comparisons?from=2020-01-01T00:00:00Z", null);
    conforms(comparing, "/api/comparisons", "post", "202");
    String comparison = comparing.json().path("id").asText();
    paths.put("/api/comparisons", "/api/comparisons");
    paths.put("/api/comparisons/{id}", "/api/comparisons/" + comparison);
    conforms(
        product.operate("/api/events/" + dead + "/redecide?dryRun=true", null),
        "/api/events/{id}/redecide",
        "post",
        "200");
    paths.put("/api/rules", "/api/rules");
    paths.put("/api/rules/{version}", "/api/rules/" + rules);
    paths.put(
        "/api/rules/{version}/changes", "/api/rules/%1$d/changes?since=%1$d".formatted(rules));
    paths.put("/api/people", "/api/people?waiting=review");
    paths.put("/api/people/{source}", "/api/people/live?reference=anna");
    paths.put("/api/waiting", "/api/waiting");
    paths.put("/api/events", "/api/events?total=true&decision=Refer&from=2020-01-01T00:00:00Z");
    paths.put("/api/events/{id}", "/api/events/" + dead);
    paths.put("/api/decided-events", "/api/decided-events?since=2020-01-01T00:00:00Z");
    paths.put("/api/decided-events/{id}", "/api/decided-events/" + dead);
    paths.put("/api/deliveries", "/api/deliveries?total=true&limit=1");
    paths.put("/api/deliveries/{id}", "/api/deliveries/" + delivery);
    paths.put("/api/deliveries/{id}/exchanges", "/api/deliveries/" + delivery + "/exchanges");
    paths.put("/api/replays", "/api/replays");
    paths.put("/api/replays/{id}", "/api/replays/" + replay);
    paths.put("/api/destinations", "/api/destinations");
    paths.put("/api/sources", "/api/sources");
    paths.put("/api/sources/refused", "/api/sources/refused");
    paths.put("/api/audit", "/api/audit?total=true&action=replay+deliveries");
    paths.forEach((path, address) -> conforms(product.get(address), path, "get", "200"));
    assertThat(product.get("/api/audit?total=true&action=replay+deliveries").json().path("total"))
        .hasToString("1");
    Set<String> all = new TreeSet<>();
    description
        .path("paths")
        .properties()
        .forEach(
            path -> {
              boolean json =
                  path.getValue().has("get")
                      && !path.getKey().endsWith(".yaml")
                      && !path.getKey().endsWith("/evidence")
                      && !path.getKey().equals("/api/next-rules");
              if (json) {
                all.add(path.getKey());
              }
            });
    assertThat(paths.keySet()).isEqualTo(all);

    conforms(
        product.operate("/api/destinations/crm/pause?reason=why", null),
        "/api/destinations/{name}/pause",
        "post",
        "200");
    conforms(
        product.operate("/api/proposals/" + proposal + "/refuse?reason=why", null),
        "/api/proposals/{id}/refuse",
        "post",
        "200");
    conforms(product.get("/api/events?decison=x"), "/api/events", "get", "400");
    conforms(product.get("/api/events?decision=x"), "/api/events", "get", "400");
    for (String moment :
        List.of(
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00.5%2B01:00",
            "2020-01-01T00:00:00%2B0100")) {
      conforms(product.get("/api/events?from=" + moment), "/api/events", "get", "200");
    }
    conforms(product.get("/api/events?from=2020-01-01"), "/api/events", "get", "400");
    assertThat(product.get("/api/openapi.yaml").body()).startsWith("openapi: 3.1.0");
  }

  private void conforms(Answer answer, String path, String verb, String status) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(Integer.parseInt(status));
    JsonNode response =
        resolved(description.path("paths").path(path).path(verb).path("responses").path(status));
    JsonNode content = response.path("content");
    JsonNode schema =
        content
            .path(status.startsWith("2") ? "application/json" : "application/problem+json")
            .path("schema");
    assertThat(schema.isMissingNode()).as("%s %s has a schema", verb, path).isFalse();
    ObjectNode whole = ((ObjectNode) schema).deepCopy();
    whole.set("components", description.path("components"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(answer.json()))
        .as("%s %s: %s", verb, path, answer.body())
        .isEmpty();
  }

  /** What a spreadsheet would run stands there as text. */
  @Test
  void listsAreGivenAsCsv() {
    awaitAll(product.accept(finished("j-1", "=HYPERLINK(\"x\")", "Complete")), "delivered");
    awaitAll(product.accept(finished("j-2", "a, \"b\"", "Complete")), "delivered");
    Answer csv = csv("/api/events?limit=1");
    List<String> lines = csv.body().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("id,source,event,journeyId,referenceNo,");
    assertThat(lines.get(1)).contains("\"a, \"\"b\"\"\"");
    String next = csv.header("X-Next");
    assertThat(csv("/api/events?limit=1&before=" + next).body())
        .contains("\"'=HYPERLINK(\"\"x\"\")\"");
    product.operate("/api/destinations/crm/resume?reason=a+test", null);
    for (String list : List.of("events", "deliveries", "people", "audit")) {
      Answer file =
          product.get("/console/" + list + ".csv?text=j-1&reference=%3DHYPERLINK(%22x%22)");
      assertThat(file.header("Content-Disposition"))
          .isEqualTo("attachment; filename=\"%s.csv\"".formatted(list));
      assertThat(file.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
      assertThat(file.body().lines().toList()).as(list).hasSizeGreaterThan(1);
    }
    assertThat(product.get("/console/events.csv?reference=nobody").body().lines()).hasSize(1);
    assertThat(csv("/api/alerts").body())
        .startsWith(
            "id,kind,subject,text,count,people,since,toldAt,state,operator,reason,snoozedUntil");
    assertThat(csv("/api/people?text=a").body()).startsWith("source,reference,");
  }

  private Answer csv(String path) {
    return product.send(product.ops(path).header("Accept", "text/csv").GET().build());
  }
}
