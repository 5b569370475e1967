package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When mail itself fails, operations hear of it in the chat. */
class MailTroubleInTheChatTest {

  @ParameterizedTest
  @ValueSource(strings = {"slack", "teams"})
  void thatMailFailsIsToldToTheChat(String chat) throws IOException {
    ProductTest.destinationsSayYes();
    try (Product product =
        Product.start(
            Database.H2.url(),
            "smtp.port=" + portOfNobody(),
            "idwise.outbox.hold-after=1",
            "idwise.alerts-interval=100ms",
            "notify.kind=" + chat,
            "notify.rate=0",
            "console.url=https://ops.example.com",
            chat + ".webhook-url=" + World.CHAT.baseUrl() + "/hook",
            chat + ".alert-webhook-url=" + World.CHAT.baseUrl() + "/operations")) {
      product.accept(ProductTest.reviewed("j1", "REF-77", "Rejected"));
      ProductTest.await().until(() -> troubled().containsAll(List.of("email", "alert-mail")));
      assertThat(messages())
          .allMatch(one -> one.contains("https://ops.example.com/console/alerts#alert-"))
          .allMatch(one -> one.contains("does not answer"))
          .noneMatch(one -> one.contains("REF-77"));
    }
  }

  private static Set<String> troubled() {
    return messages()
        .map(one -> one.contains("alert-mail") ? "alert-mail" : "email")
        .collect(Collectors.toSet());
  }

  private static Stream<String> messages() {
    return ProductTest.chatCalls().stream()
        .filter(one -> one.getUrl().equals("/operations"))
        .map(ProductTest::json)
        .map(JsonNode::toString);
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0)) {
      return nobody.getLocalPort();
    }
  }
}
