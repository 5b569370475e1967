package org.idwiseroutes.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is not understood must not open a second ticket. */
class FoundTicketTest {

  private final DryTickets tickets = new DryTickets();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void oneThatIsOpenIsRemembered() throws JsonProcessingException {
    tickets.begin(List.of());
    found("{\"id\": 7}");
    assertThat(exchange.getVariable("ticketId")).isEqualTo("7");
    assertThat(tickets.open()).containsExactly("review");
  }

  @Test
  void noneIsNone() throws JsonProcessingException {
    tickets.begin(List.of());
    found("{}");
    assertThat(exchange.getVariable("ticketId")).isNull();
    assertThat(tickets.open()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"7\"", "{\"id\": \"\"}", "{\"total\": 0}"})
  void whatSaysNeitherIsRefused(String answer) {
    assertThatThrownBy(() -> found(answer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("direct:ticket-find leaves");
  }

  @Test
  void aNewTicketHasAnId() {
    assertThatThrownBy(
            () -> tickets.opened("live", "j", "r", "review", "{\"number\": 7}", exchange))
        .hasMessageContaining("direct:ticket-open leaves");
  }

  private void found(String answer) throws JsonProcessingException {
    tickets.found("live", "j", "r", "review", answer, exchange);
  }
}
