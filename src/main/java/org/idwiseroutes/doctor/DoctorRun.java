package org.idwiseroutes.doctor;

import java.io.PrintStream;
import java.util.List;
import org.idwiseroutes.database.StandIn;
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
        StandIn.start(application, arguments, "doctor-*.camel.yaml")) {
      List<Finding> findings = context.getBean(Doctor.class).examine();
      findings.forEach(finding -> print(finding, out));
      long bad = findings.stream().filter(finding -> !finding.ok()).count();
      out.println(bad == 0 ? "All is well." : bad + " to put right.");
      return bad == 0 ? 0 : 1;
    } catch (RuntimeException e) {
      out.println("WRONG  The application does not start: " + StandIn.why(e));
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
