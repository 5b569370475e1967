package org.idwiseroutes.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Report;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code check [folder]}: every problem as {@code file:line: text}. */
@Command(
    name = "check",
    description = "Checks a folder of routes without running it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is wrong", "1:something is wrong", "2:it cannot be told"})
final class CheckCommand extends LookingCommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "By default idwise.routes.directory.")
  private Path folder;

  CheckCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "nothing.camel.yaml", out);
  }

  @Override
  int look(ConfigurableApplicationContext context) throws IOException {
    Path checked =
        folder == null
            ? Path.of(context.getEnvironment().getRequiredProperty("idwise.routes.directory"))
            : folder;
    Report report = context.getBean(Checker.class).check(checked);
    boolean right = report.problems().isEmpty();
    if (isJson()) {
      print(
          Map.of(
              "ok", right,
              "folder", checked.toString(),
              "problems", report.problems(),
              "scenarios", report.scenarios().size()));
    } else {
      report.problems().forEach(out()::println);
      out()
          .println(
              right
                  ? "Nothing is wrong in %s; %d scenarios went as they say."
                      .formatted(checked, report.scenarios().size())
                  : report.problems().size() + " to put right.");
    }
    return right ? 0 : 1;
  }
}
