package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.idwiseroutes.database.SqlTime;
import org.junit.jupiter.api.Test;

/** A journey that has been in a state for too long becomes an event, once. */
class TimersTest extends ProductTest {

  private static final String[] TIMERS = {
    "idwise.timers-interval=100ms",
    "idwise.timers.review-overdue.outcome=review",
    "idwise.timers.review-overdue.after=72h",
    "idwise.timers.review-overdue.event=Review Overdue",
    "idwise.timers.renewal-reminder.renewal=required",
    "idwise.timers.renewal-reminder.after=14d",
    "idwise.timers.renewal-reminder.event=Renewal Reminder"
  };

  @OnEveryDatabase
  void aReviewThatLastsTooLongBecomesAnEventOnceInEachRound(Database database) {
    try (Product own = Product.start(database.url(), TIMERS)) {
      use(own);
      setLongAgo();
      awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
      awaitAll(product.accept(finished("j-2", "bert", "Refer")), "delivered");
      awaitAll(product.accept(finished("j-3", "carl", "Refer")), "delivered");
      awaitAll(product.accept(event("Step Submitted", ids("j-3", "carl"))), "delivered");
      awaitAll(product.accept(finished("j-4", "dora", "Refer")), "delivered");
      awaitAll(product.accept(finished("j-5", "dora", "Complete")), "delivered");
      age("decided_at", 73);
      await().until(() -> made("Review Overdue").size() == 2);
      JsonNode event = made("Review Overdue").get(0);
      assertThat(event.path("origin").asText()).isEqualTo("timer");
      assertThat(event.path("referenceNo").asText()).isIn("anna", "bert");
      await()
          .until(() -> made("Review Overdue").get(0).path("state").asText().equals("quarantined"));
      assertThat(made("Review Overdue").get(0).path("outcome").asText()).isEqualTo("review");

      awaitAll(product.accept(reviewed("j-1", "anna", "Approved")), "delivered");
      assertThat(made("Renewal Reminder")).isEmpty();
      awaitAll(
          product.accept(
              event(
                  "Verification Update Required",
                  Map.of(
                      "eventId",
                      UUID.randomUUID().toString(),
                      "journeyId",
                      "j-1",
                      "referenceNo",
                      "anna",
                      "requiredSteps",
                      List.of(Map.of("stepId", "10"))))),
          "delivered");
      age("renewal_at", 14 * 24 + 1);
      await().until(() -> made("Renewal Reminder").size() == 1);
      assertThat(made("Review Overdue")).hasSize(2);
    }
  }

  @OnEveryDatabase
  void whatEndsTheWaitMakesTheEventLate(Database database) {
    try (Product own = Product.start(database.url(), TIMERS)) {
      use(own);
      setLongAgo();
      awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
      product.operate("/api/destinations/decide/pause", null);
      String review = product.accept(reviewed("j-1", "anna", "Approved"));
      age("decided_at", 73);
      await().until(() -> made("Review Overdue").size() == 1);
      product.operate("/api/destinations/decide/resume", null);
      awaitStatus(review, "decide", "delivered");
      await().until(() -> !made("Review Overdue").get(0).path("meaning").isNull());
      assertThat(made("Review Overdue").get(0).path("meaning").asText())
          .isEqualTo("what its timer waited in had ended by then");
      assertThat(product.get("/api/people/live?reference=anna").json().path("status").asText())
          .isEqualTo("verified");
    }
  }

  @OnEveryDatabase
  void aRoundThatMayHaveEndedBeforeItWasSeenToBeginIsReviewed(Database database) {
    try (Product own = Product.start(database.url(), TIMERS)) {
      use(own);
      setLongAgo();
      for (String journey : List.of("j-1", "j-2")) {
        awaitAll(product.accept(finished(journey, journey, "Refer")), "delivered");
        awaitAll(product.accept(reviewed(journey, journey, "Resubmission Requested")), "delivered");
        awaitAll(product.accept(finished(journey, journey, "Refer")), "delivered");
        awaitAll(product.accept(event("Step Submitted", ids(journey, journey))), "delivered");
      }
      awaitAll(product.accept(finished("j-2", "j-2", "Complete")), "delivered");
      assertThat(product.get("/api/waiting").json().path("review").asInt()).isZero();
      age("updated_at", 3);
      await().until(() -> product.get("/api/waiting").json().path("review").asInt() == 1);
      JsonNode event = made("Round Undecided").get(0);
      assertThat(event.path("referenceNo").asText()).isEqualTo("j-1");
      awaitAll(event.path("id").asText(), "delivered");
      assertThat(product.delivery(event.path("id").asText(), "ticketing").path("status").asText())
          .isEqualTo("delivered");
      assertThat(made("Round Undecided")).hasSize(1);
    }
  }

