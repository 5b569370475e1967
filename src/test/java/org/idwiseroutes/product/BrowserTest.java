package org.idwiseroutes.product;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test of pages in Chromium, with nothing reported against the content security policy. Skipped
 * where there is none, unless {@code browser.required} is set.
 */
abstract class BrowserTest extends ProductTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static Playwright playwright;

  private static Browser browser;

  private final List<String> complaints = new ArrayList<>();

  BrowserContext context;

  Page page;

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

  static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  void begin(Browser.NewContextOptions options) {
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

  void check(String path) {
    check(path, new AxeBuilder(page));
  }

  /** Of the rules of accessibility, the one that depends on the theme. */
  void checkColors(String path) {
    check(path, new AxeBuilder(page).withRules(List.of("color-contrast")));
  }

  private void check(String path, AxeBuilder axe) {
    Response response = page.navigate(url(path));
    assertThat(response.status()).as(path).isEqualTo(200);
    assertThat(
            axe.analyze().getViolations().stream()
                .filter(one -> List.of("serious", "critical").contains(one.getImpact()))
                .map(one -> path + ": " + one.getId() + " " + one.getNodes().get(0).getHtml())
                .toList())
        .isEmpty();
    assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as(path + " is not wider than the screen")
        .isTrue();
  }

  Page logIn(String name, String password) {
    page.navigate(url("/console"));
    fillIn(name, password);
    return page;
  }

  void fillIn(String name, String password) {
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(password);
    page.getByRole(AriaRole.BUTTON, named("Log in")).click();
  }

  void follow(String name) {
    page.getByRole(AriaRole.LINK, named(name).setExact(true)).click();
  }

  com.microsoft.playwright.Locator troubles() {
    return page.locator("#troubles");
  }

  com.microsoft.playwright.Locator row(String name) {
    return page.locator("tr", new Page.LocatorOptions().setHasText(name));
  }

  com.microsoft.playwright.Locator heading() {
    return page.locator("h1");
  }

  String url(String path) {
    return "http://localhost:%d%s".formatted(product.opsPort(), path);
  }

  static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  static Page.GetByRoleOptions headed(String name) {
    return new Page.GetByRoleOptions().setName(name).setLevel(2);
  }
}
