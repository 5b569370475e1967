package org.idwiseroutes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which; the table in docs/architecture.md says the same. */
@AnalyzeClasses(packages = "org.idwiseroutes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Pattern WRITE =
      Pattern.compile("(?:INSERT INTO|UPDATE|DELETE FROM)\\s+([a-z_]+)");

  @ArchTest static final ArchRule webhook = only("webhook", "http", "inbox", "database", "tracing");
  @ArchTest static final ArchRule http = only("http");

  @ArchTest
  static final ArchRule inbox =
      only("inbox", "outbox", "journey", "log", "proof", "http", "database", "tracing");

  @ArchTest static final ArchRule log = only("log");

  @ArchTest static final ArchRule journey = only("journey", "http", "database");
  @ArchTest static final ArchRule outbox = only("outbox", "database", "privacy", "tracing");
  @ArchTest static final ArchRule database = only("database");
  @ArchTest static final ArchRule tracing = only("tracing");
  @ArchTest static final ArchRule privacy = only("privacy");
  @ArchTest static final ArchRule transform = only("transform");

  @ArchTest
  static final ArchRule routes = only("routes", "jsonhttp", "transform", "outbox", "privacy");

  @ArchTest static final ArchRule jsonhttp = only("jsonhttp", "transform", "http", "outbox");

  @ArchTest
  static final ArchRule result = only("result", "inbox", "journey", "outbox", "http", "database");

  @ArchTest
  static final ArchRule doctor =
      only("doctor", "result", "log", "outbox", "routes", "privacy", "database");

  @ArchTest
  static final ArchRule check =
      only(
          "check",
          "wiring",
          "routes",
          "jsonhttp",
          "transform",
          "inbox",
          "journey",
          "outbox",
          "privacy",
          "database");

  @ArchTest static final ArchRule reload = only("reload", "check", "wiring", "routes");

  @ArchTest
  static final ArchRule cli =
      only("cli", "check", "doctor", "evidence", "proof", "ops", "inbox", "wiring", "database");

  @ArchTest static final ArchRule timer = only("timer", "inbox", "journey", "database");

  @ArchTest static final ArchRule people = only("people", "ops", "journey", "database");

  @ArchTest static final ArchRule slo = only("slo", "ops", "outbox", "database");

  @ArchTest
  static final ArchRule alert =
      only(
          "alert",
          "forget",
          "ledger",
          "ops",
          "people",
          "slo",
          "webhook",
          "outbox",
          "routes",
          "database");

  @ArchTest
  static final ArchRule ledger =
      only("ledger", "backfill", "result", "ops", "inbox", "journey", "outbox", "routes");

  @ArchTest
  static final ArchRule forget =
      only("forget", "ops", "inbox", "journey", "outbox", "routes", "database");

  @ArchTest
  static final ArchRule rules =
      only("rules", "check", "wiring", "ops", "inbox", "routes", "outbox", "privacy", "database");

  @ArchTest
  static final ArchRule backfill =
      only(
          "backfill",
          "rules",
          "check",
          "wiring",
          "ops",
          "inbox",
          "journey",
          "routes",
          "outbox",
          "database");

  @ArchTest
  static final ArchRule shadow =
      only("shadow", "rules", "check", "ops", "inbox", "routes", "outbox", "database");

  @ArchTest static final ArchRule proof = only("proof", "database");

  @ArchTest
  static final ArchRule evidence =
      only("evidence", "rules", "people", "wiring", "forget", "ops", "inbox", "proof", "privacy");

  @ArchTest
  static final ArchRule wiring = only("wiring", "routes", "jsonhttp", "journey", "outbox");

  @ArchTest
  static final ArchRule console =
      only(
          "console",
          "alert",
          "forget",
          "ledger",
          "backfill",
          "ops",
          "people",
          "rules",
          "shadow",
          "doctor",
          "check",
          "wiring",
          "slo",
          "journey",
          "inbox",
          "outbox",
          "webhook",
          "routes",
          "privacy",
          "database");

  /** "spring-boot:test-run" starts the one class of the tests that can be started. */
  @Test
  void theSandboxAloneOfTheTestsHasAMain() {
    assertThat(
            new ClassFileImporter()
                .importPath(Path.of("target", "test-classes")).stream()
                    .filter(one -> one.tryGetMethod("main", String[].class).isPresent())
                    .map(JavaClass::getSimpleName))
        .containsExactly("Sandbox");
  }

  /**
   * What writes a table stands in one class. Of events, each way in and out is one; {@code
   * PersonalData} erases from all tables.
   */
  @Test
  void oneClassWritesATable() throws IOException {
    Map<String, Set<String>> writers = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        Matcher write = WRITE.matcher(Files.readString(file));
        while (write.find()) {
          writers
              .computeIfAbsent(write.group(1), table -> new TreeSet<>())
              .add(file.getFileName().toString().replace(".java", ""));
        }
      }
    }
    writers.remove("event");
    writers.values().forEach(classes -> classes.remove("PersonalData"));
    assertThat(writers)
        .containsEntry("delivery", Set.of("DeliveryRepository"))
        .containsEntry("destination", Set.of("DestinationRepository"))
        .allSatisfy((table, classes) -> assertThat(classes).as(table).hasSizeLessThan(2));
  }

  @ArchTest
  static final ArchRule noCycles =
      slices().matching("org.idwiseroutes.(*)..").should().beFreeOfCycles();

  private static ArchRule only(String name, String... used) {
    String[] allowed =
        Stream.concat(Stream.of(name), Arrays.stream(used))
            .map(one -> "org.idwiseroutes." + one + "..")
            .toArray(String[]::new);
    String[] outside = {
      "java..",
      "javax..",
      "jakarta..",
      "com..",
      "io..",
      "org.apache..",
      "org.springframework..",
      "org.slf4j..",
      "ch.qos.logback..",
      "org.yaml..",
      "picocli..",
      "org.postgresql..",
      "org.eclipse.angus..",
      "org.flywaydb..",
      "org.thymeleaf..",
      ""
    };
    String[] all =
        Stream.concat(Arrays.stream(allowed), Arrays.stream(outside)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage("org.idwiseroutes." + name + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }
}
