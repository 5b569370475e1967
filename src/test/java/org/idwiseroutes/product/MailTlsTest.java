package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code smtp.starttls=true} no mail leaves by another way than a verified one. */
class MailTlsTest {

  @TempDir private Path folder;

  @Test
  void aServerWithoutTlsGetsNoMail() throws Exception {
    try (SmtpServer server = new SmtpServer(null, false)) {
      assertThat(lastError(server, "true")).contains("STARTTLS");
      assertThat(server.commands).contains("EHLO").doesNotContain("MAIL");
    }
  }

  @Test
  void aServerWhoseCertificateNobodySignedGetsNoMail() throws Exception {
    try (SmtpServer server = new SmtpServer(Certificates.create(folder, "mail"), false)) {
      assertThat(lastError(server, "true")).containsIgnoringCase("certif");
      assertThat(server.commands).contains("STARTTLS").doesNotContain("MAIL");
    }
  }

  @Test
  void withoutTlsTheSameServerGetsIt() throws Exception {
    try (SmtpServer server = new SmtpServer(null, false)) {
      assertThat(lastError(server, "false")).isNotEmpty();
      assertThat(server.commands).contains("MAIL");
    }
  }

  private static String lastError(SmtpServer server, String starttls) {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(), "smtp.port=" + server.port(), "smtp.starttls=" + starttls)) {
      String id =
          product.accept(
              ProductTest.event(
                  "KYC Renewal Deadline Exceeded",
                  Map.of(
                      "eventId", UUID.randomUUID().toString(),
                      "journeyId", "tls",
                      "referenceNo", "tls")));
      ProductTest.await().until(() -> product.statuses(id).containsKey("email"));
      ProductTest.await()
          .until(() -> !product.delivery(id, "email").path("lastError").asText("").isEmpty());
      JsonNode delivery = product.delivery(id, "email");
      return delivery.path("lastError").asText();
    }
  }
}
