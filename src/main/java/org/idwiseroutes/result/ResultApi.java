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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.idwiseroutes.http.PathSegment;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
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
  private static final Set<Integer> ADVICE_STATUSES = Set.of(401, 403, 404);

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
   * @return empty when IDWise says that it knows no such journey, or when its id would lead to
   *     another path
   * @throws ResultUnavailableException for every other answer, with IDWise's own words
   */
  Optional<Result> ask(ResultProperties.Access access, String journeyId) {
    if (!PathSegment.isSafe(journeyId)) {
      return Optional.empty();
    }
    Instant askedAt = clock.instant();
    String path = properties.resultPath().replace("{journeyId}", PathSegment.of(journeyId));
    URI uri = URI.create(joined(access.baseUrl(), path));
    try {
      return client
          .get()
          .uri(uri)
          .headers(headers -> headers.setBasicAuth(access.key(), access.secret()))
          .exchange((request, response) -> read(response))
          .map(answer -> requireAbout(journeyId, answer))
          .map(answer -> new Result(answer, askedAt));
    } catch (ResourceAccessException e) {
      throw new ResultUnavailableException(
          "IDWise's API at %s does not answer: %s".formatted(uri.getAuthority(), cause(e)), e);
    }
  }

  /**
   * Deletes a journey.
   *
   * @return the HTTP status; 404 when IDWise says that it knows no such journey
   * @throws ResultUnavailableException for every other answer than that and 2xx
   */
  int delete(ResultProperties.Access access, String journeyId) {
    if (!PathSegment.isSafe(journeyId)) {
      return HttpStatus.NOT_FOUND.value();
    }
    String path = properties.deletePath().replace("{journeyId}", PathSegment.of(journeyId));
    URI uri = URI.create(joined(access.baseUrl(), path));
    try {
      return client
          .delete()
          .uri(uri)
          .headers(headers -> headers.setBasicAuth(access.key(), access.secret()))
          .exchange((request, response) -> deleted(response));
    } catch (ResourceAccessException e) {
      throw new ResultUnavailableException(
          "IDWise's API at %s does not answer: %s".formatted(uri.getAuthority(), cause(e)), e);
    }
  }

  private int deleted(ClientHttpResponse response) throws IOException {
    HttpStatusCode status = response.getStatusCode();
    JsonNode answer = parse(body(response));
    boolean refused =
        answer != null && answer.path("success").isBoolean() && !answer.path("success").asBoolean();
    if (status.is2xxSuccessful() && !refused || status.value() == 404 && isError(answer)) {
      return status.value();
    }
    throw new ResultUnavailableException(
        "IDWise's API answered HTTP %d%s to the deletion of a journey; check idwise.api.delete-path and that the key may delete"
            .formatted(status.value(), words(answer)),
        null);
  }

  /** Without the address, which names the journey. */
  private static String cause(ResourceAccessException e) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
    return cause == e
        ? "the connection failed"
        : cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }

  private Optional<JsonNode> read(ClientHttpResponse response) throws IOException {
    HttpStatusCode status = response.getStatusCode();
    byte[] body = body(response);
    JsonNode answer = parse(body);
    if (status.value() == 404 && isError(answer)) {
      return Optional.empty();
    }
    if (ADVICE_STATUSES.contains(status.value())) {
      throw new ResultUnavailableException(
          "IDWise's API answered HTTP %d%s; %s"
              .formatted(status.value(), words(answer), advice(status.value(), answer)),
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

  /** An answer may leave out which journey it is about, but it names no other. */
  private static JsonNode requireAbout(String journeyId, JsonNode answer) {
    String named = answer.path("journey_id").asText("");
    if (named.isBlank() || named.strip().equalsIgnoreCase(journeyId)) {
      return answer;
    }
    throw new ResultUnavailableException(
        "IDWise's API answered about another journey than was asked for; check idwise.api.result-path",
        null);
  }

  /** Errors of IDWise have a form; what answers 404 without it is no API of IDWise's. */
  private static boolean isError(JsonNode answer) {
    return answer != null
        && answer.isObject()
        && (answer.hasNonNull("error_code") || answer.path("success").isBoolean());
  }

  private String advice(int status, JsonNode answer) {
    String code =
        answer == null
            ? ""
            : (answer.path("error_code").asText() + " " + answer.path("message").asText())
                .toLowerCase(Locale.ROOT);
    if (status == 404) {
      return "this is no answer of IDWise's about a journey, so the path is wrong: correct idwise.api.result-path (%s) or idwise.api.base-url"
          .formatted(properties.resultPath());
    }
    if (status == 401) {
      return "the key or the secret is wrong: correct idwise.api.key and idwise.api.secret";
    }
    if (code.contains("not_allowed_ip_address")) {
      return "the key is bound to addresses: allow the address that this node calls from in IDWise's portal";
    }
    if (code.contains("unauthorized")) {
      return "the key belongs to the other environment (Live or Sandbox) or to another tenant: set idwise.api.sources.NAME.key and secret to those of this source's";
    }
    return "check that the key is of this environment and tenant, and which addresses it is bound to";
  }

  private static String joined(String base, String path) {
    String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return trimmed + (path.startsWith("/") ? path : "/" + path);
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
