package org.idwiseroutes.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.idwiseroutes.database.StandIn;
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
        StandIn.start(application, arguments, "nothing.camel.yaml")) {
      Path folder = folder(arguments, context.getEnvironment());
      Report report = context.getBean(Checker.class).check(folder);
      report.problems().forEach(out::println);
      out.println(
          report.problems().isEmpty()
              ? "Nothing is wrong in %s; %d scenarios went as they say."
                  .formatted(folder, report.scenarios().size())
              : report.problems().size() + " to put right.");
      return report.problems().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      out.println("The folder cannot be read: " + e.getMessage());
      return 1;
    } catch (RuntimeException e) {
      out.println("The application does not start: " + StandIn.why(e));
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
