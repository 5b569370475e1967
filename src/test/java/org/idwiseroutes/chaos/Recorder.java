package org.idwiseroutes.chaos;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * CRM, ticket desk and mail server that treat repeats of an {@code Idempotency-Key} as one, keep
 * the order of what was new, and fail as told: before their effect or after it.
 */
final class Recorder implements AutoCloseable {

  /** One effect: the first call with its key. */
  record Effect(String destination, String key, String path) {}

  private static final int KEY_LENGTH = 36;
  private static final double FAILS_AFTER_ITS_EFFECT = 0.3;

  private final Map<String, Effect> effects = new LinkedHashMap<>();
  private final Random random;
  private final HttpServer http;
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private volatile double failing;
  private volatile boolean down;

  Recorder(long seed) throws IOException {
    random = new Random(seed);
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", this::answer);
    http.start();
    mail.start();
  }

  /** The share of calls that fail from now on. */
  void failing(double share) {
    failing = share;
  }

  /** Whether every call fails from now on. */
  void down(boolean whether) {
    down = whether;
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  int smtpPort() {
    return mail.getSmtp().getPort();
  }

  /** All effects in the order of their arrival, by destination and delivery. */
  synchronized List<Effect> effects() {
    return List.copyOf(effects.values());
  }

  /** The ids of the deliveries that were mailed, in the order of their first arrival. */
  List<String> mailed() {
    return java.util.Arrays.stream(mail.getReceivedMessages())
        .map(Recorder::messageId)
        .map(id -> id.substring(1, 1 + KEY_LENGTH))
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    http.stop(0);
    mail.stop();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    int status = 200;
    boolean effect = true;
    synchronized (this) {
      if (down || random.nextDouble() < failing) {
        status = List.of(500, 502, 503, 429).get(random.nextInt(4));
        effect = !down && random.nextDouble() < FAILS_AFTER_ITS_EFFECT;
      }
      if (effect) {
        record(exchange);
      }
    }
    Pace.last(random, 10, 70); // so that a node that is killed has calls on their way
    byte[] body =
        "{\"id\":\"T-%s\"}"
            .formatted(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void record(HttpExchange exchange) {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String path = exchange.getRequestURI().getPath();
    String destination = path.startsWith("/customers") ? "crm" : "ticketing";
    effects.putIfAbsent(
        destination + key, new Effect(destination, key, exchange.getRequestMethod() + " " + path));
  }

  private static String messageId(MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
