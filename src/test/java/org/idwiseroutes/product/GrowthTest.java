package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finished work leaves after its time, unfinished work later, pending work never. */
class GrowthTest {

  @ParameterizedTest
  @EnumSource(Database.class)
  void onlyWhatIsOldAndDoneWithIsRemoved(Database database) {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            database.url(),
            "idwise.retention.interval=200ms",
            "idwise.retention.finished=7d",
            "idwise.retention.unfinished=20d",
            "idwise.retention.batch-size=2")) {
      List<String> old = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        old.add(product.accept(ProductTest.finished("j" + i, "r" + i, "Complete")));
      }
      old.forEach(id -> awaitCrm(product, id, "delivered"));
      World.CRM.stubFor(any(anyUrl()).willReturn(status(400)).atPriority(0));
      String dead = product.accept(ProductTest.finished("dead", "r", "Complete"));
      awaitCrm(product, dead, "dead");
      product.operate("/api/destinations/crm/pause", null);
      String pending = product.accept(ProductTest.finished("pending", "r", "Complete"));
      awaitCrm(product, pending, "pending");
      age(product, 8);
      String young = product.accept(ProductTest.finished("young", "r", "Complete"));
      awaitCrm(product, young, "pending");

      old.forEach(id -> awaitGone(product, id));
      assertThat(product.get("/api/events/" + dead).status()).isEqualTo(200);
      age(product, 30);
      awaitGone(product, dead);
      assertThat(product.get("/api/events/" + pending).status()).isEqualTo(200);
      assertThat(count(product, "delivery")).isEqualTo(4);
      assertThat(count(product, "attempt")).isEqualTo(2);
      assertThat(count(product, "journey")).isEqualTo(8);
    }
  }

  private static void awaitCrm(Product product, String id, String status) {
    Awaitility.await().until(() -> status.equals(product.statuses(id).get("crm")));
  }

  private static void awaitGone(Product product, String id) {
    Awaitility.await().until(() -> product.get("/api/events/" + id).status() == 404);
  }

  private static void age(Product product, int days) {
    product
        .jdbc()
        .sql("UPDATE event SET received_at = received_at - INTERVAL '%d' DAY".formatted(days))
        .update();
  }

  private static int count(Product product, String table) {
    return product.jdbc().sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
  }
}
