package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.http.PathSegment;

/** The table of the default wiring: which situation reaches which destination, and with what. */
class WiringTest extends ProductTest {

  private static final String OPEN = "POST /tickets";

  @OnEveryDatabase
  void finishedJourneyCompleteOrIncompleteUpdatesTheStatusAlone(Database database) {
    use(database);
    String complete = product.accept(finished("j1", "r1", "Complete"));
    String incomplete = product.accept(finished("j2", "r2", "Incomplete"));
    awaitAll(complete, "delivered");
    awaitAll(incomplete, "delivered");

    assertThat(product.statuses(complete)).containsOnlyKeys("decide", "crm");
    assertThat(product.statuses(incomplete)).containsOnlyKeys("decide", "crm");
    assertThat(crmStatus("r1")).containsExactly("verified");
    assertThat(crmStatus("r2")).containsExactly("in_progress");
  }

  @OnEveryDatabase
  void finishedJourneyReferOpensAReviewTicket(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitAll(id, "delivered");

    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing");
    assertThat(crmStatus("r1")).containsExactly("review");
    assertThat(calls()).containsExactly(OPEN);
    JsonNode ticket = json(deskCalls().get(0));
    assertThat(ticket.path("kind").asText()).isEqualTo("review");
    assertThat(ticket.path("reference").asText()).isEqualTo("r1");
  }

  @OnEveryDatabase
  void aManualDecisionCommentsOnAndClosesTheTicket(Database database) {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    String id = product.accept(reviewed("j1", "r1", "Approved"));
    awaitAll(id, "delivered");

    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing");
    assertThat(crmStatus("r1")).containsExactly("review", "verified");
    assertThat(calls())
        .containsExactly(
            OPEN, "POST /tickets/T%201%2F%C3%A4/comments", "PATCH /tickets/T%201%2F%C3%A4");
    assertThat(json(deskCalls().get(2)).path("status").asText()).isEqualTo("closed");
    assertThat(mails()).isEmpty();
  }

  @OnEveryDatabase
  void aManualDecisionWithoutATicketCallsNoDesk(Database database) {
    use(database);
    String id = product.accept(reviewed("j1", "r1", "Approved"));
    awaitAll(id, "delivered");
    assertThat(deskCalls()).isEmpty();
    assertThat(crmStatus("r1")).containsExactly("verified");
  }

  @OnEveryDatabase
  void aRejectionMailsComplianceAsWell(Database database) throws Exception {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    String id = product.accept(reviewed("j1", "r1", "Rejected"));
    awaitAll(id, "delivered");

    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing", "email");
    assertThat(mails()).hasSize(1);
    assertThat(to(mails().get(0))).isEqualTo("compliance@example.com");
    assertThat(mails().get(0).getSubject()).isEqualTo("IDWise: Manually Reviewed – Rejected – r1");
    assertThat(mails().get(0).getMessageID())
        .isEqualTo(
            "<%s@idwise-routes>".formatted(product.delivery(id, "email").path("id").asText()));
  }

  @OnEveryDatabase
  void oneFactMakesOneTicketAndOneMailHoweverManyEventsAnnounceIt(Database database) {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    String again = product.accept(finished("j1", "r1", "Refer"));
    String reviewed = product.accept(reviewed("j1", "r1", "Rejected"));
    String updated = product.accept(updated("j1", "Manual Review", "Rejected"));
    String finished = product.accept(finished("j1", "r1", "Refer"));
    for (String id : List.of(again, reviewed, updated, finished)) {
      awaitAll(id, "delivered");
    }

    assertThat(product.statuses(again)).containsOnlyKeys("decide");
    assertThat(product.statuses(updated)).containsOnlyKeys("decide");
    assertThat(product.statuses(finished)).containsOnlyKeys("decide");
    assertThat(product.event(finished).path("decision").asText()).isEqualTo("Rejected");
    assertThat(mails()).hasSize(1);
    assertThat(deskCalls(RequestMethod.PATCH)).hasSize(1);
    assertThat(crmStatus("r1")).containsExactly("review", "rejected");
  }

