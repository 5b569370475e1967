package org.idwiseroutes.doctor;

import java.io.PrintStream;
import java.util.List;
import org.idwiseroutes.database.StandIn;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code java -jar idwise-routes.jar --doctor}: examines without running; of the routes only the
 * doctor's are loaded.
 */
public final class DoctorRun {

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
            .initializers(started -> StandIn.in(started.getEnvironment(), "doctor-*.camel.yaml"))
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
