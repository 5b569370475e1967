package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looked at a person's data. */
class ViewsTest extends ProductTest {

  @Test
  void whoLooksAtAPersonIsInTheAuditWhenThatIsWanted() {
    try (Product own = Product.start(Database.H2.url(), "idwise.ops.audit-views=true")) {
      use(own);
      String event = product.accept(finished("j-1", "REF-ANNA-1", "Complete"));
      awaitAll(event, "delivered");
      product.get("/api/events/" + event);
      product.get("/console/events/" + event);
      product.get("/api/people/live?reference=REF-ANNA-1");
      product.get("/console/journeys/live?journeyId=j-1");
      product.get("/api/people?text=REF-ANNA");
      product.get("/api/people?waiting=review");
      product.get("/api/events");
      product.get("/console/events/none");
      assertThat(acts())
          .containsExactly(
              "list events /api/events",
              "list people /api/people",
              "search people …NA",
              "view journey live/j-1",
              "view person live/…-1",
              "view event " + event);
    }
  }

  @Test
  void withoutTheSettingNothingIsWritten() {
    use(Database.H2);
    String event = product.accept(finished("j-1", "anna", "Complete"));
    awaitAll(event, "delivered");
    product.get("/api/events/" + event);
    assertThat(acts()).isEmpty();
  }

  private List<String> acts() {
    List<String> acts = new ArrayList<>();
    product
        .get("/api/audit")
        .json()
        .path("items")
        .forEach(act -> acts.add(act.path("action").asText() + " " + act.path("subject").asText()));
    return acts.stream().distinct().toList();
  }
}
