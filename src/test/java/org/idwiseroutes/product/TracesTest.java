package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One trace from the webhook to the calls of all destinations. */
class TracesTest extends ProductTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @Test
  void aCallersTraceGoesOnThroughTheOutboxIntoEveryCall() {
    WireMockServer collector = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    collector.start();
    collector.stubFor(any(anyUrl()).willReturn(ok()));
    destinationsSayYes();
    try (Product traced =
        Product.start(
            Database.H2.url(), "idwise.tracing.endpoint=" + collector.baseUrl() + "/v1/traces")) {
      product = traced;
      HttpRequest refer = request(finished("j-trace", "r-trace", "Refer"));
      awaitAll(traced.send(refer).json().path("id").asText(), "delivered");
      HttpRequest rejected = request(reviewed("j-trace", "r-trace", "Rejected"));
      awaitAll(traced.send(rejected).json().path("id").asText(), "delivered");

      List<LoggedRequest> calls = Stream.concat(crmCalls().stream(), deskCalls().stream()).toList();
      assertThat(calls).hasSizeGreaterThan(4);
      assertThat(calls)
          .allSatisfy(
              call -> assertThat(call.getHeader("traceparent")).startsWith("00-" + TRACE + "-"));
      assertThat(calls.stream().map(call -> call.getHeader("traceparent")).distinct())
          .hasSizeGreaterThanOrEqualTo(4);
      await()
          .untilAsserted(
              () ->
                  assertThat(sent(collector))
                      .contains("webhook", "decide", "crm", "ticketing", "idwise.delivery.id"));
      assertThat(sent(collector)).doesNotContain("r-trace");
    } finally {
      collector.stop();
    }
  }

  @Test
  void withoutAnEndpointNothingIsTraced() {
    use(Database.H2);
    HttpRequest request = request(finished("j-off", "r-off", "Complete"));
    awaitAll(product.send(request).json().path("id").asText(), "delivered");
    assertThat(crmCalls()).hasSize(1);
    assertThat(crmCalls().get(0).containsHeader("traceparent")).isFalse();
  }

  private HttpRequest request(java.util.Map<String, Object> event) {
    return product
        .webhook()
        .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
        .POST(HttpRequest.BodyPublishers.ofString(Product.json(event)))
        .build();
  }

  private static String sent(WireMockServer collector) {
    return collector.findAll(postRequestedFor(urlEqualTo("/v1/traces"))).stream()
        .map(request -> new String(request.getBody(), StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }
}
