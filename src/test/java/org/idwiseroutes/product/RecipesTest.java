package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Problem;
import org.idwiseroutes.check.Report;
import org.idwiseroutes.recipe.Counter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/** The recipes of docs/routes.md do what they say. */
class RecipesTest extends ProductTest {

  private static final Path DOCUMENT = Path.of("docs/routes.md");

  @TempDir Path folder;

  private static Product cook;

  /** A section of the document with its blocks. */
  record Recipe(String title, String text) {

    String block(String language) {
      Matcher block =
          Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
      return block.find() ? block.group(1) : "";
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static List<Recipe> recipes() throws IOException {
    String document = Files.readString(DOCUMENT);
    String all = document.substring(document.indexOf("## Recipes"), document.indexOf("## Habits"));
    List<Recipe> recipes = new ArrayList<>();
    for (String section : all.split("\n### ")) {
      if (section.contains("```diff")) {
        recipes.add(new Recipe(section.lines().findFirst().orElseThrow(), section));
      }
    }
    return recipes;
  }

  @BeforeAll
  static void begin() throws IOException {
    List<String> settings = new ArrayList<>();
    for (Recipe recipe : recipes()) {
      Properties own = new Properties();
      own.load(new StringReader(recipe.block("properties")));
      own.forEach((name, value) -> settings.add(name + "=" + value));
    }
    settings.replaceAll(
        one -> one.startsWith("spring.main.sources=") ? one + "," + Counter.class.getName() : one);
    cook = Product.start(Database.H2.url(), settings.toArray(String[]::new));
  }

  @AfterAll
  static void end() {
    cook.close();
  }

  @ParameterizedTest
  @Tag("full")
  @MethodSource("recipes")
  void aRecipeDoesWhatItsScenarioSays(Recipe recipe) throws Exception {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Product.ROUTES, routes);
    Files.writeString(routes.resolve("scenarios/recipe.yaml"), recipe.block("yaml"));
    assertThat(problems(routes))
        .as("before")
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.file()).isEqualTo("scenarios/recipe.yaml"));
    apply(recipe.block("diff"));
    Report changed = cook.context().getBean(Checker.class).check(routes);
    assertThat(changed.errorsOfRoutes()).isEmpty();
    assertThat(changed.amendments().texts()).doesNotContainKey("scenarios/recipe.yaml");
    changed.amendments().write(routes);
    assertThat(problems(routes)).as("after").isEmpty();
  }

  /** Steps that call a bean, in whatever way, are passed over; such a bean may have effects. */
  @ParameterizedTest
  @Tag("full")
  @ValueSource(
      strings = {
        "bean: {id: counted, method: count, ref: counter}",
        "to: {id: counted, uri: 'bean:counter?method=count'}",
        "process: {id: counted, ref: counter}"
      })
  void aCheckCallsNoBean(String step) throws IOException {
    Path routes = folder.resolve("routes");
    FileSystemUtils.copyRecursively(Product.ROUTES, routes);
    for (String name : List.of("crm.camel.yaml", "decide-journey.camel.yaml")) {
      Path file = routes.resolve(name);
      String named = step.replace("id: counted", "id: counted-" + name.substring(0, 3));
      Files.writeString(
          file,
          Files.readString(file)
              .replaceFirst("\n      steps:\n", "\n      steps:\n        - " + named + "\n"));
    }
    List<Problem> problems = problems(routes);
    assertThat(problems).noneMatch(problem -> problem.text().contains("cannot be run"));
    assertThat(Counter.CALLS).hasValue(0);
  }

  @Test
  void theNineAreThereAndTheBeanIsTheOneThatIsTried() throws IOException {
    assertThat(recipes()).hasSize(9);
    assertThat(recipes())
        .extracting(recipe -> recipe.block("java").strip())
        .contains(
            Files.readString(Path.of("src/test/java/org/idwiseroutes/recipe/Customers.java"))
                .strip());
  }

  private static List<Problem> problems(Path routes) throws IOException {
    return cook.context().getBean(Checker.class).check(routes).problems();
  }

  private void apply(String diff) throws IOException, InterruptedException {
    Path patch = Files.writeString(folder.resolve("recipe.diff"), diff);
    Process git =
        new ProcessBuilder("git", "apply", patch.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(out).isZero();
  }
}
