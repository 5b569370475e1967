package org.idwiseroutes.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.idwiseroutes.journey.PathSegment;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** The calls to IDWise's API: HTTP Basic, the key as user name, the secret as password. */
@Component
class ResultApi {

  private static final int LONGEST_ANSWER_IN_WORDS = 200;

  private final ResultProperties properties;
  private final RestClient client;
  private final ObjectMapper json;
  private final Clock clock;
  private final int limit;

  ResultApi(
      ResultProperties properties,
      ObjectMapper json,
      Clock clock,
      @Value("${http.connect-timeout}") long connectTimeout,
      @Value("${http.response-timeout}") long responseTimeout,
      @Value("${http.max-answer}") DataSize limit) {
    this.properties = properties;
    this.json = json;
    this.clock = clock;
    this.limit = (int) limit.toBytes();
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(
            HttpClient.newBuilder().connectTimeout(Duration.ofMillis(connectTimeout)).build());
    requests.setReadTimeout(Duration.ofMillis(responseTimeout));
    this.client = RestClient.builder().requestFactory(requests).build();
  }

  /**
   * Asks about a journey.
   *
   * @return empty when IDWise knows no such journey, or when its id would lead to another path
   * @throws ResultUnavailableException for every other answer, with IDWise's own words
   */
  Optional<Result> ask(ResultProperties.Access access, String journeyId) {
    if (!PathSegment.isSafe(journeyId)) {
      return Optional.empty();
    }
    Instant askedAt = clock.instant();
    String path = properties.resultPath().replace("{journeyId}", PathSegment.of(journeyId));
    URI uri = URI.create(access.baseUrl() + path);
    try {
      return client
          .get()
          .uri(uri)
          .headers(headers -> headers.setBasicAuth(access.key(), access.secret()))
          .exchange((request, response) -> read(response))
          .map(answer -> new Result(answer, askedAt));
    } catch (ResourceAccessException e) {
      throw new ResultUnavailableException(
          "IDWise's API at %s does not answer: %s".formatted(uri.getAuthority(), e.getMessage()),
          e);
    }
  }

  private Optional<JsonNode> read(ClientHttpResponse response) throws IOException {
    HttpStatusCode status = response.getStatusCode();
    byte[] body = body(response);
    if (status.value() == 404) {
      return Optional.empty();
    }
    JsonNode answer = parse(body);
    if (status.value() == 401 || status.value() == 403) {
      throw new ResultUnavailableException(
          "IDWise's API answered HTTP %d%s; check idwise.api.key and secret, and that they belong to this environment"
              .formatted(status.value(), words(answer)),
          null);
    }
    if (!status.is2xxSuccessful()) {
      throw new ResultUnavailableException(
          "IDWise's API answered HTTP %d%s".formatted(status.value(), words(answer)), null);
    }
    if (answer == null || !answer.isObject()) {
      throw new ResultUnavailableException(
          "IDWise's API answered HTTP %d, but no JSON object; check idwise.api.result-path"
              .formatted(status.value()),
          null);
    }
    return Optional.of(answer);
  }

  private byte[] body(ClientHttpResponse response) throws IOException {
    try (InputStream in = response.getBody()) {
      byte[] read = in.readNBytes(limit + 1);
      if (read.length > limit) {
        throw new ResultUnavailableException(
            "IDWise's API answered with more than http.max-answer, %d bytes".formatted(limit),
            null);
      }
      return read;
    }
  }

  private JsonNode parse(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException notJson) {
      return null;
    }
  }

  /** IDWise's errors are {@code {"success": false, "message": …, "error_code": …}}. */
  private static String words(JsonNode answer) {
    String message = answer == null ? "" : answer.path("message").asText();
    String plain = message.replaceAll("\\p{Cntrl}+", " ").strip();
    if (plain.isEmpty()) {
      return "";
    }
    return ": "
        + (plain.length() > LONGEST_ANSWER_IN_WORDS
            ? plain.substring(0, LONGEST_ANSWER_IN_WORDS) + "…"
            : plain);
  }
}
