package org.idwiseroutes.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.idwiseroutes.http.Connections;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** Refusals as {@code application/problem+json} (RFC 9457). */
@Component
class Problems {

  private static final Set<HttpStatus> CUT_OFF =
      Set.of(HttpStatus.REQUEST_TIMEOUT, HttpStatus.UNAUTHORIZED);

  private final ObjectMapper json;
  private final Connections connections;
  private final Duration retryAfter;

  Problems(ObjectMapper json, Connections connections, WebhookProperties properties) {
    this.json = json;
    this.connections = connections;
    this.retryAfter = properties.retryAfter();
  }

  String text(HttpStatus status, String detail) {
    try {
      return json.writeValueAsString(ProblemDetail.forStatusAndDetail(status, detail));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A problem cannot be written as JSON", e);
    }
  }

  /**
   * Answers a call that does not reach the route. A caller whose body came too slowly, or whose
   * credentials are wrong, is cut off after it.
   */
  void answer(RoutingContext context, HttpStatus status, String detail) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    }
    boolean last = CUT_OFF.contains(status);
    if (last) {
      connections.last(context.request());
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response
        .setStatusCode(status.value())
        .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE)
        .end(text(status, detail))
        .onComplete(
            sent -> {
              if (last) {
                context.request().connection().close();
              }
            });
  }
}
