package org.idwiseroutes.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.idwiseroutes.http.Connections;
import org.idwiseroutes.http.ServerVertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * The HTTP server of the public port, Vert.x. It has nothing in common with the operators' server,
 * so whatever is done to one of them leaves the other alone. It answers once all routes run and, at
 * the end, until what it has taken has been answered.
 */
@Component
class EntranceServer {

  /** The path of a source's webhook. */
  static final String PATH = "/webhooks/idwise/:source";

  /** What a percent sign begins is two hexadecimal digits. */
  private static final Pattern ESCAPES = Pattern.compile("(?:[^%]++|%[0-9A-Fa-f]{2})*+");

  private static final Logger LOG = LoggerFactory.getLogger(EntranceServer.class);
  private static final int LONGEST_LINE = 8 * 1024;
  private static final int BACKLOG = 4096;

  /** The server never answers when the application ends while it begins. */
  private static final int LONGEST_TO_OPEN_SECONDS = 20;

  private static final int SWEEP_MILLIS = 500;
  private static final int LARGEST_HEAD = 16 * 1024;

  /** Longer than an event may take to be stored. */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final WebhookProperties properties;
  private final Duration drain;
  private final BodyReader bodies;
  private final Connections connections;
  private final Problems problems;
  private final SslBundles bundles;
  private final Vertx vertx;
  private final Router router;
  private HttpServer server;
  private volatile boolean stopping;

  /**
   * Makes the server; it listens once the application is ready.
   *
   * @param drain how long it goes on after it was told to stop, so that whoever spreads the load
   *     notices before the port is closed
   */
  EntranceServer(
      WebhookProperties properties,
      @Value("${idwise.shutdown.drain}") Duration drain,
      Guard guard,
      BodyReader bodies,
      Connections connections,
      Problems problems,
      SslBundles bundles) {
    this.properties = properties;
    this.drain = drain;
    this.bodies = bodies;
    this.connections = connections;
    this.problems = problems;
    this.bundles = bundles;
    this.vertx = ServerVertx.create(new VertxOptions().setWorkerPoolSize(properties.workers()));
    this.router = Router.router(vertx);
    router.route().handler(this::begin).failureHandler(this::fail);
    router.route(PATH).handler(guard);
    router.route().last().handler(this::nothingHere);
  }

  Vertx vertx() {
    return vertx;
  }

  /** The router that Camel's platform-http adds its routes to. */
  Router router() {
    return router;
  }