  @Test
  void ofTwoNodesOneMakesIt() {
    String url = Database.POSTGRES.url();
    try (Product one = Product.start(url, TIMERS);
        Product other = Product.start(url, TIMERS)) {
      use(one);
      setLongAgo();
      for (int i = 0; i < 150; i++) {
        product.accept(finished("j-" + i, "r-" + i, "Refer"));
      }
      await().until(() -> product.get("/api/waiting").json().path("review").asInt() == 150);
      age("decided_at", 73);
      await().until(() -> count() >= 150);
      assertThat(other.get("/api/waiting").json().path("review").asInt()).isEqualTo(150);
      assertThat(count()).isEqualTo(150);
      assertThat(
              product
                  .jdbc()
                  .sql("SELECT COUNT(*) FROM event WHERE event = 'Review Overdue'")
                  .query(Integer.class)
                  .single())
          .isEqualTo(150);
    }
  }

  @Test
  void aTimerHasANameOfItsOwn() {
    assertThatThrownBy(
            () ->
                Product.start(
                    Database.H2.url(),
                    "idwise.timers.x.outcome=review",
                    "idwise.timers.x.after=1d",
                    "idwise.timers.x.event=KYC renewal deadline exceeded"))
        .rootCause()
        .hasMessageContaining("a name of IDWise's");
  }

  @Test
  void aTimerThatNobodyWaitsForIsRefusedAtTheStart() {
    assertThatThrownBy(
            () ->
                Product.start(
                    Database.H2.url(),
                    "idwise.timers.x.outcome=verified",
                    "idwise.timers.x.after=1d",
                    "idwise.timers.x.event=X"))
        .rootCause()
        .hasMessageContaining("nobody waits in verified");
  }

  /** What had waited for long enough when a timer was set is no news. */
  @Test
  void whatHadWaitedBeforeTheTimerWasSetIsLeftAlone() {
    try (Product own = Product.start(Database.H2.url(), TIMERS)) {
      use(own);
      awaitAll(product.accept(finished("j-1", "anna", "Refer")), "delivered");
      await().until(() -> set() == 3);
      age("decided_at", 73);
      awaitAll(product.accept(finished("j-2", "bert", "Refer")), "delivered");
      setLongAgo();
      await().until(() -> made("Review Overdue").size() == 1);
    }
  }

  private static Map<String, Object> ids(String journeyId, String reference) {
    return Map.of(
        "eventId", UUID.randomUUID().toString(), "journeyId", journeyId, "referenceNo", reference);
  }

  /** The timers of these tests have been looked at for a month. */
  private void setLongAgo() {
    await().until(() -> set() == 3);
    product
        .jdbc()
        .sql("UPDATE timer SET ran_out_at = :then WHERE round = 0")
        .param("then", SqlTime.of(Instant.now().minus(30, ChronoUnit.DAYS)))
        .update();
  }

  private int set() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM timer WHERE round = 0")
        .query(Integer.class)
        .single();
  }

  private int count() {
    return product
        .jdbc()
        .sql("SELECT COUNT(*) FROM timer WHERE round > 0")
        .query(Integer.class)
        .single();
  }

  private void age(String column, int hours) {
    product
        .jdbc()
        .sql("UPDATE journey SET %s = :then".formatted(column))
        .param("then", SqlTime.of(Instant.now().minus(hours, ChronoUnit.HOURS)))
        .update();
  }

  private List<JsonNode> made(String event) {
    List<JsonNode> made = new ArrayList<>();
    product
        .get("/api/events?event=" + event.replace(" ", "+"))
        .json()
        .path("items")
        .forEach(made::add);
    return made;
  }
}
