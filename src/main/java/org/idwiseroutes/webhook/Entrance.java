package org.idwiseroutes.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Guards the public port. Credentials come first: before them no lookup is made, no body is read,
 * and every answer is the same, so that nobody learns which sources exist. Then the method and the
 * size; what passes goes to the route {@code webhook}.
 */
class Entrance extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final Pattern PATH = Pattern.compile("/webhooks/idwise/([^/]+)");
  private static final Set<String> METHODS = Set.of("POST", "GET", "HEAD");

  private final Sources sources;
  private final WebhookProperties properties;
  private final Problems problems;
  private final MeterRegistry metrics;
  private final BooleanSupplier open;
  private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

  /**
   * Guards the entrance.
   *
   * @param open whether the route {@code webhook} runs; the port opens a little earlier
   */
  Entrance(
      Sources sources,
      WebhookProperties properties,
      Problems problems,
      MeterRegistry metrics,
      BooleanSupplier open) {
    this.sources = sources;
    this.properties = properties;
    this.problems = problems;
    this.metrics = metrics;
    this.open = open;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Matcher path = PATH.matcher(request.getRequestURI());
    if (!path.matches()) {
      problems.write(response, HttpStatus.NOT_FOUND, "There is nothing at this path");
      return;
    }
    HttpStatus refusal = refusal(path.group(1), request);
    if (refusal == HttpStatus.UNAUTHORIZED) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"idwise\", charset=\"UTF-8\"");
      problems.write(response, refusal, "Send the user name and password of this source");
    } else if (refusal == HttpStatus.NOT_FOUND) {
      problems.write(response, refusal, "There is no source of this name");
    } else if (!METHODS.contains(request.getMethod())) {
      response.setHeader(HttpHeaders.ALLOW, "POST, GET, HEAD");
      problems.write(response, HttpStatus.METHOD_NOT_ALLOWED, "Events are sent with POST");
    } else if (!open.getAsBoolean()) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, String.valueOf(properties.retryAfter().toSeconds()));
      problems.write(
          response, HttpStatus.SERVICE_UNAVAILABLE, "Still starting; send the event again");
    } else {
      readBody(request, response, chain);
    }
  }

  private void readBody(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    int limit = Math.toIntExact(properties.maxBody().toBytes());
    boolean tooLarge = request.getContentLengthLong() > limit;
    byte[] body = tooLarge ? null : request.getInputStream().readNBytes(limit + 1);
    if (tooLarge || body.length > limit) {
      problems.write(
          response,
          HttpStatus.PAYLOAD_TOO_LARGE,
          "The body is larger than %d bytes".formatted(limit));
      return;
    }
    chain.doFilter(new BufferedRequest(request, body), response);
  }

  /** 401, 404, or null when the caller may come in. */
  private HttpStatus refusal(String source, HttpServletRequest request) {
    UsernamePasswordAuthenticationToken sent = credentials(request);
    if (sent == null) {
      return refuse(HttpStatus.UNAUTHORIZED, source, "no Basic credentials were sent");
    }
    String username = sent.getName();
    String password = String.valueOf(sent.getCredentials());
    if (sources.accepts(source, username, password)) {
      return null;
    }
    if (!sources.acceptsAnywhere(username, password)) {
      return refuse(HttpStatus.UNAUTHORIZED, source, "user name or password did not match");
    }
    return sources.contains(source)
        ? refuse(HttpStatus.UNAUTHORIZED, source, "these are the credentials of another source")
        : refuse(HttpStatus.NOT_FOUND, source, "there is no source of this name");
  }

  private UsernamePasswordAuthenticationToken credentials(HttpServletRequest request) {
    try {
      return basic.convert(request);
    } catch (AuthenticationException malformed) {
      return null;
    }
  }

  private HttpStatus refuse(HttpStatus status, String source, String reason) {
    boolean known = sources.contains(source);
    LOG.warn(
        "Refused a call to {} with {}: {}",
        known ? "source " + source : "an unknown source",
        status.value(),
        reason);
    metrics
        .counter(
            "idwise.webhook.refused",
            "source",
            known ? source : "unknown",
            "status",
            String.valueOf(status.value()))
        .increment();
    return status;
  }
}
