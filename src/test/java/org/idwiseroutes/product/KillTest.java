package org.idwiseroutes.product;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.idwiseroutes.IdwiseRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 of the whole process, as soon as it has said 200. */
@Tag("full")
class KillTest {

  private static final int EVENTS = 40;
  private static final Pattern PORTS = Pattern.compile("posts to port (\\d+)");

  @TempDir Path folder;

  private Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(Database.class)
  void whatWasAnswered200IsDeliveredByTheNextProcess(Database database) throws Exception {
    ProductTest.destinationsSayYes();
    World.CRM.stubFor(any(anyUrl()).atPriority(1).willReturn(okJson("{}").withFixedDelay(200)));
    String url =
        database == Database.POSTGRES
            ? database.url()
            : "jdbc:h2:async:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
                .formatted(folder.resolve("h2"));
    Set<String> accepted = new java.util.TreeSet<>();
    for (int round = 0; round < 2; round++) {
      int port = launch(url, round);
      for (int i = 0; i < EVENTS; i++) {
        String reference = "r-%d-%d".formatted(round, i);
        if (post(port, Product.json(ProductTest.finished(reference, reference, "Complete")))) {
          accepted.add(reference);
        }
      }
      process.destroyForcibly().waitFor();
    }
    assertThat(accepted).hasSize(2 * EVENTS);

    launch(url, 2);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> delivered().equals(accepted));
    assertThat(keysByReference()).allSatisfy((reference, keys) -> assertThat(keys).hasSize(1));
  }

  private static Set<String> delivered() {
    return ProductTest.crmCalls().stream().map(KillTest::reference).collect(Collectors.toSet());
  }

  private static java.util.Map<String, Set<String>> keysByReference() {
    return ProductTest.crmCalls().stream()
        .collect(
            Collectors.groupingBy(
                KillTest::reference,
                Collectors.mapping(call -> call.getHeader("Idempotency-Key"), Collectors.toSet())));
  }

  private static String reference(LoggedRequest call) {
    return call.getUrl().substring("/customers/".length());
  }

  /** Starts the product as a process of its own and answers its public port. */
  private int launch(String url, int round) throws IOException {
    Path log = folder.resolve("log-" + round);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(IdwiseRoutes.class.getName());
    Product.defaults(url).stream().map(property -> "--" + property).forEach(command::add);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(new File("."))
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(log).contains("posts to port"));
    Matcher port = PORTS.matcher(Files.readString(log));
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private static boolean post(int port, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:%d/webhooks/idwise/live".formatted(port)))
            .header("Authorization", Product.basic("live-user:live-päss:word"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }
}
