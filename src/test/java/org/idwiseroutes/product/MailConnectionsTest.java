package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails share connections, and none is lost with one. */
class MailConnectionsTest {

  private SmtpServer server;
  private Product product;

  @BeforeEach
  void begin() throws Exception {
    ProductTest.destinationsSayYes();
    server = new SmtpServer(null, true);
    product =
        Product.start(
            Database.H2.url(),
            "smtp.port=" + server.port(),
            "idwise.outbox.initial-backoff=10ms",
            "idwise.outbox.max-backoff=20ms");
  }

  @AfterEach
  void end() throws Exception {
    product.close();
    server.close();
  }

  @Test
  void mailsOneAfterTheOtherShareAConnection() {
    for (int i = 0; i < 3; i++) {
      assertThat(attemptsOf(mail())).isEqualTo(1);
    }
    assertThat(server.count("DATA")).isEqualTo(3);
    assertThat(server.count("CONNECT")).isEqualTo(1);
  }

  @Test
  void oneThatTheServerHasClosedIsNotUsed() throws Exception {
    mail();
    server.hangUp();
    assertThat(attemptsOf(mail())).isEqualTo(1);
    assertThat(server.count("DATA")).isEqualTo(2);
    assertThat(server.count("CONNECT")).isEqualTo(2);
  }

  @Test
  void oneOverWhichAMailFailedIsNotUsedAgain() {
    mail();
    server.take(false);
    String id = accept();
    ProductTest.await().until(() -> product.delivery(id, "email").hasNonNull("lastError"));
    server.take(true);
    awaitMailed(id);
    assertThat(server.count("DATA")).isEqualTo(2);
    assertThat(server.count("CONNECT")).isGreaterThan(1);
  }

  private String mail() {
    String id = accept();
    awaitMailed(id);
    return id;
  }

  private String accept() {
    String journey = UUID.randomUUID().toString();
    return product.accept(
        ProductTest.event(
            "KYC Renewal Deadline Exceeded",
            Map.of("eventId", journey, "journeyId", journey, "referenceNo", "r")));
  }

  private void awaitMailed(String id) {
    ProductTest.await().until(() -> "delivered".equals(product.statuses(id).get("email")));
  }

  private int attemptsOf(String id) {
    return product.delivery(id, "email").path("attempts").asInt();
  }
}
