package org.idwiseroutes.webhook;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.idwiseroutes.http.Connections;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Guards the public port, as the first handler of its router. Credentials come first: before them
 * no lookup is made, no body is kept, and every answer is the same, so that nobody learns which
 * sources exist. Then come the address and the method.
 */
@Component
class Guard implements Handler<RoutingContext> {

  private static final Set<String> METHODS = Set.of("POST", "GET", "HEAD");
  private static final String CREDENTIALS = "Send the credentials of this source";
  private static final int MOST_WAITING = 100;

  private final Gate gate;
  private final ClientAddress addresses;
  private final Refusals refusals;
  private final Brake brake;
  private final Problems problems;
  private final MemoryBudget memory;
  private final Connections connections;

  /** Answers that are held back; all requests are on one event loop. */
  private int waiting;

  Guard(
      Gate gate,
      ClientAddress addresses,
      Refusals refusals,
      Brake brake,
      Problems problems,
      MemoryBudget memory,
      Connections connections) {
    this.gate = gate;
    this.addresses = addresses;
    this.refusals = refusals;
    this.brake = brake;
    this.problems = problems;
    this.memory = memory;
    this.connections = connections;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String source = context.pathParam("source");
    String address = addresses.of(request);
    Gate.Access access = gate.access(source, address, request.headers());
    if (!access.isGranted()) {
      refusals.add(
          access.refused(), address, gate.isSource(source) ? source : null, access.reason());
      refuse(context, access.refused(), address);
    } else if (!METHODS.contains(request.method().name())) {
      context.response().putHeader(HttpHeaders.ALLOW, "POST, GET, HEAD");
      problems.answer(context, HttpStatus.METHOD_NOT_ALLOWED, "Events are sent with POST");
    } else {
      Admission admission = new Admission(source, access.authenticatedAs(), memory);
      context.addEndHandler(end -> admission.left());
      context.setUser(admission.user());
      context.next();
    }
  }

  private void refuse(RoutingContext context, HttpStatus status, String address) {
    switch (status) {
      case UNAUTHORIZED -> {
        context.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, gate.challenge());
        HttpServerRequest request = context.request();
        if (request.isEnded() || request.headers().contains(HttpHeaders.EXPECT)) {
          refuseSlowly(context, address);
        } else {
          request.endHandler(
              end -> {
                connections.complete(request);
                refuseSlowly(context, address);
              });
        }
      }
      case FORBIDDEN ->
          problems.answer(context, status, "This address is not allowed to send to this source");
      default -> problems.answer(context, status, "There is no source of this name");
    }
  }

  /**
   * The connection ends with the answer, so nothing that was sent behind the request is looked at.
   * Beyond a number of answers that wait, the next one waits for nothing: each holds what its
   * caller has sent until then.
   */
  private void refuseSlowly(RoutingContext context, String address) {
    Duration delay = brake.failed(address);
    if (waiting >= MOST_WAITING) {
      problems.answer(context, HttpStatus.UNAUTHORIZED, CREDENTIALS);
      return;
    }
    waiting++;
    connections.last(context.request());
    context
        .vertx()
        .setTimer(
            Math.max(1, delay.toMillis()),
            later -> {
              waiting--;
              problems.answer(context, HttpStatus.UNAUTHORIZED, CREDENTIALS);
            });
  }
}
