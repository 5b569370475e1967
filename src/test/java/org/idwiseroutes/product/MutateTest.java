package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.idwiseroutes.check.Checker;
import org.idwiseroutes.check.Folder;
import org.idwiseroutes.check.Unnoticed;
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

  @Test
  void theShippedScenariosNoticeEachChange() throws Exception {
    try (Product checking = Product.start(Database.H2.url())) {
      Checker checker = checking.context().getBean(Checker.class);
      Unnoticed unnoticed = checker.mutate(Folder.read(Path.of("routes")));
      assertThat(unnoticed.problems()).isEmpty();
      assertThat(unnoticed.changes()).isGreaterThan(300);
      assertThat(unnoticed.untried())
          .contains("dead-letter", "doctor-crm")
          .doesNotContain("decide", "crm", "jira-open");

      FileSystemUtils.copyRecursively(Path.of("routes"), folder);
      for (String other : OTHERS) {
        FileSystemUtils.deleteRecursively(folder.resolve(other));
      }
      Files.delete(folder.resolve("scenarios/mail.yaml"));
      Files.delete(folder.resolve("scenarios/listeners.yaml"));
      String mail = Files.readString(folder.resolve("mail.camel.yaml"));
      int line = 1 + (int) mail.substring(0, mail.indexOf("name: Reply-To")).lines().count() - 1;
      assertThat(checker.mutate(Folder.read(folder)).problems())
          .extracting(Object::toString)
          .contains(
              "mail.camel.yaml:%d: no scenario notices when \"Reply-To\" is not set"
                  .formatted(line))
          .anyMatch(
              problem ->
                  problem.startsWith("kafka/publish.camel.yaml:")
                      && problem.contains(
                          "no scenario gets here: to publish-kafka-send is left out"))
          .noneMatch(problem -> problem.startsWith("rest/crm.camel.yaml"));
    }
  }
}
