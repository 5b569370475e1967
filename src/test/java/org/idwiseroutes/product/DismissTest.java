package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way out of quarantine for what nobody can read. */
class DismissTest extends ProductTest {

  @Test
  void anUnreadableEventIsDismissedWithAReason() {
    try (Product own = Product.start(Database.H2.url())) {
      use(own);
      assertThat(own.post("no JSON").status()).isEqualTo(400);
      String id = own.get("/api/events?state=quarantined").json().at("/items/0/id").asText();
      assertThat(own.event(id).path("state").asText()).isEqualTo("quarantined");
      assertThat(own.operate("/api/events/" + id + "/dismiss", null).status()).isEqualTo(400);
      assertThat(own.operate("/api/events/" + id + "/dismiss?reason=%20", null).status())
          .isEqualTo(400);

      String dismiss = "/api/events/" + id + "/dismiss?reason=a+test+of+the+firewall";
      assertThat(own.operate(dismiss, null).json().path("state").asText()).isEqualTo("dismissed");
      assertThat(own.event(id).path("problem").asText())
          .isEqualTo("dismissed: a test of the firewall");
      assertThat(own.operate(dismiss, null).status()).isEqualTo(409);
      assertThat(own.get("/api/audit").body()).contains("dismiss event");

      String readable = own.accept(event("Renamed Journey", Map.of("journeyId", "j1")));
      awaitStatus(readable, "decide", "delivered");
      assertThat(own.operate("/api/events/" + readable + "/dismiss?reason=no", null).status())
          .isEqualTo(409);
    }
  }
}
