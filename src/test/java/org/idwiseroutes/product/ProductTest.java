package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.store.FolderException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * A test of the whole product from outside, on every database. One product per database serves all
 * of these classes; each test begins with an empty database and destinations that say yes.
 */
abstract class ProductTest {

  private static final Map<Database, Product> PRODUCTS = new EnumMap<>(Database.class);
  private static final Set<Product> USED = new HashSet<>();

  static {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  protected Product product;

  protected void use(Database database) {
    use(PRODUCTS.computeIfAbsent(database, which -> Product.start(which.url())));
  }

  /** Begins a test with a product that its class has started. */
  protected void use(Product own) {
    product = own;
    USED.add(product);
    USED.removeIf(used -> !used.isRunning());
    USED.forEach(ProductTest::quiesce);
    clean(product);
    destinationsSayYes();
  }

  /** What an earlier test left must not call the destinations of this one. */
  private static void quiesce(Product product) {
    product.jdbc().sql("UPDATE destination SET paused_at = CURRENT_TIMESTAMP").update();
    if (product
        .jdbc()
        .sql("SELECT EXISTS (SELECT 1 FROM delivery WHERE status = 'pending')")
        .query(Boolean.class)
        .single()) {
      await().during(Duration.ofMillis(60)).until(() -> product.inflight() == 0);
    }
    await().until(() -> product.inflight() == 0);
  }

  /** Waits until the event's delivery to this destination has this status. */
  void awaitStatus(String eventId, String destination, String status) {
    await().until(() -> status.equals(product.statuses(eventId).get(destination)));
  }

  static void clean(Product product) {
    for (String table :
        List.of(
            "attempt",
            "delivery",
            "event",
            "journey",
            "remote_id",
            "timer",
            "exchange_log",
            "audit",
            "erasure",
            "erasure_request",
            "erasure_answer",
            "alert",
            "proposal",
            "seal",
            "shadow",
            "comparison",
            "comparison_item",
            "replay",
            "replay_item",
            "api_call")) {
      product.jdbc().sql("DELETE FROM " + table).update();
    }
    product
        .jdbc()
        .sql(
            """
            UPDATE destination SET paused_at = NULL, failures = 0, held_since = NULL,
              held_reason = NULL, probes = 0, next_probe_at = NULL, free_at = NULL
            """)
        .update();
  }

  /** An alert as if it had been told; answers its id. */
  String addAlert() {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO alert (id, kind, subject, part, text, counted, people, size, since_at,
              told_at, told_size, state)
            VALUES (:id, 'held', 'crm', '', 'crm does not answer', 60, 41, 41, CURRENT_TIMESTAMP,
              CURRENT_TIMESTAMP, 41, 'open')
            """)
        .param("id", UUID.randomUUID())
        .update();
    return product.get("/api/alerts").json().at("/items/0/id").asText();
  }

  /** An erasure for which a person was told to see to the CRM; answers its id. */
  String addErasure() {
    String id = UUID.randomUUID().toString();
    product
        .jdbc()
        .sql(
            """
            INSERT INTO erasure_request (id, source, mark, what, erased_at, deadline)
            VALUES (CAST(:id AS UUID), 'live', 'erased-1', 'person', CURRENT_TIMESTAMP,
              CURRENT_TIMESTAMP)
            """)
        .param("id", id)
        .update();
    product
        .jdbc()
        .sql(
            """
            INSERT INTO erasure_answer (erasure_id, system, destination, state, at, named)
            VALUES (CAST(:id AS UUID), 'crm', 'forget-crm', 'told', CURRENT_TIMESTAMP, FALSE)
            """)
        .param("id", id)
        .update();
    return id;
  }

  /** A proposal of another person; answers its id. */
  String addProposal() {
    product
        .jdbc()
        .sql(
            """
            INSERT INTO proposal (id, act, what, request, operator, created_at, state)
            VALUES (:id, 'erase', 'a person', '{"source":"live","reference":"r"}', 'bob',
              CURRENT_TIMESTAMP, 'waiting')
            """)
        .param("id", UUID.randomUUID())
        .update();
    return product.get("/api/proposals").json().at("/items/0/id").asText();
  }

  static void destinationsSayYes() {
    World.CRM.resetAll();
    World.DESK.resetAll();
    World.CHAT.resetAll();
    World.IDWISE.resetAll();
    try {
      World.MAIL.purgeEmailFromAllMailboxes();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
    World.CRM.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    World.DESK.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    World.CHAT.stubFor(any(anyUrl()).willReturn(ok("ok")));
    World.DESK.stubFor(
        post(urlPathEqualTo("/tickets")).atPriority(1).willReturn(okJson("{\"id\":\"T 1/ä\"}")));
  }

  static ConditionFactory await() {
    return Awaitility.await();
  }

  /** Waits until every delivery of the event has this status, or there was nothing to do. */
  void awaitAll(String eventId, String status) {
    await()
        .until(
            () -> product.statuses(eventId),
            statuses ->
                statuses.containsKey("decide")
                    && "delivered".equals(statuses.get("decide"))
                    && statuses.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("decide"))
                        .map(Map.Entry::getValue)
                        .allMatch(one -> one.equals(status) || one.equals("nothing-to-do")));
  }

  static Map<String, Object> event(String name, Map<String, Object> body) {
    return Map.of("event", name, "body", body);
  }

  /** A Finished Journey of a new journey. */
  static Map<String, Object> finished(String journeyId, String reference, String decision) {
    return event(
        "Finished Journey",
        Map.of(
            "eventId", UUID.randomUUID().toString(),
            "journeyId", journeyId,
            "referenceNo", reference,
            "systemDecision", decision));
  }

  static Map<String, Object> reviewed(String journeyId, String reference, String decision) {
    return event(
        "Manually Reviewed",
        Map.of(
            "eventId", UUID.randomUUID().toString(),
            "journeyId", journeyId,
            "referenceNo", reference,
            "systemDecision", "Refer",
            "manualDecision", decision,
            "finalDecision", decision));
  }

  static List<LoggedRequest> crmCalls() {
    return inOrder(World.CRM);
  }

  static List<LoggedRequest> chatCalls() {
    return inOrder(World.CHAT);
  }

  static List<LoggedRequest> idwiseCalls() {
    return inOrder(World.IDWISE);
  }

  static List<LoggedRequest> deskCalls() {
    return inOrder(World.DESK);
  }

  static List<LoggedRequest> deskCalls(RequestMethod method) {
    return deskCalls().stream().filter(call -> call.getMethod().equals(method)).toList();
  }

  static JsonNode json(LoggedRequest call) {
    try {
      return Product.JSON.readTree(call.getBodyAsString());
    } catch (IOException e) {
      throw new AssertionError(call.getBodyAsString(), e);
    }
  }

  /** The plain text of a mail of text and HTML. */
  static String text(MimeMessage mail) throws MessagingException, IOException {
    MimeMultipart parts = (MimeMultipart) mail.getContent();
    return (String) parts.getBodyPart(0).getContent();
  }

  static List<MimeMessage> mails() {
    return Arrays.asList(World.MAIL.getReceivedMessages());
  }

  private static List<LoggedRequest> inOrder(WireMockServer server) {
    List<LoggedRequest> calls =
        new ArrayList<>(server.getAllServeEvents().stream().map(ServeEvent::getRequest).toList());
    Collections.reverse(calls);
    return calls;
  }
}
