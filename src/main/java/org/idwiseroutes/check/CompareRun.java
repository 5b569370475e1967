package org.idwiseroutes.check;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.inbox.DecidedEvents;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * {@code java -jar idwise-routes.jar --compare old-folder new-folder [--since 7d]}: what the events
 * of the database that is set would do by the rules of the new folder.
 */
public final class CompareRun {

  private static final String COMMAND = "--compare";
  private static final String SINCE = "--since";
  private static final Duration A_WEEK = Duration.ofDays(7);
  private static final int SHOWN = 3;

  private CompareRun() {}

  /**
   * Prints what differs, grouped, with ids of events.
   *
   * @return 0 when nothing does, 1 when something does, 2 when it cannot be told
   */
  public static int run(Class<?> application, String[] arguments, PrintStream out) {
    List<String> given = List.of(arguments);
    int command = given.indexOf(COMMAND);
    if (given.size() < command + 3) {
      out.println("--compare needs two folders: --compare old-folder new-folder [--since 7d]");
      return 2;
    }
    try (ConfigurableApplicationContext context =
        StandIn.start(application, arguments, "nothing.camel.yaml")) {
      Comparison comparison =
          context
              .getBean(Comparer.class)
              .compare(
                  Folder.read(Path.of(given.get(command + 1))),
                  Folder.read(Path.of(given.get(command + 2))),
                  new DecidedEvents(database(context.getEnvironment())),
                  context.getBean(Clock.class).instant().minus(since(given)));
      print(comparison, out);
      return comparison.isEmpty() ? 0 : 1;
    } catch (Exception e) {
      out.println("It cannot be told: " + StandIn.why(e));
      return 2;
    }
  }

  private static void print(Comparison comparison, PrintStream out) {
    out.println(comparison.summary());
    for (Comparison.Group group : comparison.groups()) {
      out.printf("%6d  %s%n", group.count(), group.words());
      out.printf(
          "        %s%s%n",
          group.examples().stream()
              .limit(SHOWN)
              .map(Comparison.Example::id)
              .collect(Collectors.joining(", ")),
          group.count() > SHOWN ? ", …" : "");
      Comparison.Example first = group.examples().get(0);
      first.before().forEach(request -> print("before", request, out));
      first.after().forEach(request -> print("after", request, out));
    }
  }

  private static void print(String when, String request, PrintStream out) {
    out.printf("        %s: %s%n", when, request.strip().replace("\n", "\n          "));
  }

  private static Duration since(List<String> given) {
    int at = given.indexOf(SINCE);
    return at < 0 || at + 1 >= given.size()
        ? A_WEEK
        : DurationStyle.detectAndParse(given.get(at + 1));
  }

  private static JdbcClient database(Environment settings) {
    return JdbcClient.create(
        new DriverManagerDataSource(
            settings.getProperty(StandIn.REAL + "url", ""),
            settings.getProperty(StandIn.REAL + "username"),
            settings.getProperty(StandIn.REAL + "password")));
  }
}
