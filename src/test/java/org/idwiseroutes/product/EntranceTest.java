package org.idwiseroutes.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.idwiseroutes.product.Product.Answer;

/** The table of the entrance's answers. */
class EntranceTest extends ProductTest {

  @OnEveryDatabase
  void aNewEventIsAcceptedAndItsRepeatIsADuplicateWithTheSameId(Database database) {
    use(database);
    String body = Product.json(finished("j1", "r1", "Complete"));

    Answer first = product.post(body);
    Answer second = product.post(body);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("Content-Type")).isEqualTo("application/json");
    assertThat(first.json().path("outcome").asText()).isEqualTo("accepted");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().path("outcome").asText()).isEqualTo("duplicate");
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(events()).hasSize(1);
  }

  @OnEveryDatabase
  void aNumberThatNoNumberCanHoldStopsNoEvent(Database database) {
    use(database);
    for (String number : List.of("1e99999999999", "-1e-2147483648", "1e2147483647", "1e400")) {
      String id =
          product
              .post(
                  """
                  {"event": "Finished Journey", "body": {"journeyId": "j%s", "referenceNo": "r",
                   "systemDecision": "Complete", "x": [{"y": %s}], "z": 1}}
                  """
                      .formatted(number, number))
              .json()
              .path("id")
              .asText();
      awaitStatus(id, "crm", "delivered");
      assertThat(product.event(id).path("decision").asText()).isEqualTo("Complete");
    }
  }

  @OnEveryDatabase
  void ofSixteenAtOnceOneIsAcceptedAndAllAnswer200(Database database) throws Exception {
    use(database);
    for (int round = 0; round < 5; round++) {
      String body = Product.json(finished("j" + round, "r1", "Refer"));
      List<Answer> answers = atOnce(16, body);

      assertThat(answers).allMatch(answer -> answer.status() == 200);
      assertThat(answers.stream().map(answer -> answer.json().path("outcome").asText()))
          .containsOnlyOnce("accepted")
          .filteredOn("duplicate"::equals)
          .hasSize(15);
      assertThat(answers.stream().map(answer -> answer.json().path("id")).distinct()).hasSize(1);
    }
    assertThat(events()).hasSize(5);
  }

  @OnEveryDatabase
  void ofSixteenAtOnceWithoutAnIdOneIsAccepted(Database database) throws Exception {
    use(database);
    String body = "{\"event\":\"Manually Reviewed\",\"body\":{\"journeyId\":\"j\"}}";

    List<Answer> answers = atOnce(16, body);

    assertThat(answers.stream().map(answer -> answer.json().path("outcome").asText()))
        .containsOnlyOnce("accepted")
        .filteredOn("duplicate"::equals)
        .hasSize(15);
  }

  @OnEveryDatabase
  void thePortalsTestsAreAnsweredAndNotStored(Database database) {
    use(database);
    for (String body : List.of("", "  \n", "{}", " { }\n")) {
      Answer answer = product.post(body);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"outcome\":\"test\"}");
    }
    assertThat(product.send(product.webhook().GET().build()).body())
        .isEqualTo("{\"outcome\":\"test\"}");
    Answer head =
        product.send(product.webhook().method("HEAD", HttpRequest.BodyPublishers.noBody()).build());
    assertThat(head.status()).isEqualTo(200);
    assertThat(events()).isEmpty();
    assertThat(product.get("/actuator/metrics/idwise.webhook.received?tag=outcome:test").status())
        .isEqualTo(200);
  }

  @OnEveryDatabase
  void aSlashAtTheEndIsTheSameSourceAndFurtherSegmentsAreNothing(Database database) {
    use(database);
    String login = "live-user:live-päss:word";
    String body = Product.json(finished("j1", "r1", "Complete"));
    assertThat(product.post("live/", null, body).status()).isEqualTo(401);
    assertThat(product.post("live/", "live-user:wrong", body).status()).isEqualTo(401);
    assertThat(product.post("live//", "live-user:wrong", body).status()).isEqualTo(401);
    assertThat(product.post("nowhere/", login, body).status()).isEqualTo(404);
    assertThat(product.post("live/", login, body).json().path("outcome").asText())
        .isEqualTo("accepted");
    assertThat(product.post("live", login, body).json().path("outcome").asText())
        .isEqualTo("duplicate");
    assertThat(product.post("live/?from=portal", login, body).status()).isEqualTo(200);
    assertThat(product.send(product.webhook("live/", login).GET().build()).body())
        .isEqualTo("{\"outcome\":\"test\"}");
    assertThat(
            product
                .send(
                    product
                        .webhook("live/", login)
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build())
                .status())
        .isEqualTo(200);
    assertThat(product.send(product.webhook("live/", login).DELETE().build()).status())
        .isEqualTo(405);
    assertThat(product.post("live/", login, "x".repeat(257 * 1024)).status()).isEqualTo(413);
    for (String further : List.of("live/x", "live/x/", "")) {
      assertThat(product.post(further, login, body).status()).as(further).isEqualTo(404);
    }
    assertThat(events()).hasSize(1);
  }

  @OnEveryDatabase
  void unknownAndUnreadableEventsAreAcceptedAndQuarantined(Database database) {
    use(database);
    List<String> bodies =
        List.of(
            "{\"event\":\"Brand New Event\",\"body\":{\"eventId\":\"1\"}}",
            "{\"event\":null,\"body\":{\"eventId\":\"2\"}}",
            "{\"body\":{\"eventId\":\"3\"}}",
            "{\"event\":\"Finished Journey\"}",
            "{\"event\":\"Finished Journey\",\"body\":[1]}",
            "{\"event\":\"Finished Journey\",\"body\":{\"eventId\":\"4\",\"journeyId\":\"j\"}}",
            "{\"event\":\"Finished Journey\",\"body\":{\"eventId\":\"5\",\"systemDecision\":\"Refer\"}}",
            "{\"event\":\"Finished Journey\",\"body\":{\"eventId\":\"6\",\"journeyId\":\"j\",\"systemDecision\":\"Perhaps\"}}",
            "{\"event\":5,\"body\":{\"eventId\":{\"a\":1}}}",
            "{\"event\":\"Finished Journey\",\"body\":{\"eventId\":\"%s\",\"journeyId\":\"%s\"}}"
                .formatted("7".repeat(5000), "x".repeat(9000)));
    for (String body : bodies) {
      String id = product.post(body).json().path("id").asText();
      await().until(() -> product.event(id).path("state").asText().equals("quarantined"));
      assertThat(product.event(id).path("problem").asText()).isNotBlank();
      assertThat(product.statuses(id)).containsOnlyKeys("decide");
    }
  }

  @OnEveryDatabase
  void whatIsNotAJsonObjectIs400WithACopyInQuarantine(Database database) {
    use(database);
    for (String body :
        List.of(
            "not json",
            "[1,2]",
            "\"text\"",
            "null",
            "{\"event\":",
            "{} {}",
            "{\"event\":\"a\",\"event\":\"b\"}",
            "\0\0",
            "x".repeat(100_000))) {
      Answer answer = product.post(body);
      assertThat(answer.status()).as(body).isEqualTo(400);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().path("detail").asText()).startsWith("The body is");
    }
    JsonNode newest = product.get("/api/events?state=quarantined&limit=1").json().at("/items/0");
    String payload = product.event(newest.path("id").asText()).path("payload").asText();
    assertThat(payload).isEqualTo("x".repeat(64 * 1024));
    assertThat(events()).hasSize(9);
    String id = newest.path("id").asText();
    assertThat(product.operate("/api/events/" + id + "/replay", null).status()).isEqualTo(409);
  }

  @OnEveryDatabase
  void tooLargeABodyIs413AndTheLargestIsTaken(Database database) {
    use(database);
    String frame = "{\"event\":\"Big\",\"body\":{\"eventId\":\"%s\",\"x\":\"%s\"}}";
    int room = 256 * 1024 - frame.formatted("1", "").length();

    assertThat(product.post(frame.formatted("1", "x".repeat(room))).status()).isEqualTo(200);
    assertThat(product.post(frame.formatted("2", "x".repeat(room + 1))).status()).isEqualTo(413);
    HttpRequest chunked =
        product
            .webhook()
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(
                    HttpRequest.BodyPublishers.ofString(
                        frame.formatted("3", "x".repeat(room + 1)))))
            .build();
    Answer answer = product.send(chunked);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @OnEveryDatabase
  void otherMethodsAre405WithAllow(Database database) {
    use(database);
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
      Answer answer =
          product.send(
              product.webhook().method(method, HttpRequest.BodyPublishers.noBody()).build());
      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(answer.header("Allow")).isEqualTo("POST, GET, HEAD");
      assertThat(answer.json().path("status").asInt()).isEqualTo(405);
    }
  }

  @OnEveryDatabase
  void credentialsComeFirst(Database database) {
    use(database);
    String body = Product.json(finished("j1", "r1", "Complete"));
    String live = "live-user:live-päss:word";
    String sandbox = "sandbox-user:sandbox-password";

    assertThat(product.post("live", null, body).status()).isEqualTo(401);
    assertThat(product.post("nowhere", null, body).status()).isEqualTo(401);
    assertThat(product.post("live", "live-user:wrong", body).status()).isEqualTo(401);
    assertThat(product.post("nowhere", "live-user:wrong", body).status()).isEqualTo(401);
    assertThat(product.post("live", sandbox, body).status()).isEqualTo(401);
    assertThat(product.post("nowhere", live, body).status()).isEqualTo(404);
    assertThat(events()).isEmpty();
    Answer malformed =
        product.send(
            product
                .webhook("live", null)
                .header("Authorization", "Basic ÿ$")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    assertThat(malformed.status()).isEqualTo(401);
    assertThat(malformed.header("WWW-Authenticate")).startsWith("Basic");
    assertThat(product.post("live", live, body).status()).isEqualTo(200);
    assertThat(product.post("sandbox", sandbox, body).json().path("outcome").asText())
        .isEqualTo("accepted");
  }

  @OnEveryDatabase
  void noRequestHeaderComesBack(Database database) {
    use(database);
    Answer answer =
        product.send(
            product
                .webhook()
                .header("X-Planted", "planted")
                .header("Cookie", "a=b")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    assertThat(answer.response().headers().map().keySet())
        .noneMatch(name -> name.equalsIgnoreCase("X-Planted"))
        .noneMatch(name -> name.equalsIgnoreCase("Authorization"))
        .noneMatch(name -> name.equalsIgnoreCase("Cookie"));
  }

  @OnEveryDatabase
  void aMissingOrWrongContentTypeLosesNothing(Database database) {
    use(database);
    String body = Product.json(finished("j=1&a=b", "r1", "Complete"));
    Answer answer =
        product.send(
            product
                .webhook()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    assertThat(answer.json().path("outcome").asText()).isEqualTo("accepted");
    assertThat(product.event(answer.json().path("id").asText()).path("journeyId").asText())
        .isEqualTo("j=1&a=b");
  }

  @OnEveryDatabase
  void everySampleIsAccepted(Database database) throws IOException {
    use(database);
    try (Stream<Path> samples = Files.list(Path.of("samples"))) {
      for (Path sample : samples.sorted().toList()) {
        String id = product.post(Files.readString(sample)).json().path("id").asText();
        await().until(() -> product.event(id).path("state").asText().equals("decided"));
      }
    }
  }

  @OnEveryDatabase
  void namesAreReadInAnyCaseAndKnownMisspellings(Database database) {
    use(database);
    for (String name : List.of("finished  journey ", "AML Monior Update", "Finished spot Check")) {
      String id =
          product.accept(
              event(
                  name,
                  Map.of(
                      "eventId",
                      UUID.randomUUID().toString(),
                      "journeyId",
                      "j-" + name,
                      "systemDecision",
                      "complete")));
      await().until(() -> product.event(id).path("state").asText().equals("decided"));
    }
  }

  @OnEveryDatabase
  void withoutAnIdKeyOrderAndSpaceMakeNoDifferenceButAnyValueDoes(Database database) {
    use(database);
    String one =
        "{\"event\":\"Manually Reviewed\",\"body\":{\"journeyId\":\"j\",\"manualDecision\":\"Approved\",\"n\":1.0}}";
    String reordered =
        "{ \"body\" : {\"n\":1.0, \"manualDecision\":\"Approved\",\n\"journeyId\":\"j\"}, \"event\":\"Manually Reviewed\"}";

    assertThat(outcome(one)).isEqualTo("accepted");
    assertThat(outcome(reordered)).isEqualTo("duplicate");
    assertThat(outcome(one.replace("Approved", "Rejected"))).isEqualTo("accepted");
    assertThat(outcome(one.replace("1.0", "1.01"))).isEqualTo("accepted");
    assertThat(outcome(one.replace("1.0", "10000000000000000000000.1"))).isEqualTo("accepted");
    assertThat(outcome(one.replace("1.0", "10000000000000000000000.2"))).isEqualTo("accepted");
  }

  @OnEveryDatabase
  void withoutAnIdTheWindowIsOneHour(Database database) throws Exception {
    use(database);
    String approved =
        "{\"event\":\"Manually Reviewed\",\"body\":{\"journeyId\":\"j\",\"manualDecision\":\"Approved\"}}";
    assertThat(outcome(approved)).isEqualTo("accepted");
    age("59 minutes");
    assertThat(outcome(approved)).isEqualTo("duplicate");
    age("2 minutes");

    List<Answer> answers = atOnce(16, approved);
    assertThat(answers.stream().map(answer -> answer.json().path("outcome").asText()))
        .containsOnlyOnce("accepted");
    assertThat(events()).hasSize(2);
  }

  @OnEveryDatabase
  void withAnIdThereIsNoWindow(Database database) {
    use(database);
    String body = Product.json(finished("j1", "r1", "Complete"));
    assertThat(outcome(body)).isEqualTo("accepted");
    age("6 days");
    assertThat(outcome(body)).isEqualTo("duplicate");
  }

  @OnEveryDatabase
  void theTwoPortsServeNothingOfEachOther(Database database) {
    use(database);
    for (String path :
        List.of("/api/events", "/actuator/health", "/", "/webhooks", "/error", "/webhooks/x")) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  java.net.URI.create("http://localhost:" + product.publicPort() + path))
              .header("Authorization", Product.basic("alice:wonderland"))
              .build();
      Answer answer = product.send(request);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
    assertThat(product.get("/webhooks/idwise/live").status()).isEqualTo(404);
    HttpRequest anonymous =
        HttpRequest.newBuilder(
                java.net.URI.create("http://localhost:%d/api/events".formatted(product.opsPort())))
            .build();
    assertThat(product.send(anonymous).status()).isEqualTo(401);
  }

  private String outcome(String body) {
    return product.post(body).json().path("outcome").asText();
  }

  private List<JsonNode> events() {
    return Product.stream(product.get("/api/events?limit=500").json().path("items")).toList();
  }

  /** Makes all events older; the window is measured against the product's clock. */
  private void age(String interval) {
    String[] parts = interval.split(" ");
    String sql =
        "UPDATE event SET received_at = received_at - INTERVAL '%s' %s"
            .formatted(parts[0], parts[1].replaceAll("s$", "").toUpperCase(java.util.Locale.ROOT));
    product.jdbc().sql(sql).update();
  }

  private List<Answer> atOnce(int count, String body) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      Callable<Answer> call = () -> product.post(body);
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> future : threads.invokeAll(Collections.nCopies(count, call))) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      threads.shutdown();
    }
  }
}
