package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The console as a whole: who may, how it looks, the overview and the wiring. */
class ConsoleTest extends BrowserTest {

  @Test
  void theLastDayIsDrawnAndDeadlinesAreTold() {
    product.jdbc().sql("DELETE FROM activity").update();
    awaitAll(product.accept(finished("j", "r", "Complete")), "delivered");
    await()
        .atMost(java.time.Duration.ofSeconds(40))
        .until(() -> activity("received") > 0 && activity("delivered") > 0);
    logIn("alice", "wonderland");
    assertThat(page.locator("svg.received rect").first()).isVisible();
    assertThat(page.locator("svg.delivered rect").first()).isVisible();
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("crm"))).containsText(" ms");
    assertThat(page.getByText("AML Monitor Update to email within 5 min")).isVisible();
    assertThat(page.locator("section[aria-labelledby=deadlines] .good")).hasCount(2);
  }

  private int activity(String what) {
    return product
        .jdbc()
        .sql("SELECT COALESCE(SUM(amount), 0) FROM activity WHERE what = :what")
        .param("what", what)
        .query(Integer.class)
        .single();
  }

  @Test
  void theThreeStepsToTheFirstEventAreTickedAsTheyHappen() {
    try (Product fresh = Product.start(Database.H2.url())) {
      String overview = "http://localhost:%d/console".formatted(fresh.opsPort());
      page.navigate(overview);
      fillIn("alice", "wonderland");
      assertThat(page.getByText("Done: ")).hasCount(0);
      fresh.post("live", "nobody:nothing", "{}");
      page.navigate(overview);
      assertThat(page.getByText("Done: ")).hasCount(1);
      assertThat(page.locator("section[aria-labelledby=refusals] li"))
          .containsText("401, the Basic user name did not match");
      fresh.post("{}");
      page.navigate(overview);
      assertThat(page.getByText("Done: ")).hasCount(3);
      fresh.accept(finished("j", "r", "Complete"));
      page.navigate(overview);
      assertThat(page.getByText("Three steps")).hasCount(0);
    }
  }

  @Test
  void aDestinationIsPausedAndResumedAndThePageFollowsByItself() {
    logIn("alice", "wonderland");
    pause("crm", "the CRM is being upgraded");
    assertThat(troubles()).containsText("crm is paused");
    product.accept(finished("j", "r", "Complete"));
    assertThat(row("crm").first())
        .containsText(
            "is paused by alice: the CRM is being upgraded",
            new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    assertThat(troubles())
        .containsText(
            "one delivery waits", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    assertThat(row("crm").first()).containsText("delivering");
    await().until(() -> crmCalls().size() == 1);
    follow("Audit");
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("pause destination")))
        .containsText("the CRM is being upgraded");
  }

  private void pause(String destination, String reason) {
    page.getByRole(AriaRole.BUTTON, named("Pause " + destination)).click();
    page.getByLabel("Why?").fill(reason);
    page.getByRole(AriaRole.BUTTON, named("Pause " + destination)).click();
  }

  @Test
  void aPauseHasAReasonAndAHeldDestinationCanBePaused() {
    product
        .jdbc()
        .sql(
            """
            UPDATE destination SET failures = 9, held_since = CURRENT_TIMESTAMP,
              held_reason = 'HTTP 503', next_probe_at = TIMESTAMP WITH TIME ZONE '2100-01-01 00:00:00+00'
            WHERE name = 'crm'
            """)
        .update();
    logIn("alice", "wonderland");
    assertThat(page.getByRole(AriaRole.BUTTON, named("Resume crm"))).isVisible();
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    assertThat(heading()).hasText("Pause crm");
    page.getByLabel("Why?").fill(" ");
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    assertThat(page.getByRole(AriaRole.ALERT)).hasText("Nothing was paused: give a reason");
    page.navigate(url("/console"));
    pause("crm", "ticket 7");
    assertThat(troubles()).containsText("crm is paused");
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("crm")))
        .containsText("delivering");
  }

  @Test
  @Tag("full")
  void whatIsOpenedStaysOpenWhenThePageRefreshes() {
    product
        .jdbc()
        .sql(
            """
            UPDATE destination SET failures = 9, held_since = CURRENT_TIMESTAMP,
              held_reason = 'HTTP 503: a window', next_probe_at = TIMESTAMP WITH TIME ZONE '2100-01-01 00:00:00+00'
            WHERE name = 'crm'
            """)
        .update();
    logIn("alice", "wonderland");
    page.locator("#details-crm").click();
    assertThat(page.getByText("HTTP 503: a window")).isVisible();
    for (int i = 0; i < 2; i++) {
      page.evaluate("document.getElementById('main').setAttribute('data-before', 'yes')");
      assertThat(page.locator("#main"))
          .not()
          .hasAttribute(
              "data-before", "yes", new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
      assertThat(page.getByText("HTTP 503: a window")).isVisible();
    }
  }

  @Test
  void aPlanIsOfWhatTheFormShows() {
    product.operate("/api/destinations/crm/pause", null);
    awaitStatus(product.accept(finished("j-plan", "r-plan", "Complete")), "crm", "pending");
    logIn("alice", "wonderland");
    page.navigate(url("/console/deliveries?destination=crm&status=pending"));
    page.getByLabel("Reference").fill("somebody-else");
    page.getByRole(AriaRole.BUTTON, named("Plan to discard these…")).click();
    assertThat(page.locator("main")).containsText("No delivery is like this any more");
    page.navigate(url("/console/deliveries?destination=crm&status=pending"));
    assertThat(page.locator("#found")).containsText("waits: crm is paused");
    page.getByRole(AriaRole.BUTTON, named("Plan to discard these…")).click();
    assertThat(heading()).containsText("of any time");
  }

  @Test
  void anAlertIsAcknowledgedSnoozedAndOpenedAgain() {
    addAlert();
    logIn("alice", "wonderland");
    page.getByRole(AriaRole.LINK, named("Alerts")).click();
    assertThat(page.locator("#alerts-table")).containsText("crm does not answer");
    assertThat(page.locator("#alerts-table")).containsText("41");
    page.getByRole(AriaRole.BUTTON, named("Acknowledge or snooze")).click();
    page.locator("#reason").fill("the vendor is told");
    page.getByRole(AriaRole.BUTTON, named("Acknowledge")).click();
    assertThat(page.locator("#alerts-table")).containsText("by alice: the vendor is told");
    page.getByRole(AriaRole.BUTTON, named("Acknowledge or snooze")).click();
    page.getByLabel("For").selectOption("4h");
    page.locator("#snooze-reason").fill("until the morning");
    page.getByRole(AriaRole.BUTTON, named("Snooze")).click();
    assertThat(page.locator("#alerts-table")).containsText("snoozed");
    assertThat(page.locator("#alerts-table")).containsText("until the morning");
    page.getByRole(AriaRole.BUTTON, named("Acknowledge or snooze")).click();
    page.getByRole(AriaRole.BUTTON, named("Nobody sees to it any more")).click();
    assertThat(page.locator("#alerts-table")).not().containsText("alice");
    page.getByRole(AriaRole.LINK, named("crm does not answer")).click();
    assertThat(heading()).hasText("Deliveries");
  }

  @Test
  @Tag("full")
  void theFocusOutlivesTheRefreshOfTheOverview() {
    logIn("alice", "wonderland");
    for (String id : List.of("pause-crm", "destinations-table")) {
      page.locator("#" + id).focus();
      page.evaluate("document.getElementById('main').setAttribute('data-before', 'yes')");
      assertThat(page.locator("#main"))
          .not()
          .hasAttribute(
              "data-before", "yes", new LocatorAssertions.HasAttributeOptions().setTimeout(15_000));
      assertThat(page.locator("#" + id)).isFocused();
    }
  }

  @Test
  void theIconIsThereForEverybody() {
    page.navigate(url("/console/login"));
    String icon = page.locator("link[rel=icon]").getAttribute("href");
    for (String path : List.of(icon, "/favicon.ico")) {
      var answer = context.request().get(url(path));
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.headers().get("content-type")).startsWith("image/");
      assertThat(answer.body()).isNotEmpty();
    }
  }

  @Test
  void beforeTheFirstEventTheOverviewIsNotGreen() {
    logIn("alice", "wonderland");
    // That an event of another test has come may not be written yet.
    await()
        .pollInSameThread()
        .until(
            () -> {
              product.jdbc().sql("DELETE FROM sighting").update();
              page.reload();
              return heading().textContent().contains("No event has come yet");
            });
    assertThat(heading()).hasClass("bad");
  }

  @Test
  void aRouteIsDrawnWithWhatPassedAndWhatFailed() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    awaitStatus(product.accept(finished("j-drawn", "r-drawn", "Complete")), "crm", "dead");
    logIn("alice", "wonderland");
    follow("Wiring");
    follow("crm.camel.yaml");
    assertThat(page.locator("svg .from")).containsText("from outbox:crm");
    assertThat(page.locator("svg .edge text.failed").first()).containsText("failed");
    follow("Wiring");
    follow("rest/crm.camel.yaml");
    assertThat(page.locator("svg .from")).containsText("from direct:crm-update");
    assertThat(page.locator("svg .edge text.failed").first()).containsText("failed");
    follow("Wiring");
    follow("crm.camel.yaml");
    assertThat(page.locator("pre")).containsText("uri: outbox:crm");
  }

  @Test
  void whoOnlyReadsSeesNoButtonAndCannotAct() {
    page.navigate(url("/console/login"));
    assertThat(page.getByRole(AriaRole.LINK, named("Overview"))).isHidden();
    assertThat(logIn("alice", "wrong").url()).contains("error");
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    try (Product other =
        Product.start(
            Database.H2.url(),
            "idwise.operators.vera.password=only-reads",
            "idwise.operators.vera.role=viewer")) {
      page.navigate("http://localhost:%d/console".formatted(other.opsPort()));
      fillIn("vera", "only-reads");
      assertThat(heading()).isVisible();
      assertThat(page.getByRole(AriaRole.BUTTON, named("Pause crm"))).hasCount(0);
    }
  }

  @Test
  void theSessionIsNewAfterTheLoginAndNoFormOfAnotherPageActs() {
    page.navigate(url("/console/login"));
    String before = cookie();
    logIn("alice", "wonderland");
    org.assertj.core.api.Assertions.assertThat(cookie()).isNotEqualTo(before);
    var request = context.request();
    org.assertj.core.api.Assertions.assertThat(
            request.post(url("/console/destinations/crm/pause")).status())
        .isEqualTo(403);
    page.getByRole(AriaRole.BUTTON, named("Log out")).click();
    page.navigate(url("/console/events"));
    assertThat(page.getByLabel("Password")).isVisible();
  }

  @Test
  @Tag("full")
  void theRoutesAreCheckedWhenAnOperatorSaysSoAndEverybodySeesTheResult() {
    try (Product other =
        Product.start(
            Database.H2.url(),
            "idwise.operators.vera.password=only-reads",
            "idwise.operators.vera.role=viewer")) {
      use(other);
      logIn("alice", "wonderland");
      page.navigate(url("/console/check"));
      assertThat(page.getByText("It has not been done since this node started")).isVisible();
      page.getByRole(AriaRole.BUTTON, named("Check now")).click();
      assertThat(heading())
          .containsText(
              "Nothing is wrong", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
      assertThat(page.getByText("started by alice")).isVisible();
      check("/console/check");
      page.navigate(url("/console/doctor"));
      page.getByRole(AriaRole.BUTTON, named("Ask now")).click();
      assertThat(page.locator("tbody tr").first())
          .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
      check("/console/doctor");
      follow("alice");
      assertThat(page.getByText("this one")).isVisible();
      check("/console/sessions");

      context.clearCookies();
      logIn("vera", "only-reads");
      check("/console/check");
      assertThat(heading()).containsText("Nothing is wrong");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Check now"))).hasCount(0);
      check("/console/doctor");
      assertThat(page.getByRole(AriaRole.BUTTON, named("Ask now"))).hasCount(0);
      page.setViewportSize(390, 844);
      check("/console/check");
      check("/console/doctor");
      check("/console/sessions");
      page.getByRole(AriaRole.BUTTON, named("End the session of vera")).click();
      assertThat(page.getByLabel("Password")).isVisible();
      logIn("alice", "wonderland");
      page.navigate(url("/console/audit"));
      assertThat(page.getByText("end session vera")).isVisible();
      check("/console/audit");
    }
  }

  @Test
  @Tag("full")
  void everyPageIsAccessibleInBothThemesAndNarrow() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    String id = product.accept(finished("j-axe", "r-axe", "Refer"));
    awaitStatus(id, "crm", "dead");
    product.accept(event("Renamed Journey", Map.of("eventId", "e-axe", "journeyId", "j-axe")));
    product.post("live", "nobody:", "{}");
    String delivery = product.delivery(id, "crm").path("id").asText();
    String replay =
        product
            .operate(
                "/api/deliveries/replay", Map.of("destination", "ticketing", "status", "delivered"))
            .json()
            .path("replay")
            .asText();
    await().until(() -> product.get("/api/events?state=quarantined").body().contains("Renamed"));
    String alert = addAlert();
    String proposal = addProposal();
    addErasure();
    String comparison =
        product
            .operate("/api/comparisons?from=2020-01-01T00:00:00Z", null)
            .json()
            .path("id")
            .asText();
    await().until(() -> product.get("/api/comparisons/" + comparison).body().contains("compared"));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Consumer<String> check = scheme == ColorScheme.LIGHT ? this::check : this::checkColors;
      context.close();
      begin(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(390, 844));
      check.accept("/console/login");
      logIn("alice", "wonderland");
      for (String path :
          List.of(
              "/console",
              "/console/events",
              "/console/proposals",
              "/console/proposals/" + proposal,
              "/console/alerts",
              "/console/alerts/" + alert,
              "/console/comparisons",
              "/console/ledger",
              "/console/erasures",
              "/console/comparisons/" + comparison,
              "/console/rules",
              "/console/next-rules",
              "/console/rules/" + product.event(id).path("rules").asInt(),
              "/console/events?live=true&event=None",
              "/console/events/" + id,
              "/console/journeys/live?journeyId=j-axe",
              "/console/erase?source=live&journeyId=j-axe",
              "/console/failures",
              "/console/destinations/crm/pause",
              "/console/people",
              "/console/people?waiting=delivery",
              "/console/people?text=r-axe",
              "/console/people?erased=true",
              "/console/people/live?reference=r-axe",
              "/console/deliveries",
              "/console/deliveries?status=dead&destination=crm",
              "/console/deliveries/plan?act=replay&destination=crm&status=dead&failure=HTTP+422",
              "/console/deliveries/plan?act=discard&destination=crm&status=dead",
              "/console?range=week",
              "/console/deliveries/" + delivery + "/replay",
              "/console/replays/" + replay,
              "/console/quarantine",
              "/console/wiring",
              "/console/wiring/crm.camel.yaml",
              "/console/check",
              "/console/sessions",
              "/console/doctor",
              "/console/settings",
              "/console/audit")) {
        check.accept(path);
      }
    }
  }

  /** {@code ./mvnw test -Dtest=ConsoleTest -Dpictures=true} takes them again. */
  @Test
  @EnabledIfSystemProperty(named = "pictures", matches = "true")
  void thePicturesOfTheReadme() {
    context.close();
    begin(new Browser.NewContextOptions().setViewportSize(1100, 760));
    awaitAll(product.accept(finished("j-17", "REF-1017", "Refer")), "delivered");
    World.CRM.stubFor(
        any(anyUrl())
            .willReturn(status(422).withBody("the field status does not know Rejected"))
            .atPriority(0));
    String id = product.accept(reviewed("j-17", "REF-1017", "Rejected"));
    awaitStatus(id, "crm", "dead");
    awaitStatus(id, "email", "delivered");
    await()
        .atMost(java.time.Duration.ofSeconds(40))
        .until(() -> activity("received") > 0 && activity("delivered") > 0);
    logIn("alice", "wonderland");
    picture("overview");
    page.navigate(url("/console/events/" + id));
    page.setViewportSize(1100, 1500);
    page.getByText("Its way through the routes").click();
    picture("event");
  }

  private void picture(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("docs", "images", name + ".png")));
  }

  @Test
  void everythingButLiveUpdatesWorksWithoutJavaScript() {
    context.close();
    begin(new Browser.NewContextOptions().setJavaScriptEnabled(false));
    logIn("alice", "wonderland");
    pause("crm", "because");
    assertThat(troubles()).containsText("crm is paused");
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    assertThat(row("crm").first()).containsText("delivering");
  }

  @Test
  void theKeyboardAloneIsEnough() {
    page.navigate(url("/console"));
    assertThat(page.getByLabel("Name")).isFocused();
    page.keyboard().type("alice");
    page.keyboard().press("Tab");
    page.keyboard().type("wonderland");
    page.keyboard().press("Enter");
    assertThat(row("crm").first()).containsText("delivering");
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the content")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(heading()).hasText("Alerts");
    page.navigate(url("/console"));
    reach("Pause crm");
    page.keyboard().press("Enter");
    assertThat(heading()).hasText("Pause crm");
    while (!(Boolean) page.evaluate("document.activeElement.id === 'reason'")) {
      page.keyboard().press("Tab");
    }
    page.keyboard().type("because");
    page.keyboard().press("Enter");
    assertThat(troubles()).containsText("crm is paused");
    reach("Resume crm");
    page.keyboard().press("Enter");
    assertThat(row("crm").first()).containsText("delivering");
  }

  /** Goes from one thing to the next until this button has the focus. */
  private void reach(String button) {
    for (int i = 0; i < 60; i++) {
      page.keyboard().press("Tab");
      if (button.equals(
          page.evaluate(
              "document.activeElement && document.activeElement.getAttribute('aria-label')"))) {
        return;
      }
    }
    throw new AssertionError(button + " is not reached by the keyboard");
  }

  @Test
  void whatCannotBeShownIsSaidOnAPage() {
    logIn("alice", "wonderland");
    for (String path :
        List.of(
            "/console/nowhere",
            "/console/events/" + UUID.randomUUID(),
            "/console/events/none",
            "/console/events?before=x",
            "/console/destinations/nowhere/pause",
            "/console/wiring/none.camel.yaml")) {
      Response response = page.navigate(url(path));
      assertThat(response.status()).as(path).isBetween(400, 404);
      assertThat(heading()).hasText(java.util.regex.Pattern.compile("nothing here|cannot be done"));
      assertThat(page.getByRole(AriaRole.ALERT)).not().isEmpty();
      page.getByRole(AriaRole.LINK, named("To the overview")).click();
      assertThat(heading()).isVisible();
    }
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    page.getByLabel("Why?").fill("because");
    context.clearCookies();
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    assertThat(heading()).hasText("This is not allowed");
    assertThat(product.get("/api/nowhere").body()).startsWith("{");
  }

  @Test
  void settingsAreShownAndOfSecretsOnlyThatTheyAreSet() {
    logIn("alice", "wonderland");
    follow("Settings");
    assertThat(setting("idwise.operators.alice.password")).containsText("set");
    assertThat(setting("smtp.password")).containsText("not set");
    assertThat(setting("idwise.outbox.hold-after")).not().containsText("set");
    assertThat(page.getByText("wonderland")).hasCount(0);
    assertThat(page.getByText("logging.pattern")).hasCount(0);
  }

  private com.microsoft.playwright.Locator setting(String name) {
    return page.locator("tr", new Page.LocatorOptions().setHas(page.getByText(name, exactly())));
  }

  private String cookie() {
    return context.cookies().stream()
        .filter(one -> one.name.equals("JSESSIONID"))
        .findFirst()
        .map(one -> one.value)
        .orElse("none");
  }
}