  @EventListener
  @Order(Ordered.LOWEST_PRECEDENCE)
  void listen(ApplicationReadyEvent ready) {
    CompletableFuture<HttpServer> listening = new CompletableFuture<>();
    vertx.runOnContext(
        loop -> {
          vertx.setPeriodic(SWEEP_MILLIS, sweep -> connections.sweep());
          vertx
              .createHttpServer(options())
              .connectionHandler(connections::opened)
              .requestHandler(this::handle)
              .listen()
              .onSuccess(listening::complete)
              .onFailure(listening::completeExceptionally);
        });
    try {
      server = listening.orTimeout(LONGEST_TO_OPEN_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "The public port %s:%d cannot be opened (%s): set idwise.webhook.port to a free one"
              .formatted(properties.address(), properties.port(), reason(e.getCause())),
          e.getCause());
    }
    ready
        .getApplicationContext()
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "public port", Map.of("local.webhook.port", server.actualPort())));
    LOG.info(
        "IDWise posts to port {}, path /webhooks/idwise/<source>{}",
        server.actualPort(),
        properties.sslBundle() == null ? "" : ", by TLS");
  }

  private static String reason(Throwable thrown) {
    return thrown instanceof TimeoutException
        ? "it took longer than %d s".formatted(LONGEST_TO_OPEN_SECONDS)
        : thrown.getMessage();
  }

  /** Goes on while others notice, then answers what it has taken, then closes the port. */
  @EventListener
  @Order(Ordered.HIGHEST_PRECEDENCE)
  void stop(ContextClosedEvent closed) throws InterruptedException {
    if (server == null) {
      return;
    }
    stopping = true;
    TimeUnit.MILLISECONDS.sleep(drain.toMillis());
    bodies.close(PATIENCE);
    server.close().toCompletionStage().toCompletableFuture().join();
    server = null;
  }

  @PreDestroy
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A body is read as JSON whatever its head says: a form's type must not take an event apart. */
  private void handle(HttpServerRequest request) {
    if (connections.isOver(request)) {
      return;
    }
    if (request.path() == null
        || !request.path().startsWith("/")
        || !ESCAPES.matcher(request.uri()).matches()) {
      refuse(request, HttpStatus.BAD_REQUEST);
      return;
    }
    List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !String.join(",", codings).strip().equalsIgnoreCase("chunked")) {
      refuse(request, HttpStatus.NOT_IMPLEMENTED);
      return;
    }
    request.headers().set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
    router.handle(WithoutSlash.of(request));
  }

  /** Where such a request ends is uncertain, so nothing behind it is read. */
  private void refuse(HttpServerRequest request, HttpStatus status) {
    connections.last(request);
    request
        .response()
        .setStatusCode(status.value())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end()
        .onComplete(sent -> request.connection().close());
  }

  private void begin(RoutingContext context) {
    if (context.response().writeQueueFull()) {
      Connections.cutOff(context.request().connection());
      return;
    }
    connections.received(context);
    if (stopping) {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(answered -> context.request().connection().close());
    }
    context.next();
  }

  private void nothingHere(RoutingContext context) {
    problems.answer(context, HttpStatus.NOT_FOUND, "There is nothing at this path");
  }

  private void fail(RoutingContext context) {
    HttpStatus status = HttpStatus.resolve(context.statusCode());
    switch (status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status) {
      case BAD_REQUEST -> problems.answer(context, HttpStatus.BAD_REQUEST, "This is not HTTP");
      case REQUEST_TIMEOUT ->
          problems.answer(
              context,
              HttpStatus.REQUEST_TIMEOUT,
              "The body did not come within %d s".formatted(properties.bodyTimeout().toSeconds()));
      case PAYLOAD_TOO_LARGE ->
          problems.answer(
              context,
              HttpStatus.PAYLOAD_TOO_LARGE,
              "The body is larger than %d bytes".formatted(properties.maxBody().toBytes()));
      case SERVICE_UNAVAILABLE ->
          problems.answer(
              context,
              HttpStatus.SERVICE_UNAVAILABLE,
              "Too much is under way at once; send the event again");
      default -> {
        LOG.error("A request could not be answered", context.failure());
        problems.answer(
            context,
            HttpStatus.INTERNAL_SERVER_ERROR,
            "An error on our side; send the event again");
      }
    }
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setPort(properties.port())
            .setHost(properties.address())
            .setAcceptBacklog(BACKLOG)
            .setMaxInitialLineLength(LONGEST_LINE)
            .setMaxHeaderSize(LARGEST_HEAD)
            .setHttp2ClearTextEnabled(false)
            .setUseAlpn(false);
    if (properties.sslBundle() != null) {
      encrypt(options, bundles.getBundle(properties.sslBundle()));
    }
    return options;
  }

  private void encrypt(HttpServerOptions options, SslBundle bundle) {
    CurrentKeys keys = new CurrentKeys(keys(bundle));
    options.setSsl(true).setClientAuth(properties.clientAuth());
    options.setKeyCertOptions(KeyCertOptions.wrap(keys));
    CurrentTrust trust = null;
    if (bundle.getStores().getTrustStore() != null) {
      trust = new CurrentTrust(trust(bundle));
      options.setTrustOptions(TrustOptions.wrap(trust));
    }
    if (bundle.getOptions().getEnabledProtocols() != null) {
      options.setEnabledSecureTransportProtocols(Set.of(bundle.getOptions().getEnabledProtocols()));
    }
    if (bundle.getOptions().getCiphers() != null) {
      Stream.of(bundle.getOptions().getCiphers()).forEach(options::addEnabledCipherSuite);
    }
    follow(keys, trust);
  }

  /** Takes over the files of the bundle that are new; its options hold from the start. */
  private void follow(CurrentKeys keys, CurrentTrust trust) {
    bundles.addBundleUpdateHandler(
        properties.sslBundle(),
        changed -> {
          keys.replace(keys(changed));
          if (trust != null) {
            trust.replace(trust(changed));
          }
        });
  }

  private static X509ExtendedKeyManager keys(SslBundle bundle) {
    return (X509ExtendedKeyManager) bundle.getManagers().getKeyManagers()[0];
  }

  private static X509ExtendedTrustManager trust(SslBundle bundle) {
    return (X509ExtendedTrustManager) bundle.getManagers().getTrustManagers()[0];
  }
}
