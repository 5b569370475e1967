package org.idwiseroutes.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EntranceLimitsTest {

  private static final String TEST = "{\"event\":\"Finished Step\",\"body\":{\"journeyId\":\"j\"}}";

  @Test
  void beyondThePlacesIs503AndThenAllGoesOn() throws Exception {
    try (Product product =
        Product.start(
            Database.POSTGRES.url(),
            "idwise.webhook.max-concurrent=2",
            "idwise.inbox.store-timeout=30s")) {
      List<Socket> waiting = new ArrayList<>();
      try (Connection lock = product.context().getBean(DataSource.class).getConnection();
          Statement statement = lock.createStatement()) {
        lock.setAutoCommit(false);
        statement.execute("LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
        for (int i = 0; i < 2; i++) {
          Socket socket = new Socket("localhost", product.publicPort());
          socket
              .getOutputStream()
              .write(
                  "POST /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s"
                      .formatted(Product.basic("live-user:live-päss:word"), TEST.length(), TEST)
                      .getBytes(ISO_8859_1));
          waiting.add(socket);
        }
        Awaitility.await().until(() -> product.post("{}").status() == 503);
        assertThat(product.post("{}").header("Retry-After")).isNotNull();
        lock.rollback();
      }
      for (Socket socket : waiting) {
        assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
            .startsWith("HTTP/1.1 200");
        socket.close();
      }
      assertThat(product.post("{}").status()).isEqualTo(200);
    }
  }
}
