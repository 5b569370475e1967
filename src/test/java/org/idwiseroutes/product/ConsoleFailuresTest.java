package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What failed, in the console: seen, mended, replayed. */
class ConsoleFailuresTest extends BrowserTest {

  @Test
  void aFailingCrmIsSeenMendedAndReplayed() {
    World.CRM.stubFor(
        any(anyUrl()).willReturn(status(422).withBody("Erna ".repeat(90))).atPriority(0));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(product.accept(finished("j" + i, "r" + i, "Complete")));
    }
    ids.forEach(id -> awaitStatus(id, "crm", "dead"));
    logIn("alice", "wonderland");
    assertThat(troubles()).containsText("3 deliveries are dead");
    assertThat(heading()).containsText("3 people's news has not reached crm");

    follow("Failures");
    assertThat(page.getByText("HTTP 422").first()).isVisible();
    destinationsSayYes();
    page.getByRole(AriaRole.BUTTON, named("Plan a replay to crm")).click();
    assertThat(page.getByText("3 deliveries")).isVisible();
    page.getByLabel("Why?").fill("mapping corrected");
    page.getByRole(AriaRole.BUTTON, named("Try one")).click();
    assertThat(page.getByText("One is being tried")).isVisible();
    await().until(() -> statuses(ids), statuses -> statuses.contains("delivered"));
    assertThat(statuses(ids)).containsExactlyInAnyOrder("delivered", "dead", "dead");
    page.getByLabel("Why?").fill("it works");
    page.getByRole(AriaRole.BUTTON, named("Replay all 2")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 of 2 done: 2 delivered, 0 not");
    assertThat(heading()).containsText("finished");
    ids.forEach(id -> awaitStatus(id, "crm", "delivered"));

    follow("Wiring");
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("Finished Step")))
        .containsText("nowhere");
    follow("Audit");
    assertThat(page.getByText("mapping corrected")).isVisible();
    assertThat(page.getByText("Erna")).hasCount(0);
    follow("Overview");
    assertThat(heading()).hasText("Everybody's news has been delivered");
  }

  @Test
  @Tag("full")
  void aHeldDestinationSaysWhyAndIsResumedOnceItWorks() {
    World.CRM.stubFor(
        any(anyUrl()).willReturn(status(503).withHeader("Retry-After", "600")).atPriority(0));
    product.accept(finished("j1", "r1", "Complete"));
    logIn("alice", "wonderland");
    assertThat(troubles())
        .containsText(
            "crm is not available (503)",
            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    follow("Failures");
    assertThat(page.getByText("1 delivery in all").first()).isVisible();
    destinationsSayYes();
    follow("Overview");
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    awaitStatus(product.accept(finished("j2", "r2", "Complete")), "crm", "delivered");
    page.reload();
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("crm")))
        .containsText("delivering");
  }

  @Test
  @Tag("full")
  void aReplayOfManyIsCancelled() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    for (int i = 0; i < 20; i++) {
      product.accept(finished("j" + i, "r" + i, "Complete"));
    }
    await()
        .until(
            () ->
                product
                        .get("/api/deliveries?status=dead&destination=crm&limit=100")
                        .json()
                        .path("items")
                        .size()
                    == 20);
    destinationsSayYes();
    logIn("alice", "wonderland");
    product.operate("/api/destinations/crm/pause", null);
    page.navigate(
        url("/console/deliveries/plan?act=replay&destination=crm&status=dead&failure=HTTP+422"));
    page.getByLabel("Why?").fill("all of them");
    page.getByRole(AriaRole.BUTTON, named("Replay all 20")).click();
    assertThat(heading()).containsText("running");
    await()
        .until(
            () ->
                product
                        .get("/api/deliveries?status=pending&destination=crm&limit=100")
                        .json()
                        .path("items")
                        .size()
                    == 8);
    page.getByLabel("Why?").fill("half-written");
    page.evaluate("document.getElementById('progress').setAttribute('data-before', 'yes')");
    assertThat(page.locator("#progress")).not().hasAttribute("data-before", "yes");
    assertThat(page.getByLabel("Why?")).hasValue("half-written");
    assertThat(page.getByLabel("Why?")).isFocused();
    page.getByRole(AriaRole.BUTTON, named("Cancel")).click();
    assertThat(heading()).containsText("cancelled");
    page.navigate(url("/console"));
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    await().until(() -> crmCalls().size() == 8);
    page.navigate(url("/console/failures"));
    assertThat(page.getByText("12 deliveries dead")).isVisible();
    assertThat(page.getByText("cancelled")).isVisible();
  }

  @Test
  void severalThatWaitOrAreDeadAreChosenAndDiscardedWithAReason() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(product.accept(finished("j" + i, i == 2 ? "r-other" : "r-same", "Complete")));
    }
    ids.forEach(id -> awaitStatus(id, "crm", "dead"));
    logIn("alice", "wonderland");
    page.locator("#dead-crm").click();
    assertThat(page.locator("main")).containsText("3 deliveries");
    page.getByLabel("Reference").fill("r-same");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.locator("tbody tr")).hasCount(2);
    page.getByRole(AriaRole.BUTTON, named("Plan to discard these…")).click();
    assertThat(page.locator("main")).containsText("2 deliveries about one person");
    page.getByLabel("Why?").fill("a test person");
    page.getByRole(AriaRole.BUTTON, named("Discard all 2")).click();
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 of 2 done: 2 discarded, 0 not");
    assertThat(statuses(ids)).containsExactly("discarded", "discarded", "dead");
    follow("Audit");
    assertThat(row("discard deliveries")).containsText("a test person");
    assertThat(row("discard deliveries")).not().containsText("r-same");
  }

  /** The page's own check is not the guard. */
  @Test
  void whatHasArrivedIsSentAgainOnlyByWhoSaysSo() {
    awaitAll(product.accept(finished("j-1", "r-1", "Complete")), "delivered");
    logIn("alice", "wonderland");
    page.navigate(url("/console/deliveries/plan?act=replay&destination=crm&status=delivered"));
    page.evaluate("document.querySelector('[name=again]').removeAttribute('required')");
    page.getByLabel("Why?").fill("by mistake");
    page.getByRole(AriaRole.BUTTON, named("Replay it")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing was replayed");
    assertThat(crmCalls()).hasSize(1);
  }

  /** The order is the database's, whatever the clocks say of the nodes that received them. */
  @Test
  @Tag("full")
  void eventsThatAreRoutedTogetherKeepTheOrderInWhichTheyCame() {
    String first = product.accept(event("Unheard Of", Map.of("eventId", "e1", "journeyId", "j1")));
    String second = product.accept(event("Unheard Of", Map.of("eventId", "e2", "journeyId", "j1")));
    for (String id : List.of(first, second)) {
      await().until(() -> product.event(id).path("state").asText().equals("quarantined"));
    }
    String fromFastClock = "ffffffff-ffff-7fff-bfff-ffffffffffff";
    update("UPDATE event SET id = '%s' WHERE id = '%s'".formatted(fromFastClock, first));
    update(
        "UPDATE delivery SET event_id = '%s' WHERE event_id = '%s'"
            .formatted(fromFastClock, first));
    product.operate("/api/destinations/decide/pause", null);
    logIn("alice", "wonderland");
    follow("Quarantine");
    page.getByRole(AriaRole.BUTTON, named("Route now: Unheard Of")).click();
    assertThat(page.getByText("2 events of this name are being decided again")).isVisible();
    assertThat(
            product
                .jdbc()
                .sql("SELECT event_id FROM delivery WHERE status = 'pending' ORDER BY turn")
                .query(String.class)
                .list())
        .containsExactly(fromFastClock, second);
  }

  private void update(String sql) {
    product.jdbc().sql(sql).update();
  }

  @Test
  @Tag("full")
  void quarantinedEventsAreRoutedOnceThereIsARule() {
    String id =
        product.accept(
            event(
                "Renamed Journey",
                Map.of("eventId", UUID.randomUUID().toString(), "journeyId", "q")));
    await().until(() -> product.event(id).path("state").asText().equals("quarantined"));
    logIn("alice", "wonderland");
    follow("Quarantine");
    assertThat(page.getByText("no rule of decide handles")).isVisible();
    page.getByRole(AriaRole.BUTTON, named("Route now: Renamed Journey")).click();
    assertThat(page.getByText("1 events of this name are being decided again")).isVisible();
    await().until(() -> product.delivery(id, "decide").path("series").asInt() == 2);
  }

  @Test
  @Tag("full")
  void thePlanSaysHowManyCameToNothing() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    String overtaken = product.accept(finished("j-old", "r-old", "Refer"));
    awaitStatus(overtaken, "crm", "dead");
    awaitStatus(product.accept(finished("j-new", "r-new", "Complete")), "crm", "dead");
    destinationsSayYes();
    awaitAll(product.accept(reviewed("j-old", "r-old", "Approved")), "delivered");
    logIn("alice", "wonderland");
    page.navigate(
        url("/console/deliveries/plan?act=replay&destination=crm&status=dead&failure=HTTP+422"));
    assertThat(page.locator("main")).containsText("2 deliveries");
    assertThat(page.locator("main")).containsText("Of these 1 came to nothing");
    page.getByLabel("Why?").fill("both");
    page.getByRole(AriaRole.BUTTON, named("Replay all 2")).click();
    assertThat(heading()).containsText("finished");
    assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 of 2 done: 1 delivered, 1 not");
    awaitStatus(overtaken, "crm", "superseded");
    follow("Audit");
    assertThat(page.locator("tbody tr").first()).containsText("replay deliveries");
    assertThat(page.locator("tbody tr").first()).containsText("both");
  }

  private List<String> statuses(List<String> ids) {
    return ids.stream().map(id -> product.statuses(id).get("crm")).toList();
  }
}
