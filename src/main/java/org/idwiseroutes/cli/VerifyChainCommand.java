package org.idwiseroutes.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import org.idwiseroutes.proof.ChainCheck;
import org.idwiseroutes.proof.Receipts;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code verify-chain}: every seal, and every row that has a receipt. */
@Command(
    name = "verify-chain",
    description =
        "Tells which events and acts of operators were changed, removed or put in by hand in the database.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is as it was stored", "1:something is not", "2:it cannot be told"})
final class VerifyChainCommand extends LookingCommand {

  @Mixin private KeptHeads heads;

  VerifyChainCommand(Class<?> application, String[] settings, PrintStream out) {
    super(application, settings, "nothing.camel.yaml", out);
  }

  @Override
  int look(ConfigurableApplicationContext context) throws Exception {
    Environment settings = context.getEnvironment();
    ChainCheck.Found found =
        new ChainCheck(
                EventSource.database(settings),
                context.getBean(Receipts.class),
                heads.read(),
                DurationStyle.detectAndParse(
                    settings.getRequiredProperty("idwise.retention.finished")),
                context.getBean(Clock.class).instant())
            .look();
    if (isJson()) {
      print(Map.of("found", found));
    } else {
      found.findings().forEach(out()::println);
      out()
          .printf(
              "%,d rows in %,d seals are as they were stored, %,d of them changed by right.%n",
              found.rows(), found.seals(), found.rewritten());
    }
    return found.findings().isEmpty() ? 0 : 1;
  }
}
