package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server that refuses something: nobody else waits for it. */
class RefusedRecipientsTest extends ProductTest {

  private SmtpServer server;
  private Product own;

  @BeforeEach
  void begin() throws Exception {
    server = new SmtpServer(null, true);
    own =
        Product.start(
            Database.H2.url(),
            "smtp.port=" + server.port(),
            "email.from=IDWise <kyc+noreply@bank.example>",
            "email.onboarding=nobody@example.com",
            "email.compliance=good@example.com, bad@example.com",
            "email.digest-interval=100ms",
            "http.response-timeout=5000",
            "idwise.outbox.max-attempts=50",
            "idwise.outbox.attempt-timeout=8s",
            "idwise.outbox.lease=12s");
    use(own);
  }

  @AfterEach
  void end() throws Exception {
    own.close();
    server.close();
  }

  @Test
  void aRefusedMailboxEndsItsOwnMailsAndHoldsNobody() {
    server.answer("RCPT TO:<nobody@", "550 no such user");
    List<String> dead =
        IntStream.range(0, 20).mapToObj(i -> own.accept(updateRequired("r" + i))).toList();
    String aml = own.accept(amlUpdate("aml"));
    awaitStatus(aml, "email", "delivered");
    dead.forEach(id -> awaitStatus(id, "email", "dead"));
    assertThat(own.delivery(dead.get(0), "email").path("attempts").asInt()).isEqualTo(1);
    assertThat(own.delivery(dead.get(0), "email").path("lastError").asText())
        .contains("SMTP 550", "nobody@example.com", "no such user");
    assertThat(
            own.jdbc()
                .sql("SELECT failures FROM destination WHERE name = 'email'")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void theOthersGetTheMailOnceAndTheRefusedAreNamed() {
    server.answer("RCPT TO:<bad@", "550 no such user");
    String id = own.accept(amlUpdate("r"));
    awaitStatus(id, "email", "delivered");
    assertThat(own.delivery(id, "email").path("lastError").asText()).contains("bad@example.com");
    assertThat(server.taken).contains(List.of("good@example.com"));
    await()
        .until(
            () ->
                own
                    .jdbc()
                    .sql("SELECT body FROM delivery WHERE destination = 'alert-mail'")
                    .query(String.class)
                    .list()
                    .stream()
                    .anyMatch(body -> body.contains("email: SMTP 550, recipients refused")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"451 try later", "421 closing", SmtpServer.BREAK})
  void whatDelaysTheMailIsNotTheRefusalOfOneRecipient(String answer) {
    server.answer("RCPT TO:<bad@", "550 no such user");
    server.answer("DATA", answer);
    String id = own.accept(amlUpdate("r"));
    await().until(() -> own.delivery(id, "email").path("attempts").asInt() >= 1);
    assertThat(own.delivery(id, "email").path("status").asText()).isEqualTo("pending");
    server.answerAgain("DATA");
    awaitStatus(id, "email", "delivered");
    assertThat(server.taken).contains(List.of("good@example.com"));
    assertThat(own.delivery(id, "email").path("lastError").asText()).contains("bad@example.com");
  }

  @Test
  void aServerThatClosesWithoutAWordIsTheOneThatFails() {
    server.answer("DATA", SmtpServer.BREAK);
    String id = own.accept(amlUpdate("r"));
    await().until(() -> own.delivery(id, "email").path("attempts").asInt() >= 1);
    await()
        .until(
            () ->
                own.jdbc()
                        .sql("SELECT failures FROM destination WHERE name = 'email'")
                        .query(Integer.class)
                        .single()
                    >= 1);
    server.answerAgain("DATA");
    awaitStatus(id, "email", "delivered");
  }

  @Test
  void whyAMailIsRefusedIsToldBesideWhoIs() {
    server.answer("RCPT TO:<bad@", "550 no such user");
    server.answer("DATA", "554 looks like spam");
    String id = own.accept(amlUpdate("r"));
    awaitStatus(id, "email", "dead");
    assertThat(own.delivery(id, "email").path("lastError").asText())
        .contains("SMTP 554", "looks like spam", "bad@example.com");
  }

  @Test
  void whoIsGreylistedIsTriedAgainAloneAndTheOthersGetNothingTwice() {
    server.answer("RCPT TO:<bad@", "451 come back later");
    String id = own.accept(amlUpdate("r"));
    await().until(() -> server.taken.contains(List.of("good@example.com")));
    await().until(() -> own.delivery(id, "email").path("attempts").asInt() >= 2);
    server.answer("RCPT TO:<bad@", "250 ok");
    awaitStatus(id, "email", "delivered");
    assertThat(
            server.taken.stream()
                .filter(to -> !to.contains("operations@example.com"))
                .flatMap(List::stream))
        .containsOnlyOnce("good@example.com");
  }

  @Test
  void whoIsGreylistedAndThenRefusedLeavesADeliveryThatOthersHave() {
    server.answer("RCPT TO:<bad@", "451 come back later");
    String id = own.accept(amlUpdate("r"));
    await().until(() -> server.taken.contains(List.of("good@example.com")));
    server.answer("RCPT TO:<bad@", "550 no such user");
    awaitStatus(id, "email", "delivered");
    assertThat(own.delivery(id, "email").path("lastError").asText()).contains("bad@example.com");
  }

  @Test
  void aRefusedMailIsDeadAtOnce() {
    server.answer("DATA", "554 looks like spam");
    String spam = own.accept(amlUpdate("spam"));
    awaitStatus(spam, "email", "dead");
    assertThat(own.delivery(spam, "email").path("lastError").asText())
        .contains("SMTP 554", "looks like spam");
  }

  private static Map<String, Object> updateRequired(String reference) {
    return of("Verification Update Required", reference, Map.of("trigger", "KYC Renewal"));
  }

  private static Map<String, Object> amlUpdate(String reference) {
    return of(
        "AML Monitor Update",
        reference,
        Map.of(
            "systemDecision", "Refer",
            "previousSystemDecision", "Complete",
            "updatedAMLVersionNumber", 2));
  }

  private static Map<String, Object> of(String name, String reference, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("eventId", UUID.randomUUID().toString());
    body.put("journeyId", "j-" + reference);
    body.put("referenceNo", reference);
    return event(name, body);
  }
}
