package org.idwiseroutes.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.idwiseroutes.product.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers and careless senders do to the packaged jar with the memory that it ships with.
 */
@Tag("full")
class AttackIT {

  private static final int CALLERS = 100;
  private static final int BODY = 255_000;
  private static final String LOGIN =
      "Authorization: Basic %s\r\n"
          .formatted(Base64.getEncoder().encodeToString("live-user:live-password".getBytes()));

  @TempDir static Path folder;

  private static Process node;
  private static int port;
  private static int opsPort;

  @BeforeAll
  static void start() throws IOException {
    port = Ports.free();
    opsPort = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    command.addAll(
        List.of(
            "-jar",
            "target/idwise-routes.jar",
            "--idwise.webhook.port=" + port,
            "--idwise.ops.port=" + opsPort,
            "--idwise.ops.probe-port=0",
            "--idwise.operators-plain-passwords=allowed",
            "--idwise.operators.alice.password=wonderland",
            "--spring.datasource.url=jdbc:h2:mem:attack;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
            "--idwise.routes.check-at-start=false",
            "--idwise.sources.live.basic.username=live-user",
            "--idwise.sources.live.basic.password=live-password"));
    node =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> Files.readString(folder.resolve("log")).contains("posts to port"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    node.destroyForcibly().waitFor();
  }

  @Test
  void aNodeWithALittleMemoryOutlivesThemAll() throws Exception {
    byte[] chunked =
        "POST /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            .getBytes(ISO_8859_1);
    attack("chunked bodies, then gone", 5_000, () -> send(port, chunked, false));

    byte[] behind =
        "GET /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_500).getBytes(ISO_8859_1);
    attack("requests behind a wrong one", 1_000, () -> send(port, behind, true));

    byte[] pipelined =
        "POST /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\n%sContent-Length: 2\r\n\r\n{}"
            .formatted(LOGIN)
            .repeat(2_000)
            .getBytes(ISO_8859_1);
    attack(
        "requests behind good ones, answers not read", 1_000, () -> send(port, pipelined, false));

    byte[] objects = event("\"a\":[%s1]".formatted("{},".repeat(BODY / 3)));
    attack("large lists of objects", 240, () -> send(port, objects, true));

    byte[] text = event("\"journeyId\":\"j\",\"a\":\"%s\"".formatted("x".repeat(BODY)));
    attack("large texts", 240, () -> send(port, text, true));
    attack("large texts, then gone", 1_000, () -> send(port, text, false));

    byte[] console =
        "GET /console/events?q=%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            .formatted("q".repeat(6_000))
            .getBytes(ISO_8859_1);
    attack("pages without a login", 12_000, () -> send(opsPort, console, true));

    byte[] guess =
        "GET /api/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: %s\r\n\r\n"
            .formatted("Basic YWxpY2U6Z3Vlc3NlZA==")
            .getBytes(ISO_8859_1);
    attack("wrong passwords", 600, () -> send(opsPort, guess, true));
  }

  private static void attack(String name, int count, Callable<Void> one) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(one);
    }
    for (Future<Void> done : callers.invokeAll(all)) {
      done.get();
    }
    callers.shutdown();
    assertThat(node.isAlive()).as(name).isTrue();
    Awaitility.await(name)
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> goodAnswer().startsWith("HTTP/1.1 200"));
  }

  private static Void send(int to, byte[] request, boolean read) {
    try (Socket socket = new Socket("127.0.0.1", to)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      if (read) {
        socket.getInputStream().read(new byte[100]);
      }
    } catch (IOException cutOff) {
      // as it may be
    }
    return null;
  }

  private static String goodAnswer() throws IOException {
    byte[] good =
        "GET /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n"
            .formatted(LOGIN)
            .getBytes(ISO_8859_1);
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(good);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static byte[] event(String fields) {
    String body = "{\"event\":\"Finished Journey\",\"body\":{%s}}".formatted(fields);
    return "POST /webhooks/idwise/live HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(LOGIN, body.length(), body)
        .getBytes(ISO_8859_1);
  }

  /** The memory that the script in {@code bin/} gives it. */
  private static List<String> options() throws IOException {
    String script = Files.readString(Path.of("bin", "idwise-routes"));
    return java.util.regex.Pattern.compile("-X[a-zA-Z:+][^\\s\"]*")
        .matcher(script.substring(script.indexOf("options=\""), script.indexOf("export MALLOC")))
        .results()
        .map(java.util.regex.MatchResult::group)
        .toList();
  }
}
