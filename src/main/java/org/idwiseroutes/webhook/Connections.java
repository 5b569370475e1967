package org.idwiseroutes.webhook;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The connections of the public port: never more than a number, and none that the server waits for
 * without end. Whoever sends byte after byte is never idle, so the server's idle time does not end
 * it; the times here count from the beginning of a head or a body.
 */
@Component
class Connections {

  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int REQUEST_TIMEOUT = 408;

  /** Of one caller; requests that were sent one behind the other are all kept from one reading. */
  private static final int READ_AT_ONCE = 8 * 1024;

  private static final int FILES_FOR_OTHERS = 1_000;

  /** So many parts of all connections end at once when there is no room: to look for them costs. */
  private static final int PARTS = 20;

  /** What the server waits for on a connection. */
  private static final class Waiting {
    private final HttpConnection connection;
    private volatile RoutingContext request;
    private volatile long since;
    private volatile boolean receiving;
    private volatile boolean first = true;
    private volatile boolean last;
    private volatile boolean closed;

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
    this.most = bounded(properties.maxConnections());
    this.headMillis = properties.headTimeout().toMillis();
    this.bodyMillis = properties.bodyTimeout().toMillis();
    this.keepAliveMillis = properties.keepAlive().toMillis();
    this.clock = clock;
    metrics.gaugeMapSize("idwise.webhook.connections", Tags.empty(), open);
  }

  /** Of the files that the process may open, some are for the database and the destinations. */
  private static int bounded(int wanted) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long files = system.getMaxFileDescriptorCount();
      long most = files - Math.min(files / 2, FILES_FOR_OTHERS);
      if (wanted > most) {
        LOG.warn(
            "idwise.webhook.max-connections is {}, but this process may open {} files: at most {} connections are taken. Raise the limit of open files (ulimit -n, LimitNOFILE)",
            wanted,
            files,
            most);
        return (int) most;
      }
    }
    return wanted;
  }

  void opened(HttpConnection connection) {
    if (open.size() >= most) {
      makeRoom();
    }
    if (open.size() >= most) {
      connection.close();
      return;
    }
    ((ConnectionBase) connection)
        .channelHandlerContext()
        .channel()
        .config()
        .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_AT_ONCE));
    open.put(connection, new Waiting(connection, clock.instant().toEpochMilli()));
    connection.closeHandler(closed -> open.remove(connection));
  }

  /** Ends those that have kept the server waiting for longest; an honest caller is never long. */
  private void makeRoom() {
    open.values().stream()
        .filter(waiting -> waiting.request == null || waiting.receiving)
        .sorted(Comparator.comparingLong(waiting -> waiting.since))
        .limit(Math.max(1, most / PARTS))
        .toList()
        .forEach(
            waiting -> {
              cutOff(waiting.connection);
              open.remove(waiting.connection);
            });
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

  /** Ends a connection at once: whoever does not read would keep what waits to be written. */
  static void cutOff(HttpConnection connection) {
    ((ConnectionBase) connection).channelHandlerContext().close();
  }

  /** The answer to this request is the connection's last. */
  void last(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    if (waiting != null) {
      waiting.last = true;
    }
  }

  /** Whether the connection ends with the answer to an earlier request. */
  boolean isOver(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    return waiting == null || waiting.last;
  }

  /**
   * Reads nothing more from a caller until its request has been answered: of what it sends
   * meanwhile, the server would keep everything.
   */
  void pause(HttpServerRequest request) {
    ((ConnectionBase) request.connection()).doPause();
  }

  /** Answered; unless a rest of the body is still on its way, the next request is awaited. */
  private void await(Waiting waiting) {
    waiting.request = null;
    if (!waiting.last) {
      ((ConnectionBase) waiting.connection).doResume();
    }
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
        if (request == null || request.response().ended() || request.response().closed()) {
          close(waiting);
        } else {
          request.fail(REQUEST_TIMEOUT);
        }
      }
    } else if (request == null && waited > (waiting.first ? headMillis : keepAliveMillis)) {
      close(waiting);
    }
  }

  /** The second time, it is forgotten even if the server does not say that it is closed. */
  private void close(Waiting waiting) {
    if (waiting.closed) {
      open.remove(waiting.connection);
    }
    waiting.closed = true;
    cutOff(waiting.connection);
  }
}
