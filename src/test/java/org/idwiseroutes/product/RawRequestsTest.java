package org.idwiseroutes.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What no HTTP client sends: over a bare socket. */
class RawRequestsTest {

  private static final String LOGIN =
      "Authorization: " + Product.basic("live-user:live-päss:word") + "\r\n";

  /** An end of a chunked body, or five bytes of another. */
  private static final String CHUNK = "0\r\n\r\n";

  /** After its answer, a 404, the server closes the connection. */
  private static final String LAST =
      "GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private static final String TRICKLE =
      " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{";

  private static Product product;

  @BeforeAll
  static void start() {
    ProductTest.destinationsSayYes();
    product =
        Product.start(
            Database.H2.url(),
            "idwise.webhook.body-timeout=2s",
            "idwise.webhook.head-timeout=2s",
            "idwise.sources.umlaut.headers.X-Key=schlüssel-Ü");
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void aSecretBeyondAsciiMayComeInEitherEncoding() throws IOException {
    for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
      assertThat(send(charset, head("umlaut", "X-Key: schlüssel-Ü\r\nContent-Length: 2") + "{}"))
          .startsWith("HTTP/1.1 200");
      assertThat(send(charset, head("umlaut", "X-Key: schlossel\r\nContent-Length: 2") + "{}"))
          .startsWith("HTTP/1.1 401");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 60",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding : chunked",
        "Content-Length: -1",
        "Content-Length: 1e2",
        "Content-Length: +5",
        "X-A: b\r\n Content-Length: 5",
      })
  void noSecondRequestIsSmuggledIn(String headers) throws IOException {
    String answer = send(ISO_8859_1, request("live", LOGIN + headers) + CHUNK + smuggled("no"));
    assertThat(answer.split("HTTP/1.1 [24]00", -1)).as(answer).hasSizeLessThanOrEqualTo(3);
    assertThat(answer).doesNotContain("accepted");
    assertThat(product.get("/api/events?event=Smuggled+no").json().path("items")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xchunked", "gzip, chunked", "gzip"})
  void aTransferCodingThatIsNotSpokenIs501(String coding) throws IOException {
    String answer =
        send(
            ISO_8859_1,
            request("live", LOGIN + "Transfer-Encoding: " + coding) + smuggled("behind"));
    assertThat(answer).startsWith("HTTP/1.1 501").doesNotContain("accepted");
    assertThat(send(ISO_8859_1, smuggled("afterwards"))).contains("HTTP/1.1 200");
    assertThat(product.get("/api/events?event=Smuggled+behind").json().path("items")).isEmpty();
  }

  @Test
  void aPathWithABrokenEscapeIs400AndNotLogged() throws IOException {
    Logger server = (Logger) LoggerFactory.getLogger("io.vertx");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    server.addAppender(log);
    try {
      for (String target : List.of("/webhooks/idwise/%zz", "/%", "/webhooks/idwise/live?x=%4")) {
        String request = "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n".formatted(target, LOGIN);
        assertThat(sendAlone(ISO_8859_1, request)).startsWith("HTTP/1.1 400");
      }
      assertThat(log.list).isEmpty();
    } finally {
      server.detachAppender(log);
    }
  }

  @Test
  void aSecondRequestThatIsAnnouncedRightlyIsTaken() throws IOException {
    String first = request("live", LOGIN + "Content-Length: 2") + "{}";
    assertThat(send(ISO_8859_1, first + smuggled("yes"))).contains("accepted");
    assertThat(product.get("/api/events?event=Smuggled+yes").json().path("items")).hasSize(1);
  }

  @Test
  void anAnswerIsInOnePieceOfKnownLength() throws IOException {
    String all = send(UTF_8, head("live", LOGIN + "Content-Length: 2") + "{}");
    String answer = all.substring(0, all.lastIndexOf("HTTP/1.1"));
    assertThat(answer).startsWith("HTTP/1.1 200").doesNotContainIgnoringCase("transfer-encoding");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    assertThat(answer).containsIgnoringCase("Content-Length: " + body.length() + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/webhooks/../api/events",
        "/webhooks/%2e%2e/api/events",
        "/webhooks/..;/api/events",
        "/webhooks/idwise/live/../../../api/events",
        "/webhooks/idwise/live;x=/../../api/events",
        "//api/events",
        "/webhooks//../api/events",
        "/webhooks/idwise/%2e%2e%2f%2e%2e%2fapi%2fevents",
        "/webhooks\\..\\api\\events",
        "http://localhost/api/events",
        "http://localhost/actuator/health",
        "/%61pi/events",
        "*",
      })
  void nothingOfTheOperatorsIsReachedThroughTheEntrance(String target) throws IOException {
    String alice = "Authorization: " + Product.basic("alice:wonderland") + "\r\n";
    for (String login : List.of(LOGIN, alice)) {
      String answer =
          sendAlone(
              ISO_8859_1,
              "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n%sX-Forwarded-Port: %d\r\nConnection: close\r\n\r\n"
                  .formatted(target, product.opsPort(), login, product.opsPort()));
      assertThat(answer).as(target).matches("(?s)HTTP/1.1 (400|401|404) .*");
      assertThat(answer).doesNotContain("items", "\"UP\"", "Exception", "\tat ");
    }
  }

  @Test
  void aBodyThatTricklesIsGivenUp() throws Exception {
    Instant start = Instant.now();
    try (Socket socket = new Socket("localhost", product.publicPort())) {
      socket.setSoTimeout(10_000);
      String head = request("live", LOGIN + "Content-Length: 1000");
      socket.getOutputStream().write(head.getBytes(UTF_8));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(100))
          .until(() -> isAnsweredOrTrickles(socket));
      assertThat(read(socket)).startsWith("HTTP/1.1 408");
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void whoTricklesWithoutCredentialsHoldsNoThread() throws IOException {
    List<Socket> tricklers = new ArrayList<>();
    for (String path : List.of("/webhooks/idwise/live", "/", "/webhooks/x", "/api/events")) {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket("localhost", product.publicPort());
        socket.getOutputStream().write(("POST " + path + TRICKLE).getBytes(UTF_8));
        tricklers.add(socket);
      }
    }
    assertThat(send(UTF_8, request("live", LOGIN + "Content-Length: 2") + "{}"))
        .startsWith("HTTP/1.1 200");
    for (Socket socket : tricklers) {
      socket.setSoTimeout(10_000);
      assertThat(read(socket)).startsWith("HTTP/1.1 40");
      socket.close();
    }
  }

  @Test
  void whoIsRefusedBeforeItsBodyHasComeGetsItsAnswerAndIsCutOff() throws IOException {
    String body = " ".repeat(60_000);
    String refused = request("live", "Content-Length: " + body.length()) + body;
    String answer = send(UTF_8, refused + request("live", LOGIN + "Content-Length: 2") + "{}");
    assertThat(answer).startsWith("HTTP/1.1 401").doesNotContain("HTTP/1.1 200");
    assertThat(send(UTF_8, request("live", "Content-Length: 900000") + "x".repeat(900_000)))
        .startsWith("HTTP/1.1 401");
  }

  @Test
  void aBodyThatNeverComesIsAnswered408() throws IOException {
    String answer = sendAlone(UTF_8, request("live", LOGIN + "Content-Length: 1000") + "{");
    assertThat(answer).startsWith("HTTP/1.1 408");
    assertThat(send(UTF_8, request("live", LOGIN + "Content-Length: 2") + "{}"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws IOException {
    String answer =
        send(
            UTF_8,
            request("live", LOGIN + "X-Large: " + "x".repeat(20_000) + "\r\nContent-Length: 2"));
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 5_000, 100_000})
  void aBodyThatIsNestedTooDeeplyIs400(int depth) {
    String body = "{\"event\":\"Deep\",\"body\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    assertThat(product.post(body).status()).isEqualTo(400);
    assertThat(product.post("{\"event\":\"N\",\"body\":{\"n\":" + "9".repeat(500) + "}}").status())
        .isEqualTo(400);
  }

  private static boolean isAnsweredOrTrickles(Socket socket) throws IOException {
    if (socket.getInputStream().available() > 0) {
      return true;
    }
    socket.getOutputStream().write(' ');
    return false;
  }

  /** A whole request with credentials, for the end of another. */
  private static String smuggled(String name) {
    String body = "{\"event\":\"Smuggled %s\",\"body\":{}}".formatted(name);
    return request("live", LOGIN + "Content-Length: " + body.length()) + body;
  }

  private static String head(String source, String headers) {
    return request(source, headers);
  }

  private static String request(String source, String headers) {
    return "POST /webhooks/idwise/%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n"
        .formatted(source, headers);
  }

  /** Sends, says that this was all, and reads all that comes back. */
  private static String send(Charset charset, String request) throws IOException {
    return sendAlone(charset, request + LAST);
  }

  private static String sendAlone(Charset charset, String request) throws IOException {
    try (Socket socket = new Socket("localhost", product.publicPort())) {
      socket.setSoTimeout(4_000);
      socket.getOutputStream().write(request.getBytes(charset));
      return read(socket);
    }
  }

  private static String read(Socket socket) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      byte[] buffer = new byte[8_192];
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (IOException timeoutOrReset) {
      // what came until then counts
    }
    return all.toString(ISO_8859_1);
  }
}
