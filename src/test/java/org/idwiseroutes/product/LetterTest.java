package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.IntStream;
import org.idwiseroutes.outbox.Deliveries;
import org.idwiseroutes.outbox.NewDelivery;

/** Deliveries that share one letter are one failure when that fails. */
class LetterTest extends ProductTest {

  @OnEveryDatabase
  void aLetterThatFailsCountsOnce(Database database) throws IOException {
    try (Product own =
        Product.start(
            database.url(), "smtp.port=" + portOfNobody(), "idwise.outbox.hold-after=3")) {
      use(own);
      own.context()
          .getBean(Deliveries.class)
          .add(IntStream.range(0, 6).mapToObj(this::alert).toList());
      await()
          .until(
              () ->
                  own.jdbc()
                          .sql("SELECT COUNT(*) FROM delivery WHERE status = 'dead'")
                          .query(Integer.class)
                          .single()
                      == 6);
      assertThat(
              own.jdbc()
                  .sql("SELECT failures, held_since FROM destination WHERE name = 'alert-mail'")
                  .query()
                  .singleRow())
          .containsEntry("failures", 1)
          .containsEntry("held_since", null);
    }
  }

  private NewDelivery alert(int number) {
    String body =
        "{\"kind\":\"dead\",\"state\":\"rang\",\"text\":\"%d\",\"link\":\"https://x\"}"
            .formatted(number);
    return new NewDelivery("alert-mail", "letter-" + number, null, null, body, false, Map.of());
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0)) {
      return nobody.getLocalPort();
    }
  }
}
