package org.idwiseroutes.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.idwiseroutes.product.Ports;

/** One node of the product as a process, on the same ports after every start. */
final class Node {

  private final List<String> command;
  private final int port;
  private final int probePort;
  private final Path log;
  private Process process;
  private long before;

  /**
   * Prepares a node.
   *
   * @param program what follows {@code java}: options, and a jar or a class
   * @param settings {@code name=value}
   */
  Node(List<String> program, List<String> settings, int port, Path log) throws IOException {
    this.port = port;
    this.log = log;
    this.probePort = Ports.free();
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx200m", "-XX:TieredStopAtLevel=1"));
    command.addAll(program);
    command.add("--idwise.webhook.port=" + port);
    command.add("--idwise.ops.port=" + Ports.free());
    command.add("--idwise.ops.probe-port=" + probePort);
    settings.forEach(setting -> command.add("--" + setting));
  }

  int port() {
    return port;
  }

  /** Whether it says that it may be sent events. */
  boolean isReady() {
    try {
      return statusOf(
              URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(probePort)))
          == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private static int statusOf(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(5_000);
    String login = Sender.USER + ":" + Sender.PASSWORD;
    connection.setRequestProperty(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
    return connection.getResponseCode();
  }

  void start() throws IOException {
    before = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("."))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // of Java before 18 this is a character set in which not even route files can be written
    builder.environment().put("LC_ALL", "C");
    process = builder.start();
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Asks it to end, and answers whether it did so in time: {@code idwise.shutdown.drain}, what is
   * under way, and a machine that others use as well.
   */
  boolean end() throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(25, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    return ended;
  }

  /** Sends {@code STOP} or {@code CONT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /**
   * Whether it lets events in; asked with the right credentials, since answers to wrong ones are
   * held back. A node does not start without its database; one whose start failed is started again,
   * as every supervisor does.
   */
  boolean isOpen() throws IOException {
    if (!process.isAlive()) {
      if (!hasFailedToStart()) {
        throw new IllegalStateException("A node ended by itself, see " + log);
      }
      start();
    }
    try {
      return statusOf(URI.create("http://127.0.0.1:%d/webhooks/idwise/chaos".formatted(port)))
          == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasFailedToStart() throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(before);
      return new String(in.readAllBytes(), UTF_8).contains("Application run failed");
    }
  }
}
