package org.idwiseroutes.webhook;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
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

  private final Gate gate;
  private final ClientAddress addresses;
  private final Refusals refusals;
  private final Brake brake;
  private final Problems problems;
  private final MemoryBudget memory;

  Guard(
      Gate gate,
      ClientAddress addresses,
      Refusals refusals,
      Brake brake,
      Problems problems,
      MemoryBudget memory) {
    this.gate = gate;
    this.addresses = addresses;
    this.refusals = refusals;
    this.brake = brake;
    this.problems = problems;
    this.memory = memory;
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
        long delay = Math.max(1, brake.failed(address).toMillis());
        context
            .vertx()
            .setTimer(
                delay,
                later -> problems.answer(context, status, "Send the credentials of this source"));
      }
      case FORBIDDEN ->
          problems.answer(context, status, "This address is not allowed to send to this source");
      default -> problems.answer(context, status, "There is no source of this name");
    }
  }
}
