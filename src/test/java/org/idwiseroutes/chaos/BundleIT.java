package org.idwiseroutes.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/** What {@code ./mvnw package} builds for whoever runs it. */
class BundleIT {

  @TempDir static Path folder;

  /** Up to the part of the file that is meant. */
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");

  private static Path home;

  @BeforeAll
  static void unpack() throws IOException {
    home = folder.resolve("idwise-routes");
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(Path.of("target/idwise-routes.zip")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
    for (String script : List.of("bin/idwise-routes", "examples/bean/build.sh")) {
      assertThat(home.resolve(script).toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void itHoldsAllThatARunNeeds() {
    for (String name :
        List.of(
            "idwise-routes.jar",
            "routes/decide.camel.yaml",
            "routes/rest/customer.jsonata",
            "routes/templates/event.html",
            "routes/scenarios/journey.yaml",
            "ops/alerts.yml",
            "ops/grafana-dashboard.json",
            "ops/idwise-routes.service",
            "ops/kubernetes.yaml",
            "config/application.properties",
            "Dockerfile",
            "LICENSE",
            "README.md",
            "docs/runbook.md",
            "CHANGELOG.md",
            "lib/README.md",
            "schemas/scenarios.json",
            "schemas/settings.json",
            "examples/bean/Customers.java",
            "sbom.cdx.json")) {
      assertThat(home.resolve(name)).isNotEmptyFile();
    }
  }

  @Test
  void itsDocsLinkToWhatIsInIt() throws IOException {
    List<String> links = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).toList()) {
        LINK.matcher(Files.readString(file))
            .results()
            .map(link -> link.group(1))
            .filter(link -> !link.contains(":"))
            .forEach(
                link -> {
                  links.add(link);
                  assertThat(file.resolveSibling(link)).as("in %s", file).exists();
                });
      }
    }
    assertThat(links).contains("config/application.properties", "../config/application.properties");
  }

  @Test
  void itsSettingsAreTheDefaultsCommentedOut() throws IOException {
    List<String> lines = Files.readAllLines(home.resolve("config/application.properties"));
    assertThat(lines).contains("# crm.kind=rest");
    assertThat(lines).allMatch(line -> line.isBlank() || line.startsWith("#"));
  }

  /** With little memory: a check runs beside the entrance at each start. */
  @Test
  @Tag("full")
  void itStartsByItsScriptPreparedOrNot() throws Exception {
    String littleMemory = "-Xmx128m ";
    assertThat(run(littleMemory, "--check")).contains("Nothing is wrong in routes");
    run("", "--prepare");
    String onlyWithItsArchive = Runtime.version().feature() < 25 ? "-Xshare:on" : "-XX:AOTMode=on";
    assertThat(run(littleMemory + onlyWithItsArchive, "--check"))
        .contains("Nothing is wrong in routes");
  }

  /** However it is started, the beans of {@code lib/} are there. */
  @Test
  @Tag("full")
  void theBeansOfATeamAreLoaded() throws Exception {
    Path crm = home.resolve("routes/crm.camel.yaml");
    String shipped = Files.readString(crm);
    String named = "-Dspring.main.sources=org.idwiseroutes.recipe.Customers ";
    if (!Files.exists(home.resolve("unpacked"))) {
      run("", "--prepare");
    }
    try {
      Files.writeString(
          crm,
          shipped.replace(
              "      steps:\n",
              """
                    steps:
                      - log:
                          id: crm-important
                          message: "Important: ${bean:customers?method=isImportant}"
              """));
      assertThat(execute(List.of("examples/bean/build.sh"), "")).isEmpty();
      assertThat(home.resolve("lib/customers.jar")).isNotEmptyFile();
      String onlyWithItsArchive =
          Runtime.version().feature() < 25 ? "-Xshare:on" : "-XX:AOTMode=on";
      assertThat(run(named + onlyWithItsArchive, "--check")).contains("Nothing is wrong in routes");
      FileSystemUtils.deleteRecursively(home.resolve("unpacked"));
      assertThat(run(named, "--check")).contains("Nothing is wrong in routes");
      assertThat(
              execute(List.of("java", named.strip(), "-jar", "idwise-routes.jar", "--check"), ""))
          .contains("Nothing is wrong in routes");
    } finally {
      Files.writeString(crm, shipped);
      Files.deleteIfExists(home.resolve("lib/customers.jar"));
    }
  }

  @Test
  void theManifestsNameSettingsPortsAndPathsThatExist() throws IOException {
    String reference = Files.readString(Path.of("src/main/resources/application.properties"));
    List<Map<String, Object>> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(home.resolve("ops/kubernetes.yaml"))) {
      for (Object one : new Yaml().loadAll(in)) {
        @SuppressWarnings("unchecked")
        Map<String, Object> manifest = (Map<String, Object>) one;
        all.add(manifest);
      }
    }
    Map<?, ?> settings = (Map<?, ?>) all.get(1).get("data");
    assertThat(settings).isNotEmpty();
    for (Object name : settings.keySet()) {
      String canonical = name.toString().toLowerCase(Locale.ROOT).replace('_', '.');
      assertThat(reference.replace('-', '.'))
          .satisfiesAnyOf(
              text -> assertThat(text).containsPattern("(?m)^(# )?" + canonical + "="),
              text -> assertThat(canonical).startsWith("spring.config"));
    }
    String text = all.get(2).toString();
    assertThat(text)
        .contains("/actuator/health/liveness", "/actuator/health/readiness")
        .contains("replicas=2", "readOnlyRootFilesystem=true", "runAsNonRoot=true");
  }

  private static String run(String options, String argument) throws Exception {
    return execute(List.of("bin/idwise-routes", argument), options);
  }

  private static String execute(List<String> command, String options) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", options);
    builder
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin:", (path, java) -> java + path);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
