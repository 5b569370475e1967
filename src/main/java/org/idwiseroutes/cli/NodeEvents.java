package org.idwiseroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.idwiseroutes.inbox.PastEvents;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** Those of a running node, by its API. */
final class NodeEvents implements PastEvents {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String url;
  private final String login;

  /**
   * Reads there.
   *
   * @param url of the operators' port
   * @param login an operator's name and password with a colon between
   */
  NodeEvents(URI url, String login) {
    this.url = url.toString().replaceFirst("/+$", "") + "/api/decided-events";
    this.login = login;
  }

  @Override
  public void each(Instant since, Consumer<ObjectNode> consumer) {
    String after = "";
    JsonNode page;
    do {
      page = list("?since=" + since + after);
      for (JsonNode event : page) {
        consumer.accept((ObjectNode) event);
        after = "&after=" + event.path("id").asText();
      }
    } while (!page.isEmpty());
  }

  @Override
  public Optional<ObjectNode> find(UUID id) {
    Optional<JsonNode> event = read("/" + id);
    if (event.isEmpty()) {
      list("?since=" + Instant.now()); // 404 is what a wrong address answers as well
    }
    return event.map(ObjectNode.class::cast);
  }

  private JsonNode list(String what) {
    return read(what)
        .filter(JsonNode::isArray)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    url
                        + " is no address of a node's API: --node names its operators' port, such as http://localhost:8081"));
  }

  /** Empty when there is no such thing. */
  private Optional<JsonNode> read(String what) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + what))
            .timeout(PATIENCE)
            .header(
                HttpHeaders.AUTHORIZATION,
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
            .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return switch (answer.statusCode()) {
        case HttpURLConnection.HTTP_OK -> Optional.of(JSON.readTree(answer.body()));
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
            throw new IllegalStateException(
                "the node refuses the login: idwise.node.username and idwise.node.password are those of an operator there");
        default -> throw new IllegalStateException(url + " answers " + answer.statusCode());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("%s cannot be read: %s".formatted(url, e), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
