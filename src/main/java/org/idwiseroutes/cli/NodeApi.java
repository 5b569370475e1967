package org.idwiseroutes.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The API of a running node. */
final class NodeApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ERRORS = 400;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String url;
  private final String login;

  /**
   * Calls it there, as the operator that {@code idwise.node.username} and {@code .password} name.
   *
   * @param url of the operators' port
   */
  NodeApi(URI url, Environment settings) {
    this.url = url.toString().replaceFirst("/+$", "");
    this.login =
        "%s:%s"
            .formatted(
                settings.getProperty("idwise.node.username"),
                settings.getProperty("idwise.node.password"));
  }

  String url() {
    return url;
  }

  /** Empty when there is no such thing. */
  Optional<JsonNode> get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  /** Has something done. */
  Optional<JsonNode> post(String path) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
  }

  private Optional<JsonNode> send(String path, HttpRequest.Builder builder) {
    HttpRequest request =
        builder
            .uri(URI.create(url + path))
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
        case HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_ACCEPTED ->
            Optional.of(JSON.readTree(answer.body()));
        case HttpURLConnection.HTTP_NOT_FOUND -> Optional.empty();
        case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
            throw new IllegalStateException(
                "the node refuses the login: idwise.node.username and idwise.node.password are those of an operator there");
        default ->
            throw new IllegalStateException("%s answers %s".formatted(url + path, why(answer)));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("%s cannot be read: %s".formatted(url + path, e), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String why(HttpResponse<byte[]> answer) throws IOException {
    boolean told =
        answer.statusCode() >= ERRORS
            && answer
                .headers()
                .firstValue(HttpHeaders.CONTENT_TYPE)
                .filter(type -> type.contains("json"))
                .isPresent();
    String detail = told ? JSON.readTree(answer.body()).path("detail").asText("") : "";
    return detail.isEmpty() ? String.valueOf(answer.statusCode()) : detail;
  }
}
