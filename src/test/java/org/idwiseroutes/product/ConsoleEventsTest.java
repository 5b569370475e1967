package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events and journeys in the console. */
class ConsoleEventsTest extends BrowserTest {

  @Test
  void anEventIsFoundAndTellsItsStory() {
    String first = product.accept(finished("j-story", "r-story", "Refer"));
    awaitAll(first, "delivered");
    String second = product.accept(reviewed("j-story", "r-story", "Rejected"));
    awaitAll(second, "delivered");
    product.accept(finished("j-other", "r-other", "Complete"));
    logIn("alice", "wonderland");
    follow("Events");
    page.getByLabel("Reference").fill("r-story");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.locator("tbody tr")).hasCount(2);
    page.getByLabel("Reference").fill("");
    for (String id : List.of(first, theirId(first))) {
      page.getByLabel("Event id").fill(id);
      page.getByRole(AriaRole.BUTTON, named("Search")).click();
      page.waitForURL(address -> address.contains("id=" + id));
      assertThat(page.locator("tbody tr")).hasCount(1);
      assertThat(page.locator("tbody tr")).containsText("Finished Journey");
    }
    page.getByLabel("Event id").fill("");
    page.getByLabel("Reference").fill("r-story");
    page.getByLabel("From").fill("2020-01-01T00:00");
    page.getByLabel("Until").fill("2020-01-02T00:00");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.getByText("No event is like this")).isVisible();
    page.getByLabel("Until").fill("2099-01-02T00:00");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.locator("tbody tr")).hasCount(2);
    page.getByRole(AriaRole.LINK, named("j-story")).first().click();
    assertThat(page.getByText("the decision became Refer")).isVisible();
    assertThat(page.getByText("the decision changed from Refer to Rejected")).isVisible();
    page.getByRole(AriaRole.LINK, named("Manually Reviewed")).click();
    assertThat(page.getByRole(AriaRole.HEADING, headed("crm: delivered"))).isVisible();
    assertThat(page.locator("section[aria-labelledby=rules]"))
        .containsText("Matched: A person was rejected");
    assertThat(page.getByText("It goes to: crm")).containsText("ticketing (ticket: close");
    page.getByText("Its way through the routes").click();
    assertThat(page.locator("svg .lit title")).containsText(new String[] {"A person was rejected"});
    assertThat(page.locator("svg .rule:not(.lit) title").first()).not().isEmpty();
    page.getByText("As a masked sample, with curl").click();
    assertThat(page.locator("pre").first()).containsText("…ry");
    assertThat(page.locator("pre").first()).not().containsText("r-story");
    assertThat(product.get("/console/events/" + last() + "/sample.json").body())
        .contains("Manually Reviewed")
        .doesNotContain("r-story");
    page.getByText("Payload as received").click();
    assertThat(page.locator("pre").last()).containsText("r-story");
  }

  /** IDWise's own id of an event. */
  private String theirId(String id) {
    return product
        .jdbc()
        .sql("SELECT event_key FROM event WHERE id = :id")
        .param("id", UUID.fromString(id))
        .query(String.class)
        .single();
  }

  @Test
  @Tag("full")
  void eventsAreFollowedAsTheyCome() {
    logIn("alice", "wonderland");
    follow("Events");
    page.getByLabel("Reference").fill("r-live");
    page.getByLabel("Follow what comes").check();
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.getByText("No event is like this")).isVisible();
    product.accept(finished("j-live", "r-live", "Complete"));
    assertThat(page.getByRole(AriaRole.LINK, named("j-live"))).isVisible();
  }

  @Test
  @Tag("full")
  void aJourneyShowsItsOpenTicketAndWhyAStepChangesNothing() {
    String step =
        product.accept(event("Finished Step", Map.of("eventId", "s-1", "journeyId", "j-t")));
    awaitStatus(step, "decide", "delivered");
    awaitAll(product.accept(finished("j-t", "r-t", "Refer")), "delivered");
    logIn("alice", "wonderland");
    page.navigate(url("/console/journeys/live?journeyId=j-t"));
    assertThat(page.getByText("a step: provisional, it decides nothing")).isVisible();
    assertThat(page.locator("dl")).containsText("review: T 1/ä, open since");
    page.getByRole(AriaRole.LINK, named("ticketing")).click();
    assertThat(page.locator("#ticketing")).containsText("delivered");
  }

  @Test
  @Tag("full")
  void anEventTellsHowItCameAndWhatHadArrivedIsSentAgainOnlyOnPurpose() {
    Map<String, Object> finished = finished("j-again", "r-again", "Complete");
    String id = product.accept(finished);
    product.post(Product.json(finished));
    product.post(Product.json(finished));
    awaitAll(id, "delivered");
    await().until(() -> product.event(id).path("repeats").asInt() == 2);
    logIn("alice", "wonderland");
    page.navigate(url("/console/events/" + id));
    assertThat(page.locator("dl")).containsText("Authenticated asbasic.password");
    assertThat(page.getByText("came 2 times again")).isVisible();
    page.getByRole(AriaRole.LINK, named("Replay to crm")).click();
    page.getByLabel("Why?").fill("they lost it");
    page.getByRole(AriaRole.BUTTON, named("Replay it")).click();
    assertThat(page.getByRole(AriaRole.BUTTON, named("Replay it"))).isVisible();
    page.getByLabel("It has arrived already").check();
    page.getByRole(AriaRole.BUTTON, named("Replay it")).click();
    await().until(() -> crmCalls().size() == 2);
    awaitStatus(id, "crm", "delivered");
    page.reload();
    assertThat(page.getByText("of replay 1")).isVisible();
  }

  private String last() {
    return page.url().substring(page.url().lastIndexOf('/') + 1);
  }

  @Test
  @Tag("full")
  void everyFieldOfTheSearchRestrictsIt() {
    awaitAll(product.accept(finished("j-one", "r-one", "Complete")), "delivered");
    awaitAll(product.accept(reviewed("j-two", "r-two", "Rejected")), "delivered");
    logIn("alice", "wonderland");
    for (String query :
        List.of(
            "decision=Rejected",
            "event=Manually+Reviewed",
            "journey=j-two",
            "reference=r-two",
            "source=live&decision=Rejected",
            "state=decided&journey=j-two")) {
      page.navigate(url("/console/events?" + query));
      assertThat(page.locator("tbody tr")).hasCount(1);
      assertThat(page.locator("tbody tr")).containsText("j-two");
    }
    page.navigate(url("/console/events?state=quarantined"));
    assertThat(page.getByText("No event is like this")).isVisible();
    page.navigate(url("/console/events?source=sandbox"));
    assertThat(page.getByText("No event is like this")).isVisible();
  }

  @Test
  @Tag("full")
  void aJourneyTellsWhatWasStaleAndWhatWasSuperseded() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    String older = product.accept(finished("j-s", "r-s", "Refer"));
    awaitStatus(older, "crm", "dead");
    destinationsSayYes();
    awaitAll(product.accept(reviewed("j-s", "r-s", "Approved")), "delivered");
    for (int version : List.of(7, 6)) {
      String aml =
          product.accept(
              event(
                  "AML Monitor Update",
                  Map.of(
                      "eventId",
                      "aml-" + version,
                      "journeyId",
                      "j-s",
                      "referenceNo",
                      "r-s",
                      "updatedAMLVersionNumber",
                      version)));
      awaitStatus(aml, "decide", "delivered");
    }
    String delivery = product.delivery(older, "crm").path("id").asText();
    product.operate("/api/deliveries/" + delivery + "/replay", null);
    awaitStatus(older, "crm", "superseded");
    logIn("alice", "wonderland");
    page.navigate(url("/console/journeys/live?journeyId=j-s"));
    assertThat(page.getByText("came late: version")).isVisible();
    assertThat(page.locator("ol.story > li").first())
        .containsText("superseded a later delivery of its lane was delivered");
  }

  @Test
  @Tag("full")
  void aTestCallInOtherLettersIsRoutedByAButton() {
    product.post(
        """
        {"Event": "Finished Journey", "Body": {"eventId": "e-letters", "journeyId": "j-letters",
         "referenceNo": "r-letters", "systemDecision": "Complete"}}
        """);
    logIn("alice", "wonderland");
    page.navigate(url("/console/events?state=test"));
    page.locator("tbody a").first().click();
    assertThat(heading()).hasText("Test call");
    page.getByRole(AriaRole.BUTTON, named("Route it")).click();
    assertThat(heading()).hasText("Finished Journey");
    String id = page.url().replaceFirst(".*/", "");
    awaitStatus(id, "crm", "delivered");
    page.navigate(url("/console/journeys/live?journeyId=j-letters"));
    assertThat(page.getByText("the decision became Complete")).isVisible();
  }

  @Test
  @Tag("full")
  void anAttemptThatFailedSaysWhyAndWhenTheNextIs() {
    World.CRM.stubFor(
        any(anyUrl())
            .willReturn(
                status(503).withHeader("Retry-After", "900").withBody("{\"message\":\"tired\"}"))
            .atPriority(0));
    String id = product.accept(finished("j-next", "r-next", "Complete"));
    awaitStatus(id, "decide", "delivered");
    await().until(() -> product.delivery(id, "crm").path("attempts").asInt() == 1);
    await().until(() -> !product.delivery(id, "crm").path("nextAttemptAt").isNull());
    logIn("alice", "wonderland");
    page.navigate(url("/console/events/" + id));
    assertThat(page.locator("#crm")).containsText("HTTP 503: tired");
    assertThat(page.locator("#crm"))
        .containsText("waits: crm is not available (503), tried again in 1");
    assertThat(page.locator("#crm")).containsText(" ms");
  }

  @Test
  @Tag("full")
  void aTicketIsALinkWhereItsPageIsKnown() {
    try (Product other =
        Product.start(Database.H2.url(), "ticketing.ticket-page=https://desk.example.com/t/{id}")) {
      product = other;
      awaitAll(other.accept(finished("j-link", "r-link", "Refer")), "delivered");
      page.navigate(
          "http://localhost:%d/console/journeys/live?journeyId=j-link".formatted(other.opsPort()));
      fillIn("alice", "wonderland");
      assertThat(page.getByRole(AriaRole.LINK, named("T 1/ä")))
          .hasAttribute("href", "https://desk.example.com/t/T%201%2F%C3%A4");
    }
  }
}
