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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which; the table in docs/architecture.md says the same. */
@AnalyzeClasses(packages = "org.idwiseroutes", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchRule webhook = only("webhook", "http", "inbox", "database", "tracing");
  @ArchTest static final ArchRule http = only("http");

  @ArchTest
  static final ArchRule inbox = only("inbox", "outbox", "journey", "http", "database", "tracing");

  @ArchTest static final ArchRule journey = only("journey", "http", "database");
  @ArchTest static final ArchRule outbox = only("outbox", "database", "privacy", "tracing");
  @ArchTest static final ArchRule database = only("database");
  @ArchTest static final ArchRule tracing = only("tracing");
  @ArchTest static final ArchRule privacy = only("privacy");
  @ArchTest static final ArchRule transform = only("transform");
  @ArchTest static final ArchRule routes = only("routes", "jsonhttp", "outbox", "privacy");
  @ArchTest static final ArchRule jsonhttp = only("jsonhttp", "http", "outbox");

  @ArchTest
  static final ArchRule result = only("result", "inbox", "journey", "outbox", "http", "database");

  @ArchTest
  static final ArchRule doctor =
      only("doctor", "result", "outbox", "routes", "privacy", "database");

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

  @ArchTest static final ArchRule cli = only("cli", "check", "doctor", "ops", "inbox", "database");

  @ArchTest static final ArchRule slo = only("slo", "outbox", "database");

  @ArchTest
  static final ArchRule wiring = only("wiring", "routes", "jsonhttp", "journey", "outbox");

  @ArchTest
  static final ArchRule console =
      only(
          "console",
          "ops",
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
