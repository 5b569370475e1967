package org.idwiseroutes.bench;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One application under test in a JVM of its own, with the heap of the goals. */
final class App implements AutoCloseable {

  private static final long TICKS_PER_SECOND = 100;

  private final Process process;
  private final double startSeconds;

  private App(Process process, double startSeconds) {
    this.process = process;
    this.startSeconds = startSeconds;
  }

  /** Starts it and waits until it answers the first of {@code events} with 200. */
  static App start(List<String> command, Map<String, String> environment, Load events, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(new File(".."));
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    while (!answers(events)) {
      if (!process.isAlive() || System.nanoTime() - start > TimeUnit.MINUTES.toNanos(2)) {
        throw new IllegalStateException("did not start, see " + log);
      }
      Thread.sleep(20);
    }
    return new App(process, (System.nanoTime() - start) / 1e9);
  }

  /** Until the first event was accepted. */
  double startSeconds() {
    return startSeconds;
  }

  /** Processor time used so far, user and system. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  double residentMiB() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(20, TimeUnit.SECONDS);
    process.destroyForcibly();
  }

  /** Knocks first, since a whole request each time would take the processor from what starts. */
  private static boolean answers(Load events) throws InterruptedException {
    try (Socket knock = new Socket("localhost", events.port())) {
      return events.send(1, 1).errors() == 0;
    } catch (IOException notYet) {
      return false;
    }
  }
}
