package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import org.idwiseroutes.product.Product.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spring Boot believes {@code X-Forwarded-For} on platforms that it knows; here it does not. */
class PlatformAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes", "cloud_foundry"})
  void noPlatformMakesAForgedAddressTrue(String platform) {
    try (Product product =
        Product.start(
            Database.H2.url(),
            "spring.main.cloud-platform=" + platform,
            "idwise.sources.live.allowed-addresses=10.9.1.1")) {
      Answer answer =
          product.send(
              product
                  .webhook()
                  .header("X-Forwarded-For", "10.9.1.1")
                  .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                  .build());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(
              product
                  .send(
                      product
                          .ops("/api/destinations/crm/pause?reason=test")
                          .header("X-Forwarded-For", "10.9.1.1")
                          .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                          .build())
                  .status())
          .isEqualTo(200);
      assertThat(product.jdbc().sql("SELECT address FROM audit").query(String.class).list())
          .allMatch(address -> address.equals("127.0.0.1") || address.contains("0:0:1"));
    }
  }
}
