package org.idwiseroutes.check;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.idwiseroutes.database.StandIn;
import org.idwiseroutes.inbox.DecidedEvents;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
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
  private static final int FETCHED_AT_ONCE = 1_000;

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
        new SpringApplicationBuilder(application)
            .bannerMode(Banner.Mode.OFF)
            .initializers(started -> StandIn.in(started.getEnvironment(), "nothing.camel.yaml"))
            .run(arguments)) {
      Environment settings = context.getEnvironment();
      Comparison comparison =
          Comparison.of(
              Path.of(given.get(command + 1)),
              Path.of(given.get(command + 2)),
              new DecidedEvents(database(settings)),
              context.getBean(Clock.class).instant().minus(since(given)),
              settings);
      comparison.print(out);
      return comparison.isEmpty() ? 0 : 1;
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      out.println("It cannot be told: " + cause.getMessage());
      return 2;
    }
  }

  private static Duration since(List<String> given) {
    int at = given.indexOf(SINCE);
    return at < 0 || at + 1 >= given.size()
        ? A_WEEK
        : DurationStyle.detectAndParse(given.get(at + 1));
  }

  private static JdbcClient database(Environment settings) {
    JdbcTemplate template =
        new JdbcTemplate(
            new DriverManagerDataSource(
                settings.getProperty(StandIn.REAL + "url", ""),
                settings.getProperty(StandIn.REAL + "username"),
                settings.getProperty(StandIn.REAL + "password")));
    template.setFetchSize(FETCHED_AT_ONCE);
    return JdbcClient.create(template);
  }
}
