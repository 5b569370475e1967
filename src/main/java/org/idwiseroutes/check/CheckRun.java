package org.idwiseroutes.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.idwiseroutes.database.StandIn;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * {@code java -jar idwise-routes.jar --check [folder]}: checks a folder of routes without running
 * it, by default {@code idwise.routes.directory}.
 */
public final class CheckRun {

  private static final String COMMAND = "--check";

  private CheckRun() {}

  /**
   * Prints every problem as {@code file:line: text}.
   *
   * @return 0 when there is none, else 1
   */
  public static int run(Class<?> application, String[] arguments, PrintStream out) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(application)
            .bannerMode(Banner.Mode.OFF)
            .initializers(started -> StandIn.in(started.getEnvironment(), "nothing.camel.yaml"))
            .properties("logging.level.root=OFF")
            .run(arguments)) {
      Path folder = folder(arguments, context.getEnvironment());
      Checker checker = context.getBean(Checker.class);
      List<Problem> problems = checker.check(folder);
      problems.forEach(out::println);
      int scenarios = checker.scenarios(folder).size();
      out.println(
          problems.isEmpty()
              ? "Nothing is wrong in %s; %d scenarios went as they say."
                  .formatted(folder, scenarios)
              : problems.size() + " to put right.");
      return problems.isEmpty() ? 0 : 1;
    } catch (IOException e) {
      out.println("The folder cannot be read: " + e.getMessage());
      return 1;
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      out.println("The application does not start: " + cause.getMessage());
      return 1;
    }
  }

  private static Path folder(String[] arguments, Environment settings) {
    for (int i = 0; i < arguments.length - 1; i++) {
      if (arguments[i].equals(COMMAND) && !arguments[i + 1].startsWith("--")) {
        return Path.of(arguments[i + 1]);
      }
    }
    return Path.of(settings.getRequiredProperty("idwise.routes.directory"));
  }
}
