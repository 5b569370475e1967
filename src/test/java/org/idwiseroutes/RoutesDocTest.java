package org.idwiseroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.idwiseroutes.jsonhttp.JsonHttpComponent;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Component;

/** What docs/routes.md says that a route may call is what the shipped routes call. */
class RoutesDocTest {

  private static final Path ROUTES = Path.of("src/test/routes");
  private static final Pattern BEAN_ROW =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| `(\\w+)` \\|[^|]+\\|[^|]+\\|$");
  private static final Pattern STEP =
      Pattern.compile("ref: (\\w+)\\s+method: (\\w+)|\\$\\{bean:(\\w+)\\?method=(\\w+)");
  private static final Pattern DIRECT = Pattern.compile("direct:[\\w-]+");

  @Test
  void theTableOfBeansIsWhatIsCalled() throws IOException {
    Set<String> said =
        BEAN_ROW
            .matcher(document())
            .results()
            .map(row -> row.group(1) + "." + row.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> called =
        STEP.matcher(shipped())
            .results()
            .map(
                step ->
                    step.group(1) == null
                        ? step.group(3) + "." + step.group(4)
                        : step.group(1) + "." + step.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(said).isEqualTo(called);
  }

  @Test
  void eachBeanHasTheMethod() throws Exception {
    Map<String, JavaClass> beans = new TreeMap<>();
    for (JavaClass one : new ClassFileImporter().importPath(Path.of("target", "classes"))) {
      if (one.isAnnotatedWith(Component.class)) {
        beans.put(one.getAnnotationOfType(Component.class).value(), one);
      }
    }
    BEAN_ROW
        .matcher(document())
        .results()
        .forEach(
            row ->
                assertThat(beans.get(row.group(1)).getAllMethods())
                    .as(row.group())
                    .anyMatch(method -> method.getName().equals(row.group(2))));
  }

  @Test
  void theTableOfRoutesIsWhatTheyTakeFrom() throws IOException {
    String section = document();
    section =
        section.substring(
            section.indexOf("## What a route may call"), section.indexOf("## Recipes"));
    Set<String> said =
        DIRECT
            .matcher(section)
            .results()
            .map(found -> found.group())
            .filter(name -> !name.startsWith("direct:doctor-"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> taken =
        Pattern.compile("from:\\s+uri: (direct:[\\w-]+)")
            .matcher(shipped())
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("direct:doctor-"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(said).isEqualTo(taken);
  }

  @Test
  void theTableOfOptionsIsTheComponents() throws IOException {
    String section = document();
    section =
        section.substring(
            section.indexOf("## Call a JSON API"), section.indexOf("## Mappings and templates"));
    assertThat(
            Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(section)
                .results()
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(JsonHttpComponent.OPTIONS);
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/routes.md"));
  }

  private static String shipped() throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(one -> one.toString().endsWith(".camel.yaml")).toList()) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }
}
