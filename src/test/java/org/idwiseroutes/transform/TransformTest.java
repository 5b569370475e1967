package org.idwiseroutes.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dashjoin.jsonata.JException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thymeleaf.exceptions.TemplateOutputException;

/** The components {@code jsonata:} and {@code thymeleaf:} in a context with nothing else. */
class TransformTest {

  private static final String TEXTS = "?inputType=JsonString&outputType=JsonString";

  private final DefaultCamelContext camel = new DefaultCamelContext();

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void jsonIsMappedAsTextAndAsTree() throws Exception {
    String mapping =
        file("m.jsonata", "{\"city\": city, \"from\": \"Łódź\", \"n\": $count(steps)}");
    Object event = Map.of("city", "Zürich", "steps", new int[] {1, 2});
    assertThat(send("jsonata:" + mapping + TEXTS, "{\"city\":\"Zürich\",\"steps\":[1,2]}"))
        .isEqualTo("{\"city\":\"Zürich\",\"from\":\"Łódź\",\"n\":2}");
    assertThat(send("jsonata:" + mapping, event))
        .isEqualTo(new ObjectMapper().readTree("{\"city\":\"Zürich\",\"from\":\"Łódź\",\"n\":2}"));
    assertThat(send("jsonata:" + mapping + "?outputType=JsonString&prettyPrint=true", event))
        .asString()
        .hasLineCount(5);
    assertThat(send("jsonata:" + mapping + "?inputType=JsonString", "{}"))
        .isInstanceOf(JsonNode.class);
  }

  @Test
  void anExpressionIsReadOnceUnlessItIsNotToBeCached() throws Exception {
    String once = "jsonata:" + file("m.jsonata", "1") + TEXTS;
    String always = once + "&contentCache=false";
    assertThat(send(once, "{}")).isEqualTo("1");
    assertThat(send(always, "{}")).isEqualTo("1");
    file("m.jsonata", "2");
    assertThat(send(once, "{}")).isEqualTo("1");
    assertThat(send(always, "{}")).isEqualTo("2");
  }

  /** A mapping's result leaves as a body; a secret belongs into an option of the call. */
  @Test
  void aSettingIsReadUnlessItIsASecret() throws Exception {
    System.setProperty("jira.project", "KYC");
    System.setProperty("jira.token", "s3cret");
    try {
      assertThat(send("jsonata:" + file("m.jsonata", "$setting(\"jira.project\")") + TEXTS, "{}"))
          .isEqualTo("\"KYC\"");
      for (String name :
          new String[] {
            "jira.token",
            "jira.token:x",
            "JIRA_TOKEN",
            "env:JIRA_TOKEN",
            "slack.webhook-url",
            "spring.datasource.url",
            "my.key",
            "nowhere"
          }) {
        String mapping = file(name.hashCode() + ".jsonata", "$setting(\"" + name + "\")");
        assertThatThrownBy(() -> send("jsonata:" + mapping + TEXTS, "{}"))
            .as(name)
            .hasRootCauseInstanceOf(JException.class);
      }
    } finally {
      System.clearProperty("jira.project");
      System.clearProperty("jira.token");
    }
  }

  @Test
  void nowIsTheTimeOfTheEvaluation() throws Exception {
    String mapping = "jsonata:" + file("m.jsonata", "$millis()") + TEXTS;
    Object first = send(mapping, "{}");
    Awaitility.await().until(() -> !send(mapping, "{}").equals(first));
    long before = System.currentTimeMillis();
    assertThat(Long.parseLong((String) send(mapping, "{}"))).isGreaterThanOrEqualTo(before);
  }

  @Test
  void evaluationsBesideEachOtherDoNotMix() throws Exception {
    String mapping =
        "jsonata:"
            + file("m.jsonata", "$sum(items.($x := $; $x * $$.factor)) & \"-\" & $eval(\"id\")")
            + TEXTS;
    assertThat(
            IntStream.range(0, 2_000)
                .parallel()
                .filter(
                    i -> {
                      String body =
                          "{\"id\":\"i%d\",\"factor\":%d,\"items\":[1,2,3]}".formatted(i, i);
                      return !send(mapping, body).equals("\"%d-i%d\"".formatted(6 * i, i));
                    })
                .boxed())
        .isEmpty();
  }

