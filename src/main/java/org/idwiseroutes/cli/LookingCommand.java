package org.idwiseroutes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import org.idwiseroutes.database.StandIn;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that looks at something with the application's own means, and changes nothing. */
@Command(mixinStandardHelpOptions = true)
abstract class LookingCommand implements Callable<Integer> {

  /** What was looked for cannot be told. */
  static final int UNKNOWN = 2;

  private final Class<?> application;
  private final String[] settings;
  private final String routes;
  private final PrintStream out;

  @Option(names = "--json", description = "Prints JSON for other programs to read.")
  private boolean json;

  /**
   * Such a command.
   *
   * @param routes the names of the route files that it needs, as a glob
   */
  LookingCommand(Class<?> application, String[] settings, String routes, PrintStream out) {
    this.application = application;
    this.settings = settings;
    this.routes = routes;
    this.out = out;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    try (ConfigurableApplicationContext context = StandIn.start(application, settings, routes)) {
      return look(context);
    } catch (Exception e) {
      String why = StandIn.why(e);
      if (json) {
        print(Map.of("problem", why));
      } else {
        out.println(unable() + why);
      }
      return UNKNOWN;
    }
  }

  /** How a line begins that says why nothing could be looked at. */
  String unable() {
    return "It cannot be told: ";
  }

  /** Looks, prints and answers the exit code. */
  abstract int look(ConfigurableApplicationContext context) throws Exception;

  final PrintStream out() {
    return out;
  }

  final boolean isJson() {
    return json;
  }

  final void print(Object found) throws JsonProcessingException {
    out.println(
        new ObjectMapper()
            .findAndRegisterModules()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(found));
  }
}
