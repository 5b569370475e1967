package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.idwiseroutes.IdwiseRoutes;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Unnoticed;
import org.idwiseroutes.cli.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** {@code --check --mutate}: what scenarios would not notice is told, and that is nothing here. */
@Tag("full")
class MutateTest extends ProductTest {

  private static final List<String> OTHERS =
      List.of(
          "hubspot",
          "salesforce",
          "dynamics",
          "zoho",
          "jira",
          "zendesk",
          "servicenow",
          "freshdesk",
          "slack",
          "teams");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void theShippedScenariosNoticeEachChange() throws Exception {
    try (Product checking = Product.start(Database.H2.url())) {
      Checker checker = checking.context().getBean(Checker.class);
      Unnoticed unnoticed = checker.mutate(Folder.read(Product.ROUTES));
      assertThat(unnoticed.problems()).isEmpty();
      assertThat(unnoticed.changes()).isGreaterThan(300);
      assertThat(unnoticed.untried())
          .contains("alert", "doctor-crm")
          .doesNotContain("decide", "crm", "jira-open");
    }
  }

  @Test
  void whatNoScenarioNoticesIsPrintedWithItsPlace() throws Exception {
    FileSystemUtils.copyRecursively(Product.ROUTES, folder);
    for (String other : OTHERS) {
      FileSystemUtils.deleteRecursively(folder.resolve(other));
    }
    Files.delete(folder.resolve("scenarios/mail.yaml"));
    Files.delete(folder.resolve("scenarios/listeners.yaml"));
    String mail = Files.readString(folder.resolve("mail.camel.yaml"));
    long line = mail.substring(0, mail.indexOf("name: Reply-To")).lines().count();
    assertThat(run("--check", "--mutate", folder.toString())).as(text()).isEqualTo(1);
    assertThat(text().lines())
        .contains(
            "mail.camel.yaml:%d: no scenario notices when \"Reply-To\" is not set".formatted(line))
        .anyMatch(
            one ->
                one.startsWith("kafka/publish.camel.yaml:")
                    && one.endsWith("no scenario gets here: to publish-kafka-send is left out"))
        .noneMatch(one -> one.startsWith("rest/crm.camel.yaml"))
        .anyMatch(one -> one.startsWith("Not changed, since no scenario can run them: alert-mail,"))
        .anyMatch(
            one -> one.matches("\\d+ changes, one at a time: scenarios notice all but \\d+."));
    assertThat(run("--check", "--mutate", "--accept", folder.toString())).isEqualTo(2);
    assertThat(text()).contains("mutually exclusive");
  }

  private int run(String... arguments) {
    out.reset();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Commands(IdwiseRoutes.class, printed, printed)
        .run(arguments, settings -> fail("a node started"));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
