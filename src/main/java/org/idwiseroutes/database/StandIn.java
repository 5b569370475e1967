package org.idwiseroutes.database;

import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets the application start beside a running one, for commands that only look: a database of its
 * own in memory stands in, so that nothing is migrated, claimed or delivered, there is no spool,
 * and of the ports only free ones of this machine are opened.
 */
public final class StandIn {

  /** Where the settings of the real database are found meanwhile. */
  public static final String REAL = "idwise.stand-in.datasource.";

  /** Where the real address of the operators' port is found meanwhile. */
  public static final String REAL_OPS_ADDRESS = "idwise.stand-in.ops.address";

  /** Where the real {@code idwise.inbox.log} is found meanwhile. */
  public static final String REAL_LOG = "idwise.stand-in.inbox.log";

  private StandIn() {}

  /**
   * Starts the application so, without a word of its own.
   *
   * @param routes the names of the route files that are loaded, as a glob
   * @throws RuntimeException when it does not start; {@link #why} says why
   */
  public static ConfigurableApplicationContext start(
      Class<?> application, String[] arguments, String routes) {
    return new SpringApplicationBuilder(application)
        .bannerMode(Banner.Mode.OFF)
        .initializers(context -> change(context.getEnvironment(), routes))
        .properties("logging.level.root=OFF")
        .run(arguments);
  }

  /** The innermost reason, in its own words. */
  public static String why(Throwable thrown) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(thrown);
    String why =
        cause instanceof NoSuchFileException missing
            ? missing.getFile() + " is not there"
            : String.valueOf(cause.getMessage());
    for (Throwable one = thrown; one != null; one = one.getCause()) {
      if (one instanceof BindException setting && setting.getName() != null) {
        ConfigurationProperty written = setting.getProperty();
        return "the setting %s%s cannot be read: %s"
            .formatted(
                setting.getName(),
                written == null || written.getOrigin() == null
                    ? ""
                    : ", " + written.getOrigin() + ",",
                why);
      }
    }
    return why;
  }

  private static void change(ConfigurableEnvironment environment, String routes) {
    Map<String, Object> own = new LinkedHashMap<>();
    for (String name : List.of("url", "username", "password")) {
      own.put(REAL + name, environment.getProperty("spring.datasource." + name, ""));
    }
    own.put(REAL_OPS_ADDRESS, environment.getProperty("idwise.ops.address", ""));
    own.put(
        "spring.datasource.url",
        "jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    own.put("spring.datasource.username", "sa");
    own.put("spring.datasource.password", "");
    own.put(REAL_LOG, environment.getProperty("idwise.inbox.log", ""));
    own.put("idwise.inbox.log", "database");
    own.put("idwise.spool.directory", "");
    own.put("idwise.routes.files", routes);
    own.put("idwise.routes.check-at-start", "false");
    own.put("idwise.shutdown.drain", "0s");
    own.put("server.shutdown", "immediate");
    own.put("idwise.webhook.address", "127.0.0.1");
    own.put("idwise.webhook.port", "0");
    own.put("idwise.ops.address", "127.0.0.1");
    own.put("idwise.ops.port", "0");
    own.put("idwise.ops.probe-port", "0");
    own.put("logging.level.root", "OFF");
    environment.getPropertySources().addFirst(new MapPropertySource("stand-in", own));
  }
}
