package org.idwiseroutes.webhook;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import org.springframework.stereotype.Component;

/**
 * Reads the body of a request that was let in, within a size and the memory that all bodies share.
 * Vert.x's own handler knows a size alone.
 */
@Component
class BodyReader implements Handler<RoutingContext> {

  private static final int CONTENT_TOO_LARGE = 413;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int BAD_REQUEST = 400;

  private final Connections connections;
  private final int limit;

  BodyReader(Connections connections, WebhookProperties properties) {
    this.connections = connections;
    this.limit = Math.toIntExact(properties.maxBody().toBytes());
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (announced(request) > limit) {
      context.fail(CONTENT_TOO_LARGE);
      return;
    }
    if (request.version() != HttpVersion.HTTP_1_0
        && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
    }
    Reading reading = new Reading(context);
    if (request.isEnded()) {
      reading.end();
    } else {
      request
          .handler(reading)
          .exceptionHandler(gone -> reading.end(BAD_REQUEST))
          .endHandler(
              end -> {
                connections.complete(request);
                reading.end();
              });
    }
  }

  /** A length that does not fit into a number is too large; Netty has refused one that is none. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.strip());
    } catch (NumberFormatException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  private final class Reading implements Handler<Buffer> {

    private final RoutingContext context;
    private final Admission admission;
    private final Buffer body = Buffer.buffer();
    private boolean over;

    private Reading(RoutingContext context) {
      this.context = context;
      this.admission = Admission.of(context.user());
    }

    @Override
    public void handle(Buffer part) {
      if (over) {
        return;
      }
      if (body.length() + part.length() > limit) {
        end(CONTENT_TOO_LARGE);
      } else if (!admission.take(part.length())) {
        end(SERVICE_UNAVAILABLE);
      } else {
        body.appendBuffer(part);
      }
    }

    private void end() {
      if (!over && !context.failed()) {
        over = true;
        ((RoutingContextInternal) context).setBody(body);
        admission.route();
        context.next();
        if (context.response().ended()) {
          admission.close();
        }
      }
    }

    private void end(int status) {
      if (!over) {
        over = true;
        context.fail(status);
      }
    }
  }
}
