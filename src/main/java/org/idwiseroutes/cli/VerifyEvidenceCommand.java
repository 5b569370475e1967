package org.idwiseroutes.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.idwiseroutes.evidence.EvidenceCheck;
import org.idwiseroutes.proof.Receipts;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code verify-evidence FILE}: a person's evidence, without any database. */
@Command(
    name = "verify-evidence",
    description = "Tells whether a file of evidence is as it was made.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is", "1:it is not", "2:it cannot be told"})
final class VerifyEvidenceCommand extends LookingCommand {

  @Parameters(paramLabel = "FILE", description = "The zip.")
  private Path file;

  @Mixin private KeptHeads heads;

  VerifyEvidenceCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "nothing.camel.yaml", out);
  }

  @Override
  int look(ConfigurableApplicationContext context) throws Exception {
    List<String> findings =
        new EvidenceCheck(context.getBean(Receipts.class), heads.read()).check(file);
    if (isJson()) {
      print(Map.of("findings", findings));
    } else {
      findings.forEach(out()::println);
      out()
          .println(
              findings.isEmpty()
                  ? "The evidence is as it was made."
                  : "%d things are not as they were.".formatted(findings.size()));
    }
    return findings.isEmpty() ? 0 : 1;
  }
}
