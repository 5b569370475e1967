package org.idwiseroutes.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of a server of Vert.x: never more than a number, and none that the server waits
 * for without end. Whoever sends byte after byte is never idle, so the server's idle time does not
 * end it; the times here count from the beginning of a head or a body.
 */
public final class Connections {

  private static final int REQUEST_TIMEOUT = 408;

  /**
   * Of one caller; requests that were sent one behind the other are all kept from one reading. With
   * TLS, the first reading has settled the size before this can: up to 64 KB.
   */
  private static final int READ_AT_ONCE = 8 * 1024;

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
    private volatile boolean paused;
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

  /**
   * Connections within these bounds.
   *
   * @param most at once; for a further one, those that have kept the server waiting for longest end
   * @param head how long the head of a connection's first request may take
   * @param body how long a body may take
   * @param keepAlive how long the next request may take, from the last answer to its head's end
   */
  public Connections(int most, Duration head, Duration body, Duration keepAlive, Clock clock) {
    this.most = most;
    this.headMillis = head.toMillis();
    this.bodyMillis = body.toMillis();
    this.keepAliveMillis = keepAlive.toMillis();
    this.clock = clock;
  }

  /** Those that are open. */
  public int count() {
    return open.size();
  }

  /** Takes a connection in, or ends it when there is no room. */
  public void opened(HttpConnection connection) {
    if (open.size() >= most) {
      makeRoom();
    }
    if (open.size() >= most) {
      connection.close();
      return;
    }
    ChannelHandlerContext server = ((ConnectionBase) connection).channelHandlerContext();
    server.channel().config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_AT_ONCE));
    server.pipeline().addBefore(server.name(), null, new FlowControlHandler());
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
  public void received(RoutingContext context) {
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
  public void complete(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    if (waiting != null) {
      waiting.receiving = false;
    }
  }

  /** Ends a connection at once: whoever does not read would keep what waits to be written. */
  public static void cutOff(HttpConnection connection) {
    ((ConnectionBase) connection).channelHandlerContext().close();
  }

  /**
   * The answer to this request is the connection's last: what comes behind it is neither read nor
   * kept, and what has been read of it is dropped.
   */
  public void last(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    if (waiting != null && !waiting.last) {
      waiting.last = true;
      ChannelHandlerContext server =
          ((ConnectionBase) request.connection()).channelHandlerContext();
      Dropping dropping = new Dropping();
      ((ConnectionBase) request.connection()).doPause();
      server.pipeline().addBefore(server.name(), null, dropping);
      server.pipeline().remove(FlowControlHandler.class);
      server.pipeline().context(dropping).fireChannelReadComplete();
    }
  }

  /** Whether the connection ends with the answer to an earlier request. */
  public boolean isOver(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    return waiting == null || waiting.last;
  }

  /**
   * Reads nothing more from a caller until its request has been answered: of what it sends
   * meanwhile, the server would keep everything. What was read with the request waits in front of
   * the server, and nothing is read before it is used up. The server, which sends answers off at
   * the end of what it reads, is told that this is the end.
   */
  public void pause(HttpServerRequest request) {
    Waiting waiting = open.get(request.connection());
    if (waiting != null && !waiting.last) {
      waiting.paused = true;
      ConnectionBase connection = (ConnectionBase) request.connection();
      connection.doPause();
      connection
          .channelHandlerContext()
          .pipeline()
          .context(FlowControlHandler.class)
          .fireChannelReadComplete();
    }
  }

  /** Two turns of its loop later: the server tells of an answer's end before it is done with it. */
  private static void resume(ConnectionBase connection) {
    EventLoop loop = connection.channel().eventLoop();
    loop.execute(() -> loop.execute(connection::doResume));
  }

  /** Answered; unless a rest of the body is still on its way, the next request is awaited. */
  private void await(Waiting waiting) {
    waiting.request = null;
    if (waiting.paused && !waiting.last) {
      waiting.paused = false;
      resume((ConnectionBase) waiting.connection);
    }
    if (!waiting.receiving) {
      waiting.since = clock.instant().toEpochMilli();
    }
  }

  /** Ends what has taken too long. */
  public void sweep() {
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

  /** Lets nothing through. */
  private static final class Dropping extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
