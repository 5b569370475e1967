package org.idwiseroutes.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Posts over keep-alive connections. With a rate it is an open loop: a request's time counts from
 * when it was due, whether or not a connection was free then. Without one it posts as fast as the
 * answers come.
 */
final class Load {

  private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

  private final int port;
  private final String path;
  private final LongFunction<String> bodies;
  private final AtomicLong sequence;

  /**
   * @param sequence numbers the bodies; shared, so that no two loads send the same
   */
  Load(int port, String path, LongFunction<String> bodies, AtomicLong sequence) {
    this.port = port;
    this.path = path;
    this.bodies = bodies;
    this.sequence = sequence;
  }

  /** What a load has seen. */
  record Result(double perSecond, long errors, Histogram nanos) {

    double millis(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }
  }

  int port() {
    return port;
  }

  Result saturate(int connections, Duration duration) throws InterruptedException {
    return run(connections, duration, 0, Long.MAX_VALUE);
  }

  Result send(int connections, long count) throws InterruptedException {
    return run(connections, Duration.ofMinutes(10), 0, count);
  }

  Result atRate(double perSecond, int connections, Duration duration)
      throws InterruptedException {
    return run(connections, duration, perSecond, Long.MAX_VALUE);
  }

  private Result run(int connections, Duration duration, double rate, long count)
      throws InterruptedException {
    Histogram nanos = new ConcurrentHistogram(1, LONGEST_NANOS, 3);
    AtomicLong slots = new AtomicLong();
    AtomicLong errors = new AtomicLong();
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(() -> connection(start, end, rate, count, slots, errors, nanos), "load");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Result(nanos.getTotalCount() / seconds, errors.get(), nanos);
  }

  private void connection(
      long start,
      long end,
      double rate,
      long count,
      AtomicLong slots,
      AtomicLong errors,
      Histogram nanos) {
    while (System.nanoTime() < end && slots.get() < count) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
          long slot = slots.getAndIncrement();
          long due = rate == 0 ? System.nanoTime() : start + (long) (slot * 1e9 / rate);
          if (due >= end || slot >= count) {
            return;
          }
          sleepUntil(due);
          socket.getOutputStream().write(request(sequence.incrementAndGet()));
          Answer answer = Answer.read(in);
          if (answer.status() == 200) {
            nanos.recordValue(Math.min(System.nanoTime() - due, LONGEST_NANOS));
          } else {
            errors.incrementAndGet();
          }
          if (answer.closes()) {
            break;
          }
        }
      } catch (IOException | InterruptedException e) {
        errors.incrementAndGet();
      }
    }
  }

  private byte[] request(long number) {
    byte[] body = bodies.apply(number).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(
                path,
                Base64.getEncoder().encodeToString("bench:bench-password".getBytes(StandardCharsets.UTF_8)),
                body.length);
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = java.util.Arrays.copyOf(bytes, bytes.length + body.length);
    System.arraycopy(body, 0, request, bytes.length, body.length);
    return request;
  }

  private static void sleepUntil(long due) throws InterruptedException {
    long wait = due - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }
}
