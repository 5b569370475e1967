package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

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
}
