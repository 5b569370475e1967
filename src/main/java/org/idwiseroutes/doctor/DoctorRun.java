package org.idwiseroutes.doctor;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * {@code java -jar idwise-routes.jar --doctor}: examines without running. A database of its own in
 * memory stands in, so that nothing is migrated, claimed or delivered; of the routes only the
 * doctor's are loaded, and of the ports only free ones of this machine are opened.
 */
public final class DoctorRun {

  /** Where the settings of the real database are found meanwhile. */
  static final String SET = "idwise.doctor.datasource.";

  private DoctorRun() {}

  /**
   * Prints what is found, one line each.
   *
   * @return 0 when all is well, else 1
   */
  public static int run(Class<?> application, String[] arguments, PrintStream out) {
    try (ConfigurableApplicationContext context =
        new SpringApplicationBuilder(application)
            .bannerMode(Banner.Mode.OFF)
            .initializers(started -> standIn(started.getEnvironment()))
            .properties("logging.level.root=OFF")
            .run(arguments)) {
      List<Finding> findings = context.getBean(Doctor.class).examine();
      findings.forEach(finding -> print(finding, out));
      long bad = findings.stream().filter(finding -> !finding.ok()).count();
      out.println(bad == 0 ? "All is well." : bad + " to put right.");
      return bad == 0 ? 0 : 1;
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      out.println("WRONG  The application does not start: " + cause.getMessage());
      return 1;
    }
  }

  private static void standIn(ConfigurableEnvironment environment) {
    Map<String, Object> own = new LinkedHashMap<>();
    for (String name : List.of("url", "username", "password")) {
      own.put(SET + name, environment.getProperty("spring.datasource." + name, ""));
    }
    own.put(
        "spring.datasource.url",
        "jdbc:h2:mem:doctor;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
    own.put("spring.datasource.username", "sa");
    own.put("spring.datasource.password", "");
    own.put("idwise.spool.directory", "");
    own.put("idwise.routes.files", "doctor-*.camel.yaml");
    own.put("server.address", "127.0.0.1");
    own.put("server.port", "0");
    own.put("idwise.ops.address", "127.0.0.1");
    own.put("idwise.ops.port", "0");
    own.put("logging.level.root", "OFF");
    environment.getPropertySources().addFirst(new MapPropertySource("doctor", own));
  }

  private static void print(Finding finding, PrintStream out) {
    StringBuilder line = new StringBuilder(finding.ok() ? "ok     " : "WRONG  ");
    line.append(finding.system()).append(": ").append(finding.check());
    if (finding.detail() != null) {
      line.append(" – ").append(finding.detail());
    }
    if (finding.advice() != null) {
      line.append("\n       → ").append(finding.advice());
    }
    out.println(line);
  }
}
