package org.idwiseroutes.webhook;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.http.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the body of a request that was let in, within a size and the memory that all bodies share,
 * and lets it into the route as long as there is a place. Vert.x's own handler knows a size alone.
 * All requests are on one event loop.
 */
@Component
class BodyReader implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final int CONTENT_TOO_LARGE = 413;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int BAD_REQUEST = 400;

  private final Connections connections;
  private final int limit;
  private final int allPlaces;
  private final Semaphore places;
  private final Set<Reading> incomplete = new LinkedHashSet<>();

  BodyReader(Connections connections, WebhookProperties properties) {
    this.connections = connections;
    this.limit = Math.toIntExact(properties.maxBody().toBytes());
    this.allPlaces = properties.maxConcurrent();
    this.places = new Semaphore(allPlaces);
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
          .exceptionHandler(gone -> reading.refuse(BAD_REQUEST))
          .endHandler(
              end -> {
                connections.complete(request);
                reading.end();
              });
    }
  }

  /**
   * Lets nobody in any more, and returns once all who are in have been answered, or after a time.
   */
  void close(Duration patience) throws InterruptedException {
    if (!places.tryAcquire(allPlaces, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn(
          "{} requests have no answer after {} s and get none",
          allPlaces - places.availablePermits(),
          patience.toSeconds());
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
      incomplete.add(this);
      context.addEndHandler(gone -> incomplete.remove(this));
    }

    @Override
    public void handle(Buffer part) {
      if (over) {
        return;
      }
      if (body.length() + part.length() > limit) {
        refuse(CONTENT_TOO_LARGE);
        return;
      }
      makeRoom(part.length());
      if (!over) {
        body.appendBuffer(part);
      }
    }

    /** The body that has been coming for longest gives way: none that stalls stops the others. */
    private void makeRoom(int bytes) {
      while (!over && !admission.take(bytes)) {
        incomplete.iterator().next().refuse(SERVICE_UNAVAILABLE);
      }
    }

    private void end() {
      if (over || context.failed()) {
        return;
      }
      over = true;
      incomplete.remove(this);
      if (!admission.enter(places)) {
        context.fail(SERVICE_UNAVAILABLE);
        return;
      }
      connections.pause(context.request());
      ((RoutingContextInternal) context).setBody(body);
      context.next();
      if (context.response().ended()) {
        admission.close();
      }
    }

    private void refuse(int status) {
      if (!over) {
        over = true;
        incomplete.remove(this);
        admission.close();
        context.fail(status);
      }
    }
  }
}
