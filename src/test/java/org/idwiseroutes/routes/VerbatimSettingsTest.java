package org.idwiseroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerbatimSettingsTest {

  private static final String ROUTE =
      """
      - route:
          id: calls
          from:
            uri: direct:calls
            steps:
              - setBody:
                  expression:
                    simple:
                      expression: '{"project":{{json:my.value}},"event":${body} }'
              - to:
                  uri: "{{my.url}}/path"
                  parameters:
                    authMethod: Basic
                    authPassword: RAW({{my.value}})
                    authUsername: "{{my.user}}/token"
                    authenticationPreemptive: true
                    connectTimeout: "{{my.millis}}"
              - to:
                  uri: http://PLACE/literal
                  parameters:
                    authMethod: Basic
                    authPassword: "{{my.value}}"
                    authUsername: me
                    authenticationPreemptive: true
      """;

  private static final String UNCALLED =
      """
      - route:
          id: never
          autoStartup: false
          from:
            uri: direct:never
            steps:
              - to:
                  uri: smtp
                  parameters:
                    from: "{{my.value}}"
                    host: "{{my.host}}"
                    subject: >-
                      a & b
                      {{quoted:my.value}}
              - to:
                  uri: kafka
                  parameters:
                    brokers: localhost:9092
                    lazyStartProducer: true
                    topic: my-topic
                    saslJaasConfig: RAW(Login required
                      password={{quoted:my.value}};)
      """;

  private final List<String> logins = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "kyc+noreply@bank.example",
        "p)&x=1%",
        "%41%zz",
        "a b  c",
        "RAW(x)",
        "RAW{x}&y",
        "#bean",
        "\"IDWise, Bank\" <kyc@bank.example>",
        "Łódź €😀",
        "$body}{x}$",
        "back\\slash",
        "back\\new",
        "?a=b",
        "{?b}",
        "a;b,c:d/e"
      })
  void aSettingArrivesAsItIs(String value) throws Exception {
    String user = value.replace(":", ";");
    try (CamelContext camel = new DefaultCamelContext()) {
      String place = "127.0.0.1:" + server.getAddress().getPort();
      Properties settings = new Properties();
      settings.setProperty("my.value", value);
      settings.setProperty("my.user", user);
      settings.setProperty("my.url", "http://" + place);
      settings.setProperty("my.host", "localhost");
      settings.setProperty("my.millis", "5000");
      camel.getPropertiesComponent().setOverrideProperties(settings);
      load(camel, ROUTE.replace("PLACE", place));
      load(camel, UNCALLED);
      camel.start();
      camel.createProducerTemplate().sendBody("direct:calls", "{}");
      assertThat(new ObjectMapper().readTree(bodies.get(0)).path("project").asText())
          .isEqualTo(value);
      assertThat(logins).containsExactly(user + "/token:" + value, "me:" + value);
      assertThat(endpoint(camel, MailEndpoint.class).getConfiguration().getFrom()).isEqualTo(value);
      String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
      assertThat(endpoint(camel, MailEndpoint.class).getConfiguration().getSubject())
          .isEqualTo("a & b \"%s\"", quoted.replace(")&", ")\\&"));
      assertThat(endpoint(camel, KafkaEndpoint.class).getConfiguration().getSaslJaasConfig())
          .isEqualTo("Login required password=\"%s\";", quoted.replace(")&", ")\\&"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"${body}", "a$simple{body}"})
  void whatCamelWouldEvaluateIsRefused(String value) throws Exception {
    try (CamelContext camel = new DefaultCamelContext()) {
      Properties settings = new Properties();
      settings.setProperty("my.value", value);
      settings.setProperty("my.host", "localhost");
      camel.getPropertiesComponent().setOverrideProperties(settings);
      load(camel, UNCALLED);
      assertThatThrownBy(camel::start)
          .hasStackTraceContaining("{{my.value}} contains ${ or $simple{, which Camel cannot take");
    }
  }

  private static void load(CamelContext camel, String routes) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.fromString(
                routes.hashCode() + ".camel.yaml", VerbatimSettings.in(YamlText.read(routes))));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    logins.add(
        new String(
            Base64.getDecoder().decode(login.substring("Basic ".length())),
            StandardCharsets.UTF_8));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.sendResponseHeaders(200, 2);
    exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  private static <T> T endpoint(CamelContext camel, Class<T> type) {
    return camel.getEndpoints().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
