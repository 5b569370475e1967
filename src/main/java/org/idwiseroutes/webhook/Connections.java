package org.idwiseroutes.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The connections of the public port: never more than a number, and none that the server waits for
 * without end. Whoever sends byte after byte is never idle, so the server's idle time does not end
 * it; the times here count from the beginning of a head or a body.
 */
@Component
class Connections {

  private static final int REQUEST_TIMEOUT = 408;

  /** What the server waits for on a connection. */
  private static final class Waiting {
    private final HttpConnection connection;
    private volatile RoutingContext request;
    private volatile long since;
    private volatile boolean receiving;
    private volatile boolean first = true;

    Waiting(HttpConnection connection, long now) {
      this.connection = connection;
      this.since = now;
    }
  }

  private final int most;
  private final long headMillis;
  private final long bodyMillis;
  private final long keepAliveMillis;
  private final Clock clock;
  private final Map<HttpConnection, Waiting> open = new ConcurrentHashMap<>();

  Connections(WebhookProperties properties, Clock clock, MeterRegistry metrics) {
    this.most = properties.maxConnections();
    this.headMillis = properties.headTimeout().toMillis();
    this.bodyMillis = properties.bodyTimeout().toMillis();
    this.keepAliveMillis = properties.keepAlive().toMillis();
    this.clock = clock;
    metrics.gaugeMapSize("idwise.webhook.connections", Tags.empty(), open);
  }

  void opened(HttpConnection connection) {
    if (open.size() >= most) {
      connection.close();
      return;
    }
    open.put(connection, new Waiting(connection, clock.instant().toEpochMilli()));
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** The head of a request is there; its body may take the time for a body from now on. */
  void received(RoutingContext context) {
    Waiting waiting = open.get(context.request().connection());
    if (waiting == null) {
      return;
    }
    waiting.first = false;
    waiting.request = context;
    waiting.receiving = true;
    waiting.since = clock.instant().toEpochMilli();
    context.addEndHandler(answered -> await(waiting));
    if (context.request().isEnded()) {
      waiting.receiving = false;
    } else {
      context.request().endHandler(end -> waiting.receiving = false);
    }
  }

  /** The body of a request is there. */
  void complete(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    if (waiting != null) {
      waiting.receiving = false;
    }
  }

  /** Answered; unless a rest of the body is still on its way, the next request is awaited. */
  private void await(Waiting waiting) {
    waiting.request = null;
    if (!waiting.receiving) {
      waiting.since = clock.instant().toEpochMilli();
    }
  }

  /** Ends what has taken too long. */
  void sweep() {
    long now = clock.instant().toEpochMilli();
    open.values().forEach(waiting -> end(waiting, now - waiting.since));
  }

  private void end(Waiting waiting, long waited) {
    RoutingContext request = waiting.request;
    if (waiting.receiving) {
      if (waited > bodyMillis) {
        if (request == null || request.response().ended()) {
          waiting.connection.close();
        } else {
          request.fail(REQUEST_TIMEOUT);
        }
      }
    } else if (request == null && waited > (waiting.first ? headMillis : keepAliveMillis)) {
      waiting.connection.close();
    }
  }
}
