package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The form of what is shipped in routes/; what is wrong there {@code --check} finds. */
class ShippedRoutesTest {

  private static final Path ROUTES = Path.of("src/test/routes");
  private static final int MOST_LINES = 220;
  private static final int MOST_STEPS = 8;
  private static final int DEEPEST = 2;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?:json:|quoted:)?([^}]+)}}");

  static List<Path> files() throws IOException {
    return FolderFiles.in(ROUTES).stream()
        .filter(file -> file.toString().endsWith(".camel.yaml"))
        .toList();
  }

  /** The tests' own are a copy, which whoever changes what is shipped makes again. */
  @Test
  @Tag("full")
  void theTestsHaveTheRoutesThatAreShipped() throws IOException {
    assertThat(RoutesSnapshot.read(ROUTES)).isEqualTo(RoutesSnapshot.read(Path.of("routes")));
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRouteAndStepHasAnIdAndEveryRouteADescription(Path file) throws IOException {
    for (JsonNode route : routes(file)) {
      assertThat(route.path("id").asText()).isNotBlank();
      assertThat(route.path("description").asText()).isNotBlank().hasSizeLessThan(100);
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
  void everyPlaceholderIsDocumentedWithItsDefault(Path file) throws IOException {
    String reference = Files.readString(Path.of("src/main/resources/application.properties"));
    Matcher placeholder = PLACEHOLDER.matcher(Files.readString(file));
    while (placeholder.find()) {
      assertThat(reference).containsPattern("(?m)^" + Pattern.quote(placeholder.group(1)) + "=");
    }
  }

  /** A desk takes at most 60 lines, a CRM 30: what they share is written once. */
  @ParameterizedTest
  @CsvSource({
    "zendesk, 60", "servicenow, 60", "freshdesk, 60", "jira, 80",
    "hubspot, 30", "salesforce, 30", "dynamics, 30", "zoho, 30"
  })
  void aVendorIsAFewLines(String vendor, int most) throws IOException {
    assertThat(Files.readAllLines(ROUTES.resolve("%1$s/%1$s.camel.yaml".formatted(vendor))))
        .hasSizeLessThanOrEqualTo(most);
  }

  @ParameterizedTest
  @MethodSource("files")
  void theConditionStandsBeforeItsSteps(Path file) throws IOException {
    for (JsonNode one : read(file).findParents("steps")) {
      List<String> keys = new ArrayList<>();
      one.fieldNames().forEachRemaining(keys::add);
      if (keys.contains("expression")) {
        assertThat(keys).containsSubsequence("expression", "steps");
      }
    }
    for (JsonNode route : routes(file)) {
      List<String> keys = new ArrayList<>();
      route.fieldNames().forEachRemaining(keys::add);
      if (keys.contains("precondition")) {
        assertThat(keys).containsSubsequence("precondition", "from");
      }
    }
    for (JsonNode choice : read(file).findValues("choice")) {
      List<String> keys = new ArrayList<>();
      choice.fieldNames().forEachRemaining(keys::add);
      if (keys.contains("otherwise")) {
        assertThat(keys).containsSubsequence("when", "otherwise");
      }
    }
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