  @OnEveryDatabase
  void approvedRejectedApprovedIsThreeDecisions(Database database) {
    use(database);
    for (String decision : List.of("Approved", "Rejected", "Approved")) {
      awaitAll(product.accept(reviewed("j1", "r1", decision)), "delivered");
    }
    assertThat(crmStatus("r1")).containsExactly("verified", "rejected", "verified");
  }

  @OnEveryDatabase
  void anAmlChangeThatMadeItWorseOpensATicketAndMailsCompliance(Database database)
      throws Exception {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    String worse = product.accept(aml("j1", 3, "Complete", "Refer"));
    awaitAll(worse, "delivered");
    String more = product.accept(aml("j1", "4", "Refer", "Refer"));
    awaitAll(more, "delivered");

    assertThat(product.statuses(worse)).containsOnlyKeys("decide", "crm", "ticketing", "email");
    assertThat(product.statuses(more)).containsOnlyKeys("decide", "crm", "email");
    assertThat(calls()).containsExactly(OPEN);
    assertThat(json(deskCalls().get(0)).path("kind").asText()).isEqualTo("aml");
    assertThat(mails()).hasSize(2);
    assertThat(to(mails().get(0))).isEqualTo("compliance@example.com");
  }

  @OnEveryDatabase
  void anAmlChangeThatIsNoLongerReferClosesTheTicketAndTheNextWorseOneOpensANewOne(
      Database database) {
    use(database);
    awaitAll(product.accept(aml("j1", 1, "Complete", "Refer")), "delivered");
    awaitAll(product.accept(aml("j1", 2, "Refer", "Complete")), "delivered");
    awaitAll(product.accept(aml("j1", 3, "Complete", "Refer")), "delivered");
    assertThat(calls())
        .containsExactly(
            OPEN, "POST /tickets/T%201%2F%C3%A4/comments", "PATCH /tickets/T%201%2F%C3%A4", OPEN);
  }

  @OnEveryDatabase
  void aStaleAmlVersionChangesNothing(Database database) {
    use(database);
    awaitAll(product.accept(aml("j1", 5, "Refer", "Complete")), "delivered");
    String stale = product.accept(aml("j1", 4, "Complete", "Refer"));
    String same = product.accept(aml("j1", 5, "Complete", "Refer"));
    awaitAll(stale, "delivered");
    awaitAll(same, "delivered");

    assertThat(product.statuses(stale)).containsOnlyKeys("decide");
    assertThat(product.statuses(same)).containsOnlyKeys("decide");
    assertThat(product.event(stale).path("stale").asBoolean()).isTrue();
    assertThat(product.event(stale).path("decision").asText()).isEqualTo("Complete");
    assertThat(mails()).hasSize(1);
  }

  @OnEveryDatabase
  void anUpdatedJourneyWithAnAmlActionIsAnAmlChange(Database database) {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Complete")), "delivered");
    String id =
        product.accept(
            event(
                "Updated Journey",
                body("j1", Map.of("action", "AML OGM Update", "systemDecision", "Refer"))));
    awaitAll(id, "delivered");
    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing", "email");
  }

  @OnEveryDatabase
  void anUpdatedJourneyThatChangesTheDecisionClosesTheTicket(Database database) {
    use(database);
    awaitAll(product.accept(finished("j1", "r1", "Refer")), "delivered");
    String id = product.accept(updated("j1", "Step Update", "Complete"));
    awaitAll(id, "delivered");
    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing");
    assertThat(deskCalls(RequestMethod.PATCH)).hasSize(1);
  }