  @Test
  void manyRowsAreNoDepth() throws Exception {
    String rows =
        file(
            "rows.jsonata",
            "$count($map([1..5000], function($i){($x := $i; $x > 0 ? {\"a\": $x, \"b\": [$x, 2]} : [1, 2])}))");
    assertThat(send("jsonata:" + rows + TEXTS, "{}")).isEqualTo("5000");
  }

  @Test
  void anExpressionHasBounds() throws Exception {
    String deep = file("deep.jsonata", "($f := function($n){1 + $f($n + 1)}; $f(0))");
    assertThatThrownBy(() -> send("jsonata:" + deep, Map.of()))
        .rootCause()
        .isInstanceOf(JException.class)
        .hasMessageContaining("deep.jsonata has more than 500 expressions within each other");
    String large = file("large.jsonata", "$join([1..500000].(\"12345\" & \"67890\"))");
    assertThatThrownBy(() -> send("jsonata:" + large, Map.of()))
        .rootCause()
        .isInstanceOf(JException.class)
        .hasMessageContaining("large.jsonata makes 5000002 characters");
  }

  @Test
  @Tag("full")
  void anEndlessExpressionEnds() throws Exception {
    String endless = file("endless.jsonata", "($f := function($n){$f($n + 1)}; $f(0))");
    assertThatThrownBy(() -> send("jsonata:" + endless, Map.of()))
        .rootCause()
        .isInstanceOf(JException.class)
        .hasMessageContaining("endless.jsonata has no end");
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    String mapping = file("m.jsonata", "{");
    assertThatThrownBy(() -> send("jsonata:" + mapping, Map.of()))
        .isInstanceOf(CamelExecutionException.class)
        .hasRootCauseInstanceOf(JException.class);
    assertThatThrownBy(() -> send("jsonata:" + mapping + "?inputtype=JsonString", "{}"))
        .isInstanceOf(ResolveEndpointFailedException.class)
        .hasMessageContaining("Unknown parameters=[{inputtype=JsonString}]");
    assertThatThrownBy(() -> send("jsonata:file:nowhere.jsonata", "{}"))
        .rootCause()
        .hasMessageContaining("nowhere.jsonata");
    assertThatThrownBy(() -> send("jsonata:ref:nowhere", "{}"))
        .hasRootCauseMessage("The registry has no text nowhere");
    assertThatThrownBy(() -> camel.getEndpoint("thymeleaf:file:x.txt?resolver=FILE"))
        .rootCause()
        .hasMessageContaining("resolver=FILE: only STRING is there");
  }

  @Test
  void aTemplateIsRenderedAsHtmlOrAsText() throws Exception {
    String html = file("t.html", "<p th:text=\"${body.name}\">n</p> Łódź [[${headers.kind}]]");
    assertThat(send("thymeleaf:" + html + "?resolver=STRING", Map.of("name", "<b>Zoë")))
        .isEqualTo("<p>&lt;b&gt;Zoë</p> Łódź a&amp;b");
    String text =
        file("t.txt", "Dear [(${body.name})], [# th:each=\"i : ${body.all}\"][(${i})];[/]");
    assertThat(
            send(
                "thymeleaf:" + text + "?templateMode=TEXT",
                Map.of("name", "Zoë", "all", "a,b".split(","))))
        .isEqualTo("Dear Zoë, a;b;");
    camel.getRegistry().bind("taken", "[[${body}]] Łódź");
    assertThat(send("thymeleaf:ref:taken", "ö")).isEqualTo("ö Łódź");
  }

  @Test
  void aTextHasABound() throws Exception {
    String large =
        file("large.txt", "[# th:each=\"i : ${#numbers.sequence(1, 500000)}\"]1234567890[/]");
    assertThatThrownBy(() -> send("thymeleaf:" + large + "?templateMode=TEXT", ""))
        .cause()
        .isInstanceOf(TemplateOutputException.class)
        .hasRootCauseMessage(
            "file:%s renders more than 4194304 characters".formatted(folder.resolve("large.txt")));
  }

  private String file(String name, String text) throws Exception {
    return "file:" + Files.writeString(folder.resolve(name), text);
  }

  private Object send(String uri, Object body) {
    try (FluentProducerTemplate template = camel.createFluentProducerTemplate()) {
      return template.to(uri).withHeader("kind", "a&b").withBody(body).request(Object.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
