package org.idwiseroutes.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.idwiseroutes.kafka.Broker;

/** Does one bad thing after another; which, to whom and when, its seed says. */
final class Disturber {

  /** What can happen. */
  enum Disturbance {
    /** A node ends without a word and is started again. */
    KILL(true),
    /**
     * A node stands still until the others take it for dead, then goes on as if nothing had been.
     */
    FREEZE(true),
    /** A node is asked to end, and started again. */
    RESTART(true),
    /** The database ends without a word and comes back. */
    DATABASE(false),
    /** The database is lost, and its standby takes its place. It happens once. */
    FAILOVER(false),
    /** The broker of the log ends without a word and comes back. */
    BROKER(false),
    /** CRM and ticket desk fail every call for a while. */
    DESTINATIONS(false);

    private final boolean ofNode;

    Disturbance(boolean ofNode) {
      this.ofNode = ofNode;
    }
  }

  static final int DEAD_AFTER_SECONDS = 3;

  private final List<Node> nodes;
  private final Postgres postgres;
  private final Broker broker;
  private final Recorder recorder;
  private final Random random;
  private final List<String> done = new ArrayList<>();

  Disturber(List<Node> nodes, Postgres postgres, Broker broker, Recorder recorder, long seed) {
    this.broker = broker;
    this.nodes = nodes;
    this.postgres = postgres;
    this.recorder = recorder;
    this.random = new Random(seed);
  }

  /** Goes on until the time is over; every kind comes, and once before any comes again. */
  void run(List<Disturbance> kinds, int seconds) throws IOException, InterruptedException {
    int before = done.size();
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Disturbance> next = new ArrayList<>(kinds);
    Collections.shuffle(next, random);
    while (System.nanoTime() < end || done.size() - before < kinds.size()) {
      if (next.isEmpty()) {
        next.addAll(kinds);
        Collections.shuffle(next, random);
      }
      Pace.last(random, 1_000, 3_000);
      disturb(next.remove(0), nodes.get(random.nextInt(nodes.size())));
    }
  }

  /** What was done, in order. */
  List<String> done() {
    return done;
  }

  private void disturb(Disturbance kind, Node node) throws IOException, InterruptedException {
    done.add(kind + (kind.ofNode ? " " + nodes.indexOf(node) : ""));
    switch (kind) {
      case KILL -> {
        node.kill();
        restart(node);
      }
      case FREEZE -> {
        node.signal("STOP");
        Pace.last(Duration.ofSeconds(DEAD_AFTER_SECONDS + 3));
        node.signal("CONT");
      }
      case RESTART -> {
        awaitOpen(node);
        if (!node.end()) {
          throw new IllegalStateException("A node did not end in time");
        }
        restart(node);
      }
      case DATABASE -> {
        postgres.crash();
        Pace.last(random, 1_000, 3_000);
        postgres.restart();
      }
      case BROKER -> {
        broker.kill();
        Pace.last(random, 1_000, 3_000);
        broker.start();
      }
      case FAILOVER -> postgres.failOver(Duration.ofSeconds(1 + random.nextInt(3)));
      case DESTINATIONS -> {
        recorder.down(true);
        Pace.last(random, 1_000, 4_000);
        recorder.down(false);
      }
      default -> throw new IllegalStateException(kind.name());
    }
  }

  /** In some cases the next thing happens while the node is still starting. */
  private void restart(Node node) throws IOException, InterruptedException {
    node.start();
    if (random.nextBoolean()) {
      awaitOpen(node);
    }
  }

  /** A node that is asked to end while it starts does so only once it has started. */
  private static void awaitOpen(Node node) {
    Awaitility.await().atMost(Chaos.START).until(node::isOpen);
  }
}
