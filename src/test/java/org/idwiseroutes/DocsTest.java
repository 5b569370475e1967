package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The docs name what is there: pages, headings, alerts, calls of the API. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern LINK_IN_HEADING = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

  /** As messages, comments and manifests say it: a page, and perhaps the heading. */
  private static final Pattern PAGE =
      Pattern.compile("docs/([a-z]+\\.md)(?:, \\\\?\"([^\"\\\\]+)\\\\?\")?");

  private static final Pattern PACKAGE_IN_TABLE =
      Pattern.compile("(?m)^\\| `(\\w+)` \\|[^|]+\\|([^|]+)\\|$");
  private static final Pattern RULE = Pattern.compile("only\\(\\s*(\"[^)]+\")\\s*\\)");
  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");
  private static final Pattern CALL_IN_TABLE =
      Pattern.compile("(?m)^\\| `([A-Z]+ /api/[^`?]+)` \\|");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> pages = new ArrayList<>(in(Path.of("docs"), ".md"));
    for (String name :
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "bench")) {
      pages.addAll(in(Path.of(name), ".md"));
    }
    int links = 0;
    for (Path page : pages) {
      for (MatchResult link : LINK.matcher(text(page)).results().toList()) {
        if (!link.group(1).contains(":")) {
          links++;
          assertThat(leadsSomewhere(page, link.group(1)))
              .as("%s in %s", link.group(1), page)
              .isTrue();
        }
      }
    }
    assertThat(links).isGreaterThan(100);
  }

  /** Each package has a row and a package-info, and may use what ArchitectureTest allows. */
  @Test
  void theTableOfPackagesIsWhatThereIs() throws IOException {
    Map<String, String> said = new TreeMap<>();
    PACKAGE_IN_TABLE
        .matcher(text(Path.of("docs/architecture.md")))
        .results()
        .forEach(row -> said.put(row.group(1), row.group(2).replace("`", "").strip()));
    Path code = Path.of("src/main/java/org/idwiseroutes");
    try (Stream<Path> packages = Files.list(code)) {
      List<Path> all = packages.filter(Files::isDirectory).toList();
      assertThat(said)
          .containsOnlyKeys(all.stream().map(one -> one.getFileName().toString()).toList());
      assertThat(all).allMatch(one -> Files.exists(one.resolve("package-info.java")));
    }
    RULE.matcher(text(Path.of("src/test/java/org/idwiseroutes/ArchitectureTest.java")))
        .results()
        .map(rule -> rule.group(1).replaceAll("[\"\\s]", "").split(",", 2))
        .forEach(
            rule ->
                assertThat(said.get(rule[0]))
                    .as(rule[0])
                    .isEqualTo(rule.length == 1 ? "–" : rule[1].replace(",", ", ")));
  }

  @Test
  void everyPageThatOtherFilesNameIsThere() throws IOException {
    int named = 0;
    for (String folder :
        List.of("src/main/java", "src/test/java", "ops", "bin", "routes", "pom.xml")) {
      for (Path file : in(Path.of(folder), "")) {
        for (MatchResult page : PAGE.matcher(Files.readString(file)).results().toList()) {
          named++;
          Path meant = Path.of("docs", page.group(1));
          assertThat(meant).as("%s in %s", page.group(), file).exists();
          if (page.group(2) != null) {
            assertThat(headings(meant)).as("in %s", file).contains(page.group(2));
          }
        }
      }
    }
    assertThat(named).isGreaterThan(10);
  }

  @Test
  void everyAlertHasItsSection() throws IOException {
    List<String> alerts =
        ALERT
            .matcher(Files.readString(Path.of("ops", "alerts.yml")))
            .results()
            .map(alert -> alert.group(1))
            .toList();
    assertThat(alerts).hasSizeGreaterThan(5);
    assertThat(headings(Path.of("docs", "runbook.md")))
        .filteredOn(heading -> heading.startsWith("Idwise"))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void everyCallOfTheApiHasItsRow() throws IOException {
    List<String> calls = new ArrayList<>();
    new YAMLMapper()
        .readTree(Path.of("src", "main", "resources", "schema", "openapi.yaml").toFile())
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        verb -> calls.add(verb.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(calls).hasSizeGreaterThan(10);
    assertThat(
            CALL_IN_TABLE
                .matcher(Files.readString(Path.of("docs", "api.md")))
                .results()
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(calls);
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** As GitHub makes them of the headings. */
  private static List<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    List<String> anchors = new ArrayList<>();
    for (String heading : headings(page)) {
      String anchor =
          NOT_IN_ANCHORS.matcher(heading.toLowerCase(Locale.ROOT)).replaceAll("").replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  /** Without the marks of code and links. */
  private static List<String> headings(Path page) throws IOException {
    return HEADING
        .matcher(text(page))
        .results()
        .map(heading -> LINK_IN_HEADING.matcher(heading.group(1)).replaceAll("$1"))
        .map(heading -> heading.replace("`", "").strip())
        .toList();
  }

  private static String text(Path page) throws IOException {
    return FENCED.matcher(Files.readString(page)).replaceAll("");
  }

  /** A file, or all of a folder whose names end so. */
  private static List<Path> in(Path path, String end) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .toList();
    }
  }
}
