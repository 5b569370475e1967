package org.idwiseroutes.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Sends stories as IDWise does: an event again and again until it is answered 200, sometimes two
 * copies at once, sometimes one more long after.
 */
final class Sender {

  static final String USER = "chaos";
  static final String PASSWORD = "chaos-secret";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TWINS = 0.15;
  private static final double LATE_REPEATS = 0.15;
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final List<Integer> ports;
  private final long seed;
  private final boolean spools;
  private final Duration apart;
  private final AtomicInteger journeys = new AtomicInteger();
  private final AtomicInteger posts = new AtomicInteger();
  private final AtomicLong turns = new AtomicLong(System.nanoTime());
  private final Map<String, String> accepted = new ConcurrentHashMap<>();
  private final Map<String, Story.Step> sent = new ConcurrentHashMap<>();
  private final List<String> contradictions =
      java.util.Collections.synchronizedList(new ArrayList<>());
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .build();
  private volatile boolean over;

  /**
   * Prepares to send.
   *
   * @param spools whether the nodes have spools. Then each thread, and so each journey, keeps to
   *     one node, since only what waits in the same spool keeps its order; and a repeat may be
   *     answered with an id of its own, since a spool knows nothing of the inbox
   * @param apart the time from one event to the next at least, whoever sends it
   */
  Sender(List<Integer> ports, long seed, boolean spools, Duration apart) {
    this.ports = ports;
    this.seed = seed;
    this.spools = spools;
    this.apart = apart;
  }

  /** Tells stories with so many threads until {@link #finish}. */
  List<Thread> start(int threads) {
    over = false;
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Random random = new Random(seed + i);
      int own = i % ports.size();
      IntSupplier node = () -> spools ? own : random.nextInt(ports.size());
      Thread thread = new Thread(() -> tell(node, random), "sender");
      thread.setDaemon(true);
      thread.start();
      all.add(thread);
    }
    return all;
  }

  /** Begins no further story. */
  void finish() {
    over = true;
  }

  /** Every event that was sent, by key. */
  Map<String, Story.Step> sent() {
    return sent;
  }

  /** The ids that were answered with 200, by key. */
  Map<String, String> accepted() {
    return accepted;
  }

  int posts() {
    return posts.get();
  }

  /** Events that were answered with two different ids. */
  List<String> contradictions() {
    return contradictions;
  }

  private void tell(IntSupplier node, Random random) {
    try {
      while (!over) {
        Story story = Story.number(journeys.getAndIncrement());
        for (Story.Step step : story.steps()) {
          sent.put(step.key(), step);
          awaitTurn();
          sendUntilAccepted(step, node, random);
          if (spools) {
            Pace.last(random, 100, 300);
          }
        }
        if (random.nextDouble() < LATE_REPEATS) {
          int which = random.nextInt(story.steps().size());
          sendUntilAccepted(story.steps().get(which), node, random);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitTurn() {
    long turn =
        turns.updateAndGet(last -> Math.max(last + apart.toNanos(), System.nanoTime()))
            - System.nanoTime();
    if (turn > 0) {
      Pace.last(Duration.ofNanos(turn));
    }
  }

  private void sendUntilAccepted(Story.Step step, IntSupplier node, Random random)
      throws InterruptedException {
    boolean twins = random.nextDouble() < TWINS;
    Thread twin = new Thread(() -> send(step, node.getAsInt()));
    if (twins) {
      twin.start();
    }
    while (!send(step, node.getAsInt())) {
      Pace.last(random, 100, 400);
    }
    if (twins) {
      twin.join();
    }
  }

  private boolean send(Story.Step step, int node) {
    posts.incrementAndGet();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:%d/webhooks/idwise/chaos".formatted(ports.get(node))))
              .timeout(PATIENCE)
              .header("Authorization", basic())
              .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(step.body())))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return false;
      }
      JsonNode body = JSON.readTree(answer.body());
      String id = body.path("id").asText();
      String before = accepted.putIfAbsent(step.key(), id);
      if (!spools && before != null && !before.equals(id)) {
        contradictions.add(step.key());
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String basic() {
    return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes());
  }
}
