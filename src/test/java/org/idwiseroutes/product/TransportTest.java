package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What leaves this machine is encrypted, or the log says that it is not. */
@ExtendWith(OutputCaptureExtension.class)
class TransportTest {

  private static final String LOUD = "NOT PROTECTED IN TRANSIT: ";

  @Test
  void whatIsNotEncryptedIsLoudAtEachStartAndWrongToTheDoctor(CapturedOutput output) {
    try (Product product =
        Product.start(
            Database.H2.url(),
            "idwise.ops.address=0.0.0.0",
            "crm.url=http://crm.example.com",
            "slack.webhook-url=http://chat.example.com/x",
            "smtp.host=mail.example.com",
            "kafka.brokers=localhost:9092,kafka.example.com:9092")) {
      assertThat(output.getAll())
          .contains(LOUD + "it listens on 0.0.0.0 without TLS")
          .contains(LOUD + "crm.url is plain HTTP to crm.example.com")
          .contains(LOUD + "mails to mail.example.com travel without TLS")
          .contains(LOUD + "events travel to Kafka")
          .contains(LOUD + "slack.webhook-url is plain HTTP")
          .doesNotContain(LOUD + "ticketing.url")
          .doesNotContain(LOUD + "hubspot.url");
      assertThat(product.isRunning()).isTrue();
    }
  }

  @Test
  void productionVerifiesMailAndSaysNothingWhenAllIsWell(CapturedOutput output) {
    try (Product product =
        Product.start(
            Database.H2.url(), "spring.profiles.active=production", "smtp.host=mail.example.com")) {
      assertThat(product.context().getEnvironment().getProperty("smtp.starttls")).isEqualTo("true");
      assertThat(output.getAll()).doesNotContain(LOUD);
    }
  }

  /** The PostgreSQL of the tests has no TLS at all. */
  @Test
  void productionConnectsToNoPostgresThatItCannotVerify() {
    assertThatThrownBy(
            () ->
                Product.start(
                    Database.POSTGRES.url(),
                    "spring.profiles.active=production",
                    "spring.datasource.hikari.initialization-fail-timeout=1"))
        .hasStackTraceContaining("SSL");
  }
}
