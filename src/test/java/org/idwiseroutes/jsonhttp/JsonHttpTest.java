package org.idwiseroutes.jsonhttp;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.idwiseroutes.outbox.PermanentFailureException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code json-http:} in a context with nothing else, against a real server. */
class JsonHttpTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final WireMockServer system = new WireMockServer(options().dynamicPort());
  private final AtomicInteger tokens = new AtomicInteger();

  @BeforeEach
  void start() {
    system.start();
    camel.getRegistry().bind(AccessTokens.BEAN, new CountedTokens());
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
    system.stop();
  }

  @Test
  void theBodyIsMappedSentAndTheAnswerMapped() {
    system.stubFor(any(anyUrl()).willReturn(okJson("{\"ticket\":{\"id\":7}}")));
    Exchange ended =
        call(
            "POST",
            "mapping=RAW({\"a\": b & \"!\"})&answer=RAW({\"id\": ticket.id})",
            "{\"b\":\"Łódź\"}");
    assertThat(ended.getMessage().getBody(String.class)).isEqualTo("{\"id\":7}");
    assertThat(sent().getBodyAsString()).isEqualTo("{\"a\":\"Łódź!\"}");
    assertThat(sent().getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(ended.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(200);
  }

  @Test
  void headersAreSentAndAreAsTheyWereAfterwards() {
    system.stubFor(
        any(anyUrl()).willReturn(okJson("{}").withHeader("X-Of-The-Answer", "must not stay")));
    Exchange ended = call("POST", "bearer=s3cret", "{}");
    assertThat(sent().getHeader("X-Mine")).isEqualTo("sent");
    assertThat(sent().getHeader("Authorization")).isEqualTo("Bearer s3cret");
    assertThat(ended.getMessage().getHeaders())
        .containsOnlyKeys("X-Mine", "CamelHttpUri", Exchange.HTTP_RESPONSE_CODE);
    assertThat(sent().getUrl()).as("a message's CamelHttpUri steers nothing").isEqualTo("/x");
  }

  @Test
  void aKeyMayBeAHeader() {
    system.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    Exchange ended = call("POST", "header=RAW(X-Api-Key: k:1)", "{}");
    assertThat(sent().getHeader("X-Api-Key")).isEqualTo("k:1");
    assertThat(ended.getMessage().getHeader("X-Api-Key")).isNull();
  }

  @Test
  void aGetHasNoBodyAndAnEmptyAnswerIsNull() {
    system.stubFor(any(anyUrl()).willReturn(status(204)));
    Exchange ended = call("GET", "answer=RAW($exists($) ? \"some\" : \"none\")", "{\"b\":1}");
    assertThat(ended.getException()).isNull();
    assertThat(sent().getBodyAsString()).isEmpty();
    assertThat(sent().getHeader("Content-Type")).isNull();
  }

  @Test
  void whatAnAnswerRefusesIsFinal() {
    system.stubFor(any(anyUrl()).willReturn(okJson("{\"error\":\"no such person\"}")));
    Exchange ended = call("POST", "answer=RAW(error ? $error(\"refused: \" & error))", "{}");
    assertThat(ended.getException())
        .isInstanceOf(PermanentFailureException.class)
        .hasMessageContaining("refused: no such person");
  }

  @Test
  void theCharacterSetOfAnAnswerEndsWithIt() {
    system.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json; charset=ISO-8859-1")
                    .withBody("{\"name\":\"Jörg\"}".getBytes(StandardCharsets.ISO_8859_1))));
    Exchange ended = call("POST", "answer=RAW({\"name\": name & \" Łódź\"})", "{}");
    assertThat(ended.getMessage().getBody(String.class)).isEqualTo("{\"name\":\"Jörg Łódź\"}");
    assertThat(ended.getProperty(Exchange.CHARSET_NAME)).isNull();
    ended = call("POST", "okStatusCodeRange=200", ended.getMessage().getBody(String.class));
    assertThat(sent().getBodyAsString()).isEqualTo("{\"name\":\"Jörg Łódź\"}");
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnce() {
    system.stubFor(any(anyUrl()).atPriority(2).willReturn(okJson("{}")));
    system.stubFor(
        any(urlPathEqualTo("/x"))
            .atPriority(1)
            .withHeader("Authorization", equalTo("Bearer desk-1"))
            .willReturn(status(401)));
    assertThat(call("POST", "oauth2=desk", "{\"n\":1}").getException()).isNull();
    assertThat(sent().getHeader("Authorization")).isEqualTo("Bearer desk-2");
    assertThat(sent().getBodyAsString()).isEqualTo("{\"n\":1}");
    system.stubFor(any(anyUrl()).atPriority(0).willReturn(status(401)));
    assertThat(call("POST", "oauth2=desk", "{}").getException())
        .isInstanceOf(HttpOperationFailedException.class);
    assertThat(tokens).hasValue(3);
  }

  @Test
  void whatCannotWorkIsRefusedWhenTheRouteIsLoaded() {
    for (String options :
        new String[] {
          "basic=a:b&bearer=c", "oauth2=desk&throwExceptionOnFailure=false", "bridgeEndpoint=true",
        }) {
      assertThatThrownBy(() -> camel.getEndpoint("json-http:POST?url=http://x&" + options))
          .as(options)
          .isInstanceOf(ResolveEndpointFailedException.class);
    }
    assertThatThrownBy(() -> camel.getEndpoint("json-http:POST"))
        .hasMessageContaining("needs the option url");
  }

  private Exchange call(String method, String options, String body) {
    String uri = "json-http:%s?%s&url=RAW(%s/x)".formatted(method, options, system.baseUrl());
    return camel
        .createFluentProducerTemplate()
        .to(uri)
        .withProcessor(
            exchange -> {
              exchange.getMessage().setBody(body);
              exchange
                  .getMessage()
                  .setHeaders(Map.of("X-Mine", "sent", "CamelHttpUri", "http://0/"));
            })
        .send();
  }

  private LoggedRequest sent() {
    return system.getAllServeEvents().get(0).getRequest();
  }

  private final class CountedTokens implements AccessTokens {

    private String known;

    @Override
    public String token(String system, String source) {
      if (known == null) {
        known = system + "-" + tokens.incrementAndGet();
      }
      return known;
    }

    @Override
    public String type(String system, String source) {
      return "Bearer";
    }

    @Override
    public boolean isOwn(String system, String source) {
      return false;
    }

    @Override
    public void forget(String system, String source, String token) {
      known = null;
    }
  }
}
