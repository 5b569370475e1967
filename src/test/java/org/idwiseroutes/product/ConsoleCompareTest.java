package org.idwiseroutes.product;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What past events would do by uploaded files, in the console. */
class ConsoleCompareTest extends BrowserTest {

  private static final String MAPPING = "crm-customer.jsonata";

  @Test
  void anUploadedFileIsComparedWithWhatRuns() throws IOException {
    try (Product open = Product.start(Database.H2.url(), "idwise.routes.compare-upload=on")) {
      use(open);
      awaitStatus(product.accept(finished("j-77", "person-77", "Refer")), "crm", "delivered");
      logIn("alice", "wonderland");
      check("/console/compare");
      String mapping = Files.readString(Path.of("routes/mappings", MAPPING));
      upload(MAPPING, mapping.replace("\"status\": outcome", "\"state\": outcome"));
      assertThat(page.getByText("1 of 1 events would go otherwise")).isVisible();
      page.getByText("body.state, body.status").click();
      assertThat(page.getByText("\"state\" : \"review\"")).isVisible();
      assertThat(page.getByText("person-77")).hasCount(0);
      check("/console/compare");

      upload(MAPPING, mapping);
      assertThat(page.getByText("0 of 1 events would go otherwise")).isVisible();
      upload("crm.camel.yaml", "- route: [");
      assertThat(page.getByText("It cannot be told: crm.camel.yaml:1: it is not YAML")).isVisible();
      upload("crm.sh", "");
      assertThat(page.getByText("\"crm.sh\" is no file of routes")).isVisible();
      page.navigate(url("/console/audit"));
      assertThat(page.getByText("compare routes").first()).isVisible();
      assertThat(crmCalls()).hasSize(1);
    }
  }

  @Test
  void itIsOffUnlessItIsTurnedOn() {
    logIn("alice", "wonderland");
    page.navigate(url("/console/compare"));
    assertThat(page.getByText("Uploading is off here")).isVisible();
    assertThat(page.getByRole(AriaRole.BUTTON, named("Compare"))).hasCount(0);
  }

  private void upload(String name, String text) {
    page.navigate(url("/console/compare"));
    page.getByLabel("Files")
        .setInputFiles(new FilePayload(name, "text/plain", text.getBytes(StandardCharsets.UTF_8)));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Compare").setExact(true))
        .click();
  }
}
