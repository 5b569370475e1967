package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The console in a real browser. */
class ConsoleTest extends ProductTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static Playwright playwright;
  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void open() {
    boolean there = Files.exists(CHROMIUM);
    if (!there && Boolean.getBoolean("browser.required")) {
      throw new IllegalStateException("There is no " + CHROMIUM);
    }
    Assumptions.assumeTrue(there, "Skipped: there is no " + CHROMIUM);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void begin() {
    use(Database.H2);
    begin(new Browser.NewContextOptions());
  }

  @AfterEach
  void end() {
    context.close();
    assertThat(complaints).isEmpty();
  }

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
    assertThat(heading()).containsText("3 dead letters");

    follow("Failures");
    assertThat(page.getByText("HTTP 422")).isVisible();
    destinationsSayYes();
    page.getByRole(AriaRole.BUTTON, named("Plan a replay to crm")).click();
    assertThat(page.getByText("3 deliveries")).isVisible();
    page.getByLabel("Why?").fill("mapping corrected");
    page.getByRole(AriaRole.BUTTON, named("Try one")).click();
    assertThat(page.getByText("One is being tried")).isVisible();
    awaitStatus(ids.get(0), "crm", "delivered");
    assertThat(product.statuses(ids.get(1))).containsEntry("crm", "dead");
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
    assertThat(heading()).containsText("0 dead letters");
  }

  @Test
  void aHeldDestinationSaysWhyAndIsResumedOnceItWorks() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(503)).atPriority(0));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(product.accept(finished("j" + i, "r" + i, "Complete")));
    }
    logIn("alice", "wonderland");
    assertThat(heading())
        .containsText("crm held", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    assertThat(heading()).containsText("HTTP 503");
    follow("Failures");
    assertThat(page.getByText("0 successes since").first()).isVisible();
    destinationsSayYes();
    follow("Overview");
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    ids.forEach(id -> await().until(() -> !product.statuses(id).get("crm").equals("pending")));
    page.reload();
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("crm")))
        .containsText("delivering");
  }

  @Test
  void theLastDayIsDrawnAndDeadlinesAreTold() {
    product.jdbc().sql("DELETE FROM activity").update();
    awaitAll(product.accept(finished("j", "r", "Complete")), "delivered");
    await()
        .atMost(java.time.Duration.ofSeconds(40))
        .until(() -> activity("received") > 0 && activity("delivered") > 0);
    logIn("alice", "wonderland");
    assertThat(page.locator("svg.received rect")).hasCount(1);
    assertThat(page.locator("svg.delivered rect")).hasCount(1);
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
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    assertThat(heading()).containsText("crm paused");
    product.accept(finished("j", "r", "Complete"));
    assertThat(heading())
        .containsText("1 waiting", new LocatorAssertions.ContainsTextOptions().setTimeout(15_000));
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    assertThat(heading()).containsText("delivering");
    await().until(() -> crmCalls().size() == 1);
  }

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
      assertThat(page.locator("tbody tr")).hasCount(1);
      assertThat(page.locator("tbody tr")).containsText("Finished Journey");
    }
    page.getByLabel("Event id").fill("");
    page.getByLabel("Reference").fill("r-story");
    page.getByLabel("From, UTC").fill("2020-01-01T00:00");
    page.getByLabel("Until, UTC").fill("2020-01-02T00:00");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.getByText("No event is like this")).isVisible();
    page.getByLabel("Until, UTC").fill("2099-01-02T00:00");
    page.getByRole(AriaRole.BUTTON, named("Search")).click();
    assertThat(page.locator("tbody tr")).hasCount(2);
    page.getByRole(AriaRole.LINK, named("j-story")).first().click();
    assertThat(page.getByText("the decision became Refer")).isVisible();
    assertThat(page.getByText("the decision changed from Refer to Rejected")).isVisible();
    page.getByRole(AriaRole.LINK, named("Manually Reviewed")).click();
    assertThat(page.getByRole(AriaRole.HEADING, headed("crm: delivered"))).isVisible();
    assertThat(page.locator("section[aria-labelledby=rules] li").last())
        .containsText("Matched: A person was rejected");
    assertThat(page.getByText("It goes to: crm (ticket: close)")).isVisible();
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
  void aJourneyShowsItsOpenTicketAndWhyAStepChangesNothing() {
    String step =
        product.accept(event("Finished Step", Map.of("eventId", "s-1", "journeyId", "j-t")));
    awaitStatus(step, "decide", "delivered");
    awaitAll(product.accept(finished("j-t", "r-t", "Refer")), "delivered");
    logIn("alice", "wonderland");
    page.navigate(url("/console/journeys/live/j-t"));
    assertThat(page.getByText("a step: provisional, it decides nothing")).isVisible();
    assertThat(page.getByText("Open ticket, review: T 1/ä")).isVisible();
    page.getByRole(AriaRole.LINK, named("ticketing")).click();
    assertThat(page.locator("#ticketing")).containsText("delivered");
  }

  @Test
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

  @Test
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
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    page.navigate(url("/console/replay?destination=crm&error=HTTP+422"));
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
    assertThat(page.getByText("1 events of this name are being decided anew")).isVisible();
    await().until(() -> product.delivery(id, "decide").path("series").asInt() == 2);
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
            "idwise.operators.vera.password=reads",
            "idwise.operators.vera.role=viewer")) {
      page.navigate("http://localhost:%d/console".formatted(other.opsPort()));
      fillIn("vera", "reads");
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
  void everyPageIsAccessibleInBothThemesAndNarrow() {
    World.CRM.stubFor(any(anyUrl()).willReturn(status(422)).atPriority(0));
    String id = product.accept(finished("j-axe", "r-axe", "Refer"));
    awaitStatus(id, "crm", "dead");
    product.accept(event("Renamed Journey", Map.of("eventId", "e-axe", "journeyId", "j-axe")));
    product.post("live", "nobody:", "{}");
    await().until(() -> product.get("/api/events?state=quarantined").body().contains("Renamed"));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      context.close();
      begin(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(390, 844));
      check("/console/login");
      logIn("alice", "wonderland");
      for (String path :
          List.of(
              "/console",
              "/console/events",
              "/console/events/" + id,
              "/console/journeys/live/j-axe",
              "/console/failures",
              "/console/replay?destination=crm&error=HTTP+422",
              "/console/quarantine",
              "/console/wiring",
              "/console/wiring/crm.camel.yaml",
              "/console/settings",
              "/console/audit")) {
        check(path);
      }
    }
  }

  /** {@code ./mvnw test -Dtest=ConsoleTest -Dpictures=true} takes them anew. */
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
    page.getByRole(AriaRole.BUTTON, named("Pause crm")).click();
    assertThat(heading()).containsText("crm paused");
    page.getByRole(AriaRole.BUTTON, named("Resume crm")).click();
    assertThat(heading()).containsText("delivering");
  }

  @Test
  void theKeyboardAloneIsEnough() {
    page.navigate(url("/console"));
    page.keyboard().type("alice");
    page.keyboard().press("Tab");
    page.keyboard().type("wonderland");
    page.keyboard().press("Enter");
    assertThat(heading()).isVisible();
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to the content")).isFocused();
    page.keyboard().press("Tab");
    page.keyboard().press("Tab");
    page.keyboard().press("Enter");
    assertThat(heading()).hasText("Events");
    page.navigate(url("/console"));
    reach("Pause crm");
    page.keyboard().press("Enter");
    assertThat(heading()).containsText("crm paused");
    reach("Resume crm");
    page.keyboard().press("Enter");
    assertThat(heading()).containsText("delivering");
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
            "/console/wiring/none.camel.yaml")) {
      Response response = page.navigate(url(path));
      assertThat(response.status()).as(path).isBetween(400, 404);
      assertThat(heading()).hasText(java.util.regex.Pattern.compile("nothing here|cannot be done"));
      assertThat(page.getByRole(AriaRole.ALERT)).not().isEmpty();
      page.getByRole(AriaRole.LINK, named("To the overview")).click();
      assertThat(heading()).isVisible();
    }
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

  private String last() {
    return page.url().substring(page.url().lastIndexOf('/') + 1);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private void begin(Browser.NewContextOptions options) {
    context = browser.newContext(options);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
  }

  private void check(String path) {
    Response response = page.navigate(url(path));
    assertThat(response.status()).as(path).isEqualTo(200);
    assertThat(
            new AxeBuilder(page)
                .analyze().getViolations().stream()
                    .filter(one -> List.of("serious", "critical").contains(one.getImpact()))
                    .map(one -> path + ": " + one.getId() + " " + one.getNodes().get(0).getHtml())
                    .toList())
        .isEmpty();
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as(path + " is not wider than the screen")
        .isTrue();
  }

  private Page logIn(String name, String password) {
    page.navigate(url("/console"));
    fillIn(name, password);
    return page;
  }

  private void fillIn(String name, String password) {
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
  }

  private void follow(String name) {
    page.getByRole(AriaRole.LINK, named(name)).click();
  }

  private com.microsoft.playwright.Locator heading() {
    return page.locator("h1");
  }

  private String cookie() {
    return context.cookies().stream().findFirst().map(one -> one.value).orElse("none");
  }

  private String url(String path) {
    return "http://localhost:%d%s".formatted(product.opsPort(), path);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions headed(String name) {
    return new Page.GetByRoleOptions().setName(name).setLevel(2);
  }
}
