package org.idwiseroutes.ops;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.idwiseroutes.http.Connections;
import org.idwiseroutes.http.ServerVertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers the probes of liveness and readiness on a port of their own, so that no flood of another
 * port makes a supervisor restart the node. A flood of this one does not either: it has a thread
 * and connections of its own, of which those that keep it waiting for longest make room. What it
 * answers is known already.
 */
@Component
class ProbeServer implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ProbeServer.class);
  private static final int MOST_CONNECTIONS = 500;
  private static final int LARGEST_HEAD = 4 * 1024;
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int SWEEP_MILLIS = 500;

  /** Nothing that is asked for waits, unless somebody adds to the groups what does. */
  private static final int WORKERS = 4;

  private final OpsProperties properties;
  private final HealthEndpoint health;
  private final Connections connections;
  private final ConfigurableEnvironment environment;
  private Vertx vertx;

  ProbeServer(
      OpsProperties properties,
      HealthEndpoint health,
      Clock clock,
      ConfigurableEnvironment environment) {
    this.properties = properties;
    this.health = health;
    this.connections = new Connections(MOST_CONNECTIONS, LONGEST, LONGEST, LONGEST, clock);
    this.environment = environment;
  }

  /**
   * Opens the port.
   *
   * @throws IllegalStateException when it cannot be opened, with the setting to change
   */
  @Override
  public void start() {
    vertx =
        ServerVertx.create(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(WORKERS)
                .setInternalBlockingPoolSize(1));
    Router router = Router.router(vertx);
    router.get("/actuator/health/:group").handler(this::answer);
    router.route().handler(other -> end(other, HttpStatus.NOT_FOUND, ""));
    HttpServer server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost(properties.probeAddress().getHostAddress())
                    .setPort(properties.probePort())
                    .setMaxHeaderSize(LARGEST_HEAD)
                    .setHttp2ClearTextEnabled(false))
            .connectionHandler(connections::opened)
            .requestHandler(router);
    try {
      server.listen().toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      stop();
      throw new IllegalStateException(
          "The probes' port %s:%d cannot be opened (%s): set idwise.ops.probe-port to a free one"
              .formatted(
                  properties.probeAddress().getHostAddress(),
                  properties.probePort(),
                  e.getCause().getMessage()),
          e.getCause());
    }
    vertx.setPeriodic(SWEEP_MILLIS, sweep -> connections.sweep());
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource("probes' port", Map.of("local.probe.port", server.actualPort())));
    LOG.info(
        "Probes of liveness and readiness use port {} on {}",
        server.actualPort(),
        properties.probeAddress());
  }

  /** Also where the application ends while it begins. */
  @Override
  @PreDestroy
  public void stop() {
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      vertx = null;
    }
  }

  @Override
  public boolean isRunning() {
    return vertx != null;
  }

  /** The last to stop, so that readiness says no while everything else ends. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  private void answer(RoutingContext context) {
    String group = context.pathParam("group");
    if (!group.equals("liveness") && !group.equals("readiness")) {
      context.next();
      return;
    }
    connections.received(context);
    vertx
        .executeBlocking(() -> health.healthForPath(group).getStatus(), false)
        .onComplete(
            found -> {
              Status status = found.succeeded() ? found.result() : Status.DOWN;
              end(
                  context,
                  status.equals(Status.UP) ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
                  "{\"status\":\"%s\"}".formatted(status.getCode()));
            });
  }

  /** One answer for each connection: none piles up for whoever does not read. */
  private static void end(RoutingContext context, HttpStatus status, String body) {
    context
        .response()
        .setStatusCode(status.value())
        .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end(body)
        .onComplete(sent -> context.request().connection().close());
  }
}
