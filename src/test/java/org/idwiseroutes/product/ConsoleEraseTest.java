package org.idwiseroutes.product;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Forgetting a person in the console. */
class ConsoleEraseTest extends BrowserTest {

  @Test
  void aPersonIsErasedAfterAPreviewAndAReason() {
    awaitAll(product.accept(finished("j/1 %ä", "REF/1", "Complete")), "delivered");
    String check =
        product.accept(
            event(
                "Finished Spot Check",
                Map.of(
                    "eventId", UUID.randomUUID().toString(),
                    "spotCheckJourneyId", "c-1",
                    "referenceNo", "REF/1",
                    "systemDecision", "Complete")));
    awaitStatus(check, "decide", "delivered");
    product.post("no JSON about j/1 %ä");
    logIn("alice", "wonderland");
    page.navigate(url("/console/events/" + check));
    follow("Erase this person…");
    assertThat(heading()).containsText("Erase person REF/1");
    follow("Events");
    follow("j/1 %ä");
    follow("Erase this journey…");
    assertThat(heading()).containsText("Erase journey j/1 %ä");
    assertThat(page.getByText("Nothing has been erased yet")).isVisible();
    assertThat(page.locator("section[aria-labelledby=checks]")).containsText("Finished Spot Check");
    assertThat(page.locator("section[aria-labelledby=unreadable]"))
        .containsText("it is no JSON and has the journey's id in it as a whole word");
    page.goBack();
    page.getByRole(AriaRole.LINK, named("Erase the person REF/1 with all journeys and checks…"))
        .click();
    check(page.url().substring(url("").length()));
    page.getByLabel("Why?").fill("asked by letter");
    page.getByLabel("It cannot be brought back").check();
    page.getByRole(AriaRole.BUTTON, named("Erase")).click();
    assertThat(heading()).hasText("Erased");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("erased-");
    page.navigate(url("/console/journeys/live?journeyId=j%2F1%20%25%C3%A4"));
    assertThat(page.getByText("It was erased on ")).isVisible();
    String late = product.accept(reviewed("j/1 %ä", "REF/1", "Approved"));
    page.navigate(url("/console/events/" + late));
    assertThat(page.getByText("it came after its journey")).isVisible();
    page.navigate(url("/console/audit"));
    assertThat(page.getByText("erase person live/erased-")).isVisible();
    assertThat(page.getByText("asked by letter")).isVisible();
  }
}