  @OnEveryDatabase
  void aRequiredUpdateMailsOnboardingWithStepsAndReasons(Database database) throws Exception {
    use(database);
    String id =
        product.accept(
            event(
                "Verification Update Required",
                body(
                    "j1",
                    Map.of(
                        "systemDecision", "Complete",
                        "finalDecision", "Complete",
                        "trigger", "KYC Renewal",
                        "requiredSteps",
                            List.of(
                                Map.of("stepId", "0", "reasonCode", "document_expired"),
                                Map.of("stepId", 2, "reasonCode", "selfie_old"))))));
    awaitAll(id, "delivered");
    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "email");
    assertThat(to(mails().get(0))).isEqualTo("onboarding@example.com");
    assertThat(part(mails().get(0), "text/plain"))
        .contains("KYC Renewal", "0, because: document_expired", "2, because: selfie_old");
    assertThat(part(mails().get(0), "text/html"))
        .contains("KYC Renewal", "document_expired", "selfie_old");
  }

  @OnEveryDatabase
  void anExceededDeadlineGoesEverywhere(Database database) throws Exception {
    use(database);
    String id =
        product.accept(
            event(
                "KYC Renewal Deadline Exceeded",
                body(
                    "j1",
                    Map.of(
                        "requiredSteps",
                        List.of(Map.of("stepId", "0")),
                        "renewalDeadline",
                        "2026-10-31T00:00:00.000Z"))));
    awaitAll(id, "delivered");
    assertThat(product.statuses(id)).containsOnlyKeys("decide", "crm", "ticketing", "email");
    assertThat(json(deskCalls().get(0)).path("kind").asText()).isEqualTo("kyc");
    assertThat(json(crmCalls().get(0)).path("renewalDeadline").asText()).startsWith("2026-10-31");
    assertThat(to(mails().get(0))).isEqualTo("compliance@example.com");
  }

  @OnEveryDatabase
  void aFailedSpotCheckOpensATicketAndAPassedOneClosesIt(Database database) {
    use(database);
    for (String name : List.of("Finished Spot Check", "Finished Ongoing Check")) {
      String failed = product.accept(event(name, spotCheck("s-" + name, "Incomplete")));
      awaitAll(failed, "delivered");
      String passed = product.accept(event(name, spotCheck("p-" + name, "Complete")));
      awaitAll(passed, "delivered");
      assertThat(product.statuses(failed)).containsOnlyKeys("decide", "ticketing");
      assertThat(product.statuses(passed)).containsOnlyKeys("decide", "ticketing");
      assertThat(product.event(failed).path("journeyId").isNull()).isTrue();
    }
    String ticket = "/tickets/T%201%2F%C3%A4";
    assertThat(calls())
        .containsExactly(
            OPEN,
            "POST " + ticket + "/comments",
            "PATCH " + ticket,
            OPEN,
            "POST " + ticket + "/comments",
            "PATCH " + ticket);
  }

  @OnEveryDatabase
  void stepsAndProvisionalEventsAreIgnoredAndNotQuarantined(Database database) {
    use(database);
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");
    for (String name : List.of("Finished Step", "Step Submitted", "Finished User Steps")) {
      String id = product.accept(event(name, body("j1", Map.of("systemDecision", "Incomplete"))));
      awaitAll(id, "delivered");
      assertThat(product.statuses(id)).containsOnlyKeys("decide");
      assertThat(product.event(id).path("state").asText()).isEqualTo("decided");
      assertThat(product.event(id).path("decision").asText()).isEqualTo("Approved");
    }
  }

  @OnEveryDatabase
  void hostileReferencesArriveIntactAndInjectNothing(Database database) throws Exception {
    use(database);
    List<String> references =
        List.of(
            "a\"b\\c",
            "x/../../admin?x=1#y",
            "..",
            "line\r\nBcc: evil@example.com\r\n\r\nbody",
            "<script>alert(1)</script>",
            "Żółć 漢字 🎉",
            "{{crm.url}}",
            "${body}",
            "$(rm -rf)%00%2F;DROP TABLE event;--'",
            "a@b.c+d-e_f/g\\h,i");
    for (String reference : references) {
      destinationsSayYes();
      String journey = "j-" + UUID.randomUUID();
      String id = product.accept(reviewed(journey, reference, "Rejected"));
      await()
          .alias(reference)
          .until(
              () ->
                  "delivered".equals(product.statuses(id).get("crm"))
                      && "delivered".equals(product.statuses(id).get("email")));

      LoggedRequest put = crmCalls().get(0);
      assertThat(json(put).path("reference").asText()).isEqualTo(reference);
      String segment = put.getUrl().substring("/customers/".length());
      assertThat(segment).doesNotContain("/", "?", "#", "\"", "<");
      String customer =
          java.net.URLDecoder.decode(segment, java.nio.charset.StandardCharsets.UTF_8);
      assertThat(customer).isEqualTo(PathSegment.isSafe(reference) ? reference : journey);

      MimeMessage mail = mails().get(0);
      assertThat(mail.getAllRecipients()).hasSize(1);
      assertThat(mail.getSubject())
          .isEqualTo(
              "IDWise: Manually Reviewed – Rejected – " + reference.replaceAll("\\p{Cntrl}+", " "));
      assertThat(part(mail, "text/plain").replace("\r\n", "\n"))
          .contains(reference.replace("\r\n", "\n"));
      assertThat(part(mail, "text/html")).doesNotContain("<script>");
    }
  }

  @OnEveryDatabase
  void everyCallCarriesAKeyAndNothingOfOurs(Database database) {
    use(database);
    String id = product.accept(finished("j1", "r1", "Refer"));
    awaitAll(id, "delivered");
    awaitAll(product.accept(reviewed("j1", "r1", "Approved")), "delivered");

    assertThat(crmCalls().get(0).getHeader("Idempotency-Key"))
        .isEqualTo(product.delivery(id, "crm").path("id").asText());
    assertThat(deskCalls().stream().map(call -> call.getHeader("Idempotency-Key")))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    for (LoggedRequest call : deskCalls()) {
      assertThat(call.getHeaders().keys())
          .map(name -> name.toLowerCase(java.util.Locale.ROOT))
          .isSubsetOf(
              "accept",
              "idempotency-key",
              "content-type",
              "content-length",
              "host",
              "user-agent",
              "connection",
              "accept-encoding",
              "transfer-encoding");
    }
  }

  private static Map<String, Object> aml(
      String journey, Object version, String before, String after) {
    return event(
        "AML Monitor Update",
        body(
            journey,
            Map.of(
                "previousSystemDecision", before,
                "systemDecision", after,
                "updatedAMLVersionNumber", version)));
  }

  private static Map<String, Object> updated(String journey, String action, String decision) {
    boolean manual = decision.equals("Rejected") || decision.equals("Approved");
    Map<String, Object> body = new HashMap<>();
    body.put("action", action);
    body.put("systemDecision", manual ? "Refer" : decision);
    body.put("manualDecision", manual ? decision : null);
    body.put("finalDecision", decision);
    return event("Updated Journey", body(journey, body));
  }

  private static Map<String, Object> spotCheck(String journey, String decision) {
    return Map.of(
        "eventId",
        UUID.randomUUID().toString(),
        "referenceNo",
        "r1",
        "systemDecision",
        decision,
        "spotCheckJourneyId",
        journey);
  }

  private static Map<String, Object> body(String journey, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("eventId", UUID.randomUUID().toString());
    body.put("journeyId", journey);
    body.put("referenceNo", "r1");
    body.put("unknownField", List.of(1, Map.of("x", "y")));
    return body;
  }

  private static List<String> calls() {
    return deskCalls().stream().map(call -> call.getMethod() + " " + call.getUrl()).toList();
  }

  /** Of each delivery once: an attempt whose answer is lost is repeated. */
  private static List<String> crmStatus(String reference) {
    Map<String, String> byDelivery = new LinkedHashMap<>();
    crmCalls().stream()
        .filter(call -> call.getUrl().equals("/customers/" + reference))
        .forEach(
            call ->
                byDelivery.put(
                    call.getHeader("Idempotency-Key"), json(call).path("status").asText()));
    return List.copyOf(byDelivery.values());
  }

  private static String to(MimeMessage mail) throws MessagingException {
    return mail.getRecipients(Message.RecipientType.TO)[0].toString();
  }

  private static String part(MimeMessage mail, String type) throws MessagingException, IOException {
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    for (int i = 0; i < parts.getCount(); i++) {
      if (parts.getBodyPart(i).isMimeType(type)) {
        return (String) parts.getBodyPart(i).getContent();
      }
    }
    throw new AssertionError("no " + type);
  }
}
