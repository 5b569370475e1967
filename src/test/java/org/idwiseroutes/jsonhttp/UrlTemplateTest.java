package org.idwiseroutes.jsonhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A variable stays where a URL puts it. */
class UrlTemplateTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "https://desk/tickets/{v}, a/b c, https://desk/tickets/a%2Fb%20c",
        "https://desk/tickets/{v}/notes, K-1, https://desk/tickets/K-1/notes",
        "https://desk/t?ref={v}&open=1, a&b=c#d, https://desk/t?ref=a%26b%3Dc%23d&open=1",
        "https://desk/t?ref={v}, .., https://desk/t?ref=..",
        "https://crm/c(key='{v}'), O'Neill, https://crm/c(key='O%27%27Neill')",
        "\"https://crm/c(key='{v}')\", \"r1',x='r2\", \"https://crm/c(key='r1%27%27%2Cx%3D%27%27r2')\"",
        "https://crm/{v}-{v}, Ł, https://crm/%C5%81-%C5%81",
      })
  void aVariableIsEncodedForItsPlace(String template, String value, String url) {
    assertThat(of(template, value)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "%2e%2e", "..;x", "x/../y", "..\\x", "a\nb"})
  void whatWouldLeadToAnotherPathIsRefused(String value) {
    assertThatThrownBy(() -> of("https://desk/tickets/{v}", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another path");
  }

  @Test
  void twoVariablesTogetherLeadNowhereElse() {
    assertThatThrownBy(() -> of("https://desk/{v}{v}", "."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCustomerIsEncodedOnce() {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setVariable("customer", "r%2F1%20%C5%82");
    assertThat(new UrlTemplate(camel, "https://crm/{customer}").of(exchange))
        .isEqualTo("https://crm/r%2F1%20%C5%82");
  }

  @Test
  void whatIsMissingIsSaid() {
    Exchange exchange = new DefaultExchange(camel);
    assertThatThrownBy(() -> new UrlTemplate(camel, "https://crm/{nobody}").of(exchange))
        .hasMessageContaining("\"nobody\"");
    assertThatThrownBy(() -> new UrlTemplate(camel, "").of(exchange))
        .hasMessageContaining("is no URL");
  }

  private String of(String template, String value) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setVariable("v", value);
    return new UrlTemplate(camel, template).of(exchange);
  }
}
