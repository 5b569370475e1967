package org.idwiseroutes.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.doctor.Doctor;
import org.idwiseroutes.doctor.Finding;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;

/** {@code doctor}: of the routes only the doctor's are loaded. */
@Command(
    name = "doctor",
    description =
        "Asks database, mail server and each configured system for what is needed, and says what is wrong. Changes nothing.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is well", "1:something is wrong", "2:it cannot be told"})
final class DoctorCommand extends LookingCommand {

  DoctorCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "doctor*.camel.yaml", out);
  }

  @Override
  int look(ConfigurableApplicationContext context) throws JsonProcessingException {
    List<Finding> findings = context.getBean(Doctor.class).examine();
    long bad = findings.stream().filter(finding -> !finding.ok()).count();
    if (isJson()) {
      print(Map.of("ok", bad == 0, "findings", findings));
    } else {
      findings.forEach(this::print);
      out().println(bad == 0 ? "All is well." : bad + " to put right.");
    }
    return bad == 0 ? 0 : 1;
  }

  @Override
  String unable() {
    return "WRONG  The application does not start: ";
  }

  private void print(Finding finding) {
    StringBuilder line = new StringBuilder(finding.ok() ? "ok     " : "WRONG  ");
    line.append(finding.system()).append(": ").append(finding.check());
    if (finding.detail() != null) {
      line.append(" – ").append(finding.detail());
    }
    if (finding.advice() != null) {
      line.append("\n       → ").append(finding.advice());
    }
    out().println(line);
  }
}
