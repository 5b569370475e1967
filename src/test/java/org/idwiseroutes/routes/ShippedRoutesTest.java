package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What Camel lets pass and a reader of routes/ must not meet. */
class ShippedRoutesTest {

  private static final Path ROUTES = Path.of("routes");
  private static final int MOST_LINES = 120;
  private static final int MOST_STEPS = 8;
  private static final int DEEPEST = 2;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DefaultCamelCatalog CATALOG = new DefaultCamelCatalog();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
  private static final Set<String> OWN_OPTIONS =
      Set.of(
          "transacted",
          "supersede",
          "batchInterval",
          "concurrentConsumers",
          "maxAttempts",
          "initialBackoff",
          "maxBackoff",
          "attemptTimeout",
          "urgent",
          "urgentConsumers",
          "rate",
          "retryOn",
          "key");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(ROUTES)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void noKeyComesTwice(Path file) throws IOException {
    RouteYaml.requireUniqueKeys(file);
  }

  @ParameterizedTest
  @MethodSource("files")
  void theFileFitsCamelsOwnSchema(Path file) throws IOException {
    try (InputStream schema = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
      JsonSchema dsl = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(schema);
      assertThat(dsl.validate(read(file))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRouteAndStepHasAnIdAndEveryRouteADescription(Path file) throws IOException {
    for (JsonNode route : routes(file)) {
      assertThat(route.path("id").asText()).isNotBlank();
      assertThat(route.path("description").asText()).isNotBlank().hasSizeLessThan(80);
      assertThat(route.at("/from/id").asText()).isNotBlank();
      visitSteps(
          route.at("/from/steps"),
          1,
          (step, depth) -> {
            String kind = step.fieldNames().next();
            assertThat(step.path(kind).path("id").asText()).as("%s", step).isNotBlank();
            assertThat(depth).as("%s", step).isLessThanOrEqualTo(DEEPEST);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void filesAndRoutesAreShort(Path file) throws IOException {
    assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES);
    for (JsonNode route : routes(file)) {
      assertThat(route.at("/from/steps").size())
          .as(route.path("id").asText())
          .isLessThanOrEqualTo(MOST_STEPS);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyEndpointOptionExists(Path file) throws IOException {
    for (JsonNode endpoint : endpoints(file)) {
      String uri = endpoint.path("uri").asText();
      if (uri.startsWith("outbox:")) {
        endpoint
            .path("parameters")
            .fieldNames()
            .forEachRemaining(name -> assertThat(OWN_OPTIONS).contains(name));
      } else {
        EndpointValidationResult result =
            CATALOG.validateEndpointProperties(catalogUri(endpoint), true, false, false);
        assertThat(result.getUnknown()).as("%s", endpoint).isNullOrEmpty();
        assertThat(result.getUnknownComponent()).as("%s", endpoint).isNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyPlaceholderIsDocumentedWithItsDefault(Path file) throws IOException {
    String reference = Files.readString(Path.of("src/main/resources/application.properties"));
    Matcher placeholder = PLACEHOLDER.matcher(Files.readString(file));
    while (placeholder.find()) {
      assertThat(reference).containsPattern("(?m)^" + Pattern.quote(placeholder.group(1)) + "=");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileThatIsReferredToExists(Path file) throws IOException {
    Matcher resource =
        Pattern.compile("file:\\{\\{idwise\\.routes\\.directory}}/(\\S+)")
            .matcher(Files.readString(file));
    while (resource.find()) {
      assertThat(ROUTES.resolve(resource.group(1))).exists();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyOutgoingCallHasTimeouts(Path file) throws IOException {
    for (JsonNode endpoint : endpoints(file)) {
      if (endpoint.path("uri").asText().contains(".url}}")) {
        assertThat(endpoint.path("parameters"))
            .map(JsonNode::asText)
            .contains("{{http.connect-timeout}}", "{{http.response-timeout}}");
      }
    }
  }

  /** Placeholders that stand for a URL become one, so that the catalog knows the component. */
  private static String catalogUri(JsonNode endpoint) {
    String uri = endpoint.path("uri").asText().replaceAll("^\\{\\{[^}]+\\.url}}", "http://host");
    List<String> options = new ArrayList<>();
    StringBuilder path = new StringBuilder();
    endpoint
        .path("parameters")
        .fields()
        .forEachRemaining(
            option -> {
              String value = PLACEHOLDER.matcher(option.getValue().asText()).replaceAll("1");
              switch (option.getKey()) {
                case "resourceUri" -> path.append(":").append(value);
                case "host" -> path.append(":").append(value);
                default -> options.add(option.getKey() + "=" + value.replace("#", "%23"));
              }
            });
    return uri + path + (options.isEmpty() ? "" : "?" + String.join("&", options));
  }

  private static List<JsonNode> endpoints(Path file) throws IOException {
    return read(file).findParents("uri");
  }

  private static List<JsonNode> routes(Path file) throws IOException {
    return read(file).findValues("route");
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.valueToTree(new Yaml().<Object>load(Files.readString(file)));
  }

  private static void visitSteps(JsonNode steps, int depth, BiConsumer<JsonNode, Integer> visitor) {
    for (JsonNode step : steps) {
      visitor.accept(step, depth);
      step.forEach(
          body -> {
            visitSteps(body.path("steps"), depth + 1, visitor);
            visitSteps(body.path("otherwise").path("steps"), depth + 1, visitor);
            body.path("when").forEach(when -> visitSteps(when.path("steps"), depth + 1, visitor));
          });
    }
  }
}
