package org.idwiseroutes.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers and careless senders hold nothing of the entrance, and keep nobody else out. */
class EntranceHoldsTest {

  private static final int BROKEN = Integer.getInteger("attack.requests", 20_000);
  private static final int CALLERS = 8;
  private static final int WORKERS = 20;
  private static final int PIPELINED = 300;
  private static final String SERVERS_REQUEST = "io.vertx.core.http.impl.Http1xServerRequest";
  private static final String READ_REQUEST = "io.netty.handler.codec.http.DefaultHttpRequest";
  private static final int MEGABYTE = 1024 * 1024;
  private static final String LOGIN =
      "Authorization: " + Product.basic("live-user:live-päss:word") + "\r\n";

  private static Product product;

  @BeforeAll
  static void start() {
    ProductTest.destinationsSayYes();
    product =
        Product.start(
            Database.H2.url(),
            "idwise.webhook.body-timeout=2s",
            "idwise.webhook.head-timeout=2s",
            "idwise.webhook.max-concurrent=40",
            "idwise.webhook.max-memory=1MB",
            "idwise.webhook.max-connections=1000",
            "idwise.webhook.workers=" + WORKERS,
            "logging.level.org.idwiseroutes.webhook=ERROR");
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void afterBrokenRequestsOfEveryKindNothingIsHeld() throws Exception {
    broken(2_000, 1);
    long threads = serverThreads() + WORKERS;
    long heap = heapAfterCollection();
    // What a node keeps of any traffic, and 100 bytes for each request.
    long kept = 12L * MEGABYTE + 100L * BROKEN;
    broken(BROKEN, 2);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> gauge("connections") == 0);
    Awaitility.await().until(() -> gauge("memory") == 0);
    assertThat(serverThreads()).isLessThanOrEqualTo(threads);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(heapAfterCollection() - heap).isLessThan(kept));
    assertThat(goodAnswer()).startsWith("HTTP/1.1 200");
  }

  @Test
  void besideSlowHeadsAndBodiesAGoodRequestIsAnswered() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        slow.add(open(request("", "Content-Length: 200000") + "{"));
        slow.add(open(request(LOGIN, "Content-Length: 200000") + "{"));
        slow.add(open("POST /webhooks/idwise/live HTTP/1.1\r\nHost: "));
      }
      assertThat(goodAnswer()).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whoTricklesAHeadIsCutOff() throws Exception {
    try (Socket socket = open("POST /webhooks/idwise/live HTTP/1.1\r\n")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isCutOff(socket, "X-A: b\r\n"));
    }
  }

  @Test
  void whoDoesNotReadItsAnswersIsCutOff() throws Exception {
    String many = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2_000);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(2_048);
      socket.connect(new InetSocketAddress("localhost", product.publicPort()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> isCutOff(socket, many));
    }
  }

  @Test
  void whenAllConnectionsAreTakenThoseThatWaitLongestMakeRoom() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 1_200; i++) {
        idle.add(open(""));
      }
      assertThat(goodAnswer()).startsWith("HTTP/1.1 200");
      assertThat(gauge("connections")).isLessThanOrEqualTo(1_000);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void whoSendsManyRequestsBehindAWrongOneFillsNoMemory() throws Exception {
    String wrong = "GET /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_500);
    long heap = heapAfterCollection();
    List<Socket> callers = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        callers.add(open(""));
        isCutOff(callers.get(i), wrong);
      }
      assertThat(heapAfterCollection() - heap).isLessThan(60L * MEGABYTE);
      assertThat(goodAnswer()).startsWith("HTTP/1.1 200");
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> gauge("connections") == 0);
    } finally {
      for (Socket socket : callers) {
        socket.close();
      }
    }
  }

  /**
   * Each answer made the server read on, though what it had read before was not used up; so what it
   * kept grew with every answer.
   */
  @Test
  @Tag("full")
  void whoSendsManyRequestsBehindAGoodOneFillsNoMemory() throws Exception {
    int callers = 20;
    ExecutorService threads = Executors.newFixedThreadPool(2 * callers);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        Socket socket = open("");
        sent.add(threads.submit(() -> send(socket)));
        sent.add(threads.submit(() -> readAnswers(socket)));
      }
      AtomicLong most = new AtomicLong();
      AtomicLong mostRead = new AtomicLong();
      Awaitility.await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                most.accumulateAndGet(instances(SERVERS_REQUEST), Math::max);
                mostRead.accumulateAndGet(instances(READ_REQUEST), Math::max);
                return sent.stream().allMatch(Future::isDone);
              });
      for (Future<?> one : sent) {
        one.get();
      }
      assertThat(most.get()).isPositive().isLessThan(5L * callers);
      int inOneReading = 8 * 1024 / request(LOGIN, "Content-Length: 2").length() + 2;
      assertThat(mostRead.get()).isPositive().isLessThanOrEqualTo(callers * inOneReading);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyRequestOfARowIsAnsweredUpToTheWrongOne() throws Exception {
    String good = request(LOGIN, "Content-Length: 2") + "{}";
    String wrong = request("", "Content-Length: 2") + "{}";
    for (String behind : List.of("", good + good)) {
      try (Socket socket = open(good + good + wrong + behind)) {
        socket.setSoTimeout(20_000);
        String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(statuses(answers)).containsExactly("200", "200", "401");
      }
    }
  }

  /**
   * The third request waits for a connection to the database until the second one's answer is
   * there; what was read of the fourth is not used up meanwhile.
   */
  @Test
  void anAnswerIsSentOffThoughTheNextRequestOfTheRowWaits() throws Exception {
    String good = request(LOGIN, "Content-Length: 2") + "{}";
    String body = "{\"event\":\"Finished Step\",\"body\":{\"journeyId\":\"row\"}}";
    String stored = request(LOGIN, "Content-Length: " + body.length()) + body;
    String last = request(LOGIN, "Connection: close\r\nContent-Length: 2") + "{}";
    HikariDataSource database = product.context().getBean(HikariDataSource.class);
    List<Connection> taken = new ArrayList<>();
    try {
      for (int i = 0; i < database.getMaximumPoolSize(); i++) {
        taken.add(database.getConnection());
      }
      try (Socket socket = open(good + good + stored + last)) {
        socket.setSoTimeout(20_000);
        StringBuilder answers = new StringBuilder();
        while (statuses(answers.toString()).size() < 2) {
          int next = socket.getInputStream().read();
          assertThat(next).isNotNegative();
          answers.append((char) next);
        }
        giveBack(taken);
        answers.append(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
        assertThat(statuses(answers.toString())).containsExactly("200", "200", "200", "200");
      }
    } finally {
      giveBack(taken);
    }
  }

  private static void giveBack(List<Connection> taken) throws SQLException {
    for (Connection one : taken) {
      one.close();
    }
  }

  private static List<String> statuses(String answers) {
    return Pattern.compile("HTTP/1.1 (\\d+)")
        .matcher(answers)
        .results()
        .map(status -> status.group(1))
        .toList();
  }

  private static Void send(Socket socket) throws IOException {
    String many = (request(LOGIN, "Content-Length: 2") + "{}").repeat(PIPELINED);
    socket.getOutputStream().write(many.getBytes(ISO_8859_1));
    return null;
  }

  /** On a busy machine the database may be too slow for some. */
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (200|503) ");

  private static Void readAnswers(Socket socket) throws IOException {
    try (Scanner answers = new Scanner(socket.getInputStream(), ISO_8859_1)) {
      for (int i = 0; i < PIPELINED; i++) {
        assertThat(answers.findWithinHorizon(ANSWER, 0)).as("answer %d", i).isNotNull();
      }
    }
    return null;
  }

  private static long instances(String ofClass) throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .filter(line -> line.strip().endsWith(" " + ofClass))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[1]))
        .sum();
  }

  /** Ten bodies fill the memory; the one that stalls longest gives way to the one that comes. */
  @Test
  void bodiesThatStallGiveTheirMemoryToThoseThatCome() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        stalled.add(
            open(request(LOGIN, "Content-Length: 120000") + "{\"a\":\"" + "x".repeat(110_000)));
      }
      Awaitility.await().until(() -> gauge("memory") > 700_000);
      assertThat(gauge("memory")).isLessThanOrEqualTo(MEGABYTE);
      assertThat(goodAnswer()).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  private static void broken(int count, long seed) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<String> samples = Fuzz.samples(Path.of("samples"));
    List<Callable<Void>> work = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      Random random = new Random(seed * CALLERS + caller);
      Fuzz fuzz = new Fuzz(seed + caller, samples, Product.basic("live-user:live-päss:word"));
      work.add(
          () -> {
            for (int i = 0; i < count / CALLERS; i++) {
              breakOff(random, fuzz);
            }
            return null;
          });
    }
    for (Future<Void> done : callers.invokeAll(work)) {
      done.get();
    }
    callers.shutdown();
  }

  /** Sends a request, whole or not, and leaves: at once, half, or with a reset. */
  private static void breakOff(Random random, Fuzz fuzz) throws IOException {
    byte[] request =
        switch (random.nextInt(4)) {
          case 0 -> (request("", "Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n").getBytes();
          case 1 -> (request(LOGIN, "Transfer-Encoding: chunked") + "5\r\n{}").getBytes();
          case 2 -> fuzz.next();
          default -> fuzz.wellFormed("broken-" + random.nextInt(1_000));
        };
    try (Socket socket = new Socket("localhost", product.publicPort())) {
      socket
          .getOutputStream()
          .write(
              request, 0, random.nextBoolean() ? request.length : random.nextInt(request.length));
      switch (random.nextInt(3)) {
        case 0 -> socket.setSoLinger(true, 0);
        case 1 -> socket.shutdownOutput();
        default -> {
          // closes as it is
        }
      }
    } catch (IOException refusedBefore) {
      // an answer and a close can come before all was sent
    }
  }

  private static boolean isCutOff(Socket socket, String more) {
    try {
      socket.getOutputStream().write(more.getBytes(ISO_8859_1));
      return false;
    } catch (IOException cutOff) {
      return true;
    }
  }

  private static String goodAnswer() throws IOException {
    String body = "{\"event\":\"Finished Journey\",\"body\":{\"journeyId\":\"good\"}}";
    try (Socket socket =
        open(request(LOGIN, "Connection: close\r\nContent-Length: " + body.length()) + body)) {
      socket.setSoTimeout(10_000);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static Socket open(String text) throws IOException {
    Socket socket = new Socket("localhost", product.publicPort());
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  private static String request(String login, String headers) {
    return "POST /webhooks/idwise/live HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n\r\n"
        .formatted(login, headers);
  }

  private static double gauge(String name) {
    return product
        .context()
        .getBean(MeterRegistry.class)
        .get("idwise.webhook." + name)
        .gauge()
        .value();
  }

  private static long serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vert.x"))
        .count();
  }

  private static long heapAfterCollection() {
    return IntStream.range(0, 3)
        .mapToLong(
            i -> {
              System.gc();
              return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            })
        .min()
        .orElseThrow();
  }
}
