package org.idwiseroutes.webhook;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Guards the public port. Credentials come first: before them no lookup is made, no body is read,
 * and every answer is the same, so that nobody learns which sources exist. Then the address, the
 * method, the number of requests under way and the body's size and pace; what passes goes to the
 * route {@code webhook}.
 */
class Entrance extends OncePerRequestFilter {

  /** The request attribute with the source that the request was let in for. */
  static final String SOURCE = Entrance.class.getName() + ".source";

  /** The request attribute with the body, a {@code byte[]}. */
  static final String BODY = Entrance.class.getName() + ".body";

  private static final Pattern PATH = Pattern.compile("/webhooks/idwise/([^/]+)");
  private static final Set<String> METHODS = Set.of("POST", "GET", "HEAD");

  private final Gate gate;
  private final ClientAddress addresses;
  private final Refusals refusals;
  private final Brake brake;
  private final BodyReader bodies;
  private final Problems problems;
  private final Duration retryAfter;
  private final BooleanSupplier open;
  private final Semaphore places;

  /**
   * Guards the entrance.
   *
   * @param open whether the route {@code webhook} runs; the port opens a little earlier
   */
  Entrance(
      Gate gate,
      ClientAddress addresses,
      Refusals refusals,
      Brake brake,
      BodyReader bodies,
      Problems problems,
      WebhookProperties properties,
      BooleanSupplier open) {
    this.gate = gate;
    this.addresses = addresses;
    this.refusals = refusals;
    this.brake = brake;
    this.bodies = bodies;
    this.problems = problems;
    this.retryAfter = properties.retryAfter();
    this.open = open;
    this.places = new Semaphore(properties.maxConcurrent());
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
    String source = path.group(1);
    String address = addresses.of(request);
    Gate.No no = gate.refusal(source, address, request);
    if (no != null) {
      refusals.add(no.status(), address, gate.isSource(source) ? source : null, no.reason());
      refuse(request, response, no.status(), address);
    } else if (!METHODS.contains(request.getMethod())) {
      response.setHeader(HttpHeaders.ALLOW, "POST, GET, HEAD");
      problems.write(response, HttpStatus.METHOD_NOT_ALLOWED, "Events are sent with POST");
    } else if (!open.getAsBoolean()) {
      unavailable(response, "Still starting; send the event again");
    } else if (!places.tryAcquire()) {
      unavailable(response, "Too many requests at once; send the event again");
    } else {
      request.setAttribute(SOURCE, source);
      try {
        letIn(request, response, chain);
      } finally {
        places.release();
      }
    }
  }

  private void letIn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      request.setAttribute(BODY, bodies.read(request));
    } catch (BodyReader.RefusedException e) {
      problems.write(response, e.status(), e.getMessage());
      return;
    }
    chain.doFilter(request, response);
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status, String address)
      throws IOException {
    switch (status) {
      case UNAUTHORIZED -> {
        request.setAttribute(LingeringClose.DELAY, brake.failed(address));
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, gate.challenge());
        problems.write(response, status, "Send the credentials of this source");
      }
      case FORBIDDEN ->
          problems.write(response, status, "This address is not allowed to send to this source");
      default -> problems.write(response, status, "There is no source of this name");
    }
  }

  private void unavailable(HttpServletResponse response, String detail) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    problems.write(response, HttpStatus.SERVICE_UNAVAILABLE, detail);
  }
}
