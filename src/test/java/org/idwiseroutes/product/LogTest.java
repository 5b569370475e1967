package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class LogTest extends ProductTest {

  @Test
  void aFailedAttemptIsOneLineWithoutItsPayload(CapturedOutput output) {
    use(Database.H2);
    World.CRM.stubFor(
        any(anyUrl()).willReturn(status(400).withBody("Erna is unknown")).atPriority(0));
    String id = product.accept(finished("j1", "secret-reference", "Complete"));
    awaitStatus(id, "crm", "dead");
    await().until(() -> output.getOut().contains("is dead"));

    String delivery = product.delivery(id, "crm").path("id").asText();
    List<String> lines = output.getOut().lines().filter(line -> line.contains("HTTP")).toList();
    assertThat(lines).singleElement().asString().contains(delivery, "HTTP 400");
    assertThat(output.getOut()).doesNotContain("secret-reference", "Erna").doesNotContain("\tat ");
  }

  @Test
  void eachEventAndEachDeliveryIsOneLineAndJsonWhenAskedFor(CapturedOutput output)
      throws Exception {
    use(Database.H2);
    ConfigurableEnvironment text = product.context().getEnvironment();
    LoggingSystem logs = LoggingSystem.get(getClass().getClassLoader());
    logs.cleanUp();
    try (Product json = Product.start(Database.H2.url(), "logging.structured.format.console=ecs")) {
      product = json;
      String id = json.accept(finished("j-log", "r-log", "Complete"));
      awaitAll(id, "delivered");
      await().until(() -> output.getOut().contains("is delivered after attempt 1"));
      List<JsonNode> lines = new ArrayList<>();
      for (String line : output.getOut().lines().filter(one -> one.startsWith("{")).toList()) {
        lines.add(Product.JSON.readTree(line));
      }
      assertThat(lines)
          .filteredOn(line -> line.at("/idwise/outcome").asText().equals("accepted"))
          .singleElement()
          .satisfies(line -> assertThat(line.at("/idwise/event/id").asText()).isEqualTo(id));
      assertThat(lines)
          .filteredOn(line -> line.at("/idwise/status").asText().equals("delivered"))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.at("/idwise/delivery/id").asText())
                    .isEqualTo(json.delivery(id, "crm").path("id").asText());
                assertThat(line.at("/idwise/destination").asText()).isEqualTo("crm");
                assertThat(line.at("/ecs/version").asText()).isNotEmpty();
                assertThat(line.at("/service/node/name").asText()).isNotEmpty();
                assertThat(line.at("/service/version").asText()).isNotEmpty();
              });
    } finally {
      System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
      logs.cleanUp();
      logs.beforeInitialize();
      logs.initialize(new LoggingInitializationContext(text), null, null);
    }
  }
}
