package org.idwiseroutes.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.idwiseroutes.chaos.Disturber.Disturbance;
import org.idwiseroutes.kafka.Broker;
import org.idwiseroutes.product.Ports;

/** Nodes, a database, destinations, a sender and a disturber; and the audit of what came of it. */
final class Chaos {

  /**
   * A node starts within half a minute on a machine of its own; here two and a database share it.
   */
  static final Duration START = Duration.ofMinutes(5);

  private static final Duration SETTLE = Duration.ofMinutes(2);
  private static final int SENDERS = 16;
  private static final int ROUNDS = 6;
  private static final double FAILING = 0.1;
  private static final String TOPIC = "inbox";
  private static final int PARTITIONS = 6;

  private final Path folder;
  private final long seed;
  private final List<String> program;
  private final With with;
  private final Duration apart;

  /** What stands between the entrance and the database. */
  enum With {
    NOTHING,
    SPOOLS,
    /** A topic of Kafka. */
    LOG
  }

  /**
   * Prepares a run.
   *
   * @param program what runs a node, after {@code java}
   * @param with what stands between the entrance and the database
   * @param apart the time from one event to the next at least. As fast as they can, events take all
   *     of a small machine, and a node hardly starts beside them
   */
  Chaos(Path folder, long seed, List<String> program, With with, Duration apart) {
    this.folder = folder;
    this.seed = seed;
    this.program = program;
    this.with = with;
    this.apart = apart;
  }

  /** Runs {@code count} nodes and disturbs them for so long; then all may settle. */
  Ledger run(int count, int seconds, List<Disturbance> kinds)
      throws IOException, InterruptedException {
    return run(count, seconds, kinds, ledger -> true);
  }

  /**
   * The same again with the same nodes until the audit finds enough. What only shows when an
   * attempt is under way at the wrong moment may take several rounds on a slow machine.
   */
  Ledger run(int count, int seconds, List<Disturbance> kinds, Predicate<Ledger> enough)
      throws IOException, InterruptedException {
    List<Node> nodes = new ArrayList<>();
    try (Broker broker = with == With.LOG ? broker() : null;
        Postgres postgres = postgres(kinds);
        Recorder recorder = new Recorder(seed)) {
      for (int i = 0; i < count; i++) {
        nodes.add(node(i, postgres, recorder, broker));
      }
      for (Node node : nodes) {
        node.start();
      }
      awaitOpen(nodes);
      Sender sender =
          new Sender(nodes.stream().map(Node::port).toList(), seed, with == With.SPOOLS, apart);
      Disturber disturber = new Disturber(nodes, postgres, broker, recorder, seed);
      Ledger ledger;
      int round = 0;
      do {
        round++;
        recorder.failing(FAILING);
        List<Thread> senders = sender.start(SENDERS);
        disturber.run(kinds, seconds);
        awaitOpen(nodes);
        recorder.failing(0);
        sender.finish();
        for (Thread thread : senders) {
          thread.join(SETTLE.toMillis());
        }
        DataSource database = postgres.database();
        settle(() -> Audit.isSettled(database) && isRead(broker));
        if (!isRead(broker)) {
          throw new IllegalStateException("The log was not read to its end");
        }
        ledger = new Audit(sender, recorder, database).run();
        System.out.printf(
            "Chaos with seed %d, round %d: %d nodes%s, %s%n%d posts; %s%n",
            seed,
            round,
            count,
            with == With.NOTHING ? "" : " with " + with.name().toLowerCase(Locale.ROOT),
            disturber.done(),
            sender.posts(),
            ledger);
      } while (!enough.test(ledger) && round < ROUNDS);
      return ledger;
    } finally {
      for (Node node : nodes) {
        node.kill();
      }
    }
  }

  private Postgres postgres(List<Disturbance> kinds) throws IOException {
    return kinds.contains(Disturbance.FAILOVER)
        ? Postgres.withStandby(folder)
        : new Postgres(folder.resolve("postgres"));
  }

  private static void awaitOpen(List<Node> nodes) {
    nodes.forEach(node -> Awaitility.await().atMost(START).until(node::isOpen));
  }

  /** What has not come to its end by then is stuck, and the audit's finding. */
  private static void settle(Callable<Boolean> settled) {
    try {
      Awaitility.await().atMost(SETTLE).ignoreExceptions().until(settled);
    } catch (ConditionTimeoutException e) {
      System.out.println("Not all has come to its end in time");
    }
  }

  private Broker broker() throws IOException, InterruptedException {
    Broker broker = new Broker(folder.resolve("broker"));
    broker.create(TOPIC, PARTITIONS, Map.of());
    return broker;
  }

  private static boolean isRead(Broker broker) {
    return broker == null || broker.waiting(TOPIC, "idwise-routes-inbox") == 0;
  }

  private Node node(int number, Postgres postgres, Recorder recorder, Broker broker)
      throws IOException {
    List<String> settings =
        List.of(
            "spring.datasource.url=" + postgres.url(),
            "spring.datasource.username=postgres",
            "idwise.sources.chaos.basic.username=" + Sender.USER,
            "idwise.sources.chaos.basic.password=" + Sender.PASSWORD,
            "idwise.outbox.heartbeat-interval=500ms",
            "idwise.outbox.dead-after=%ds".formatted(Disturber.DEAD_AFTER_SECONDS),
            "idwise.outbox.attempt-timeout=3s",
            "idwise.outbox.initial-backoff=100ms",
            "idwise.outbox.max-backoff=1s",
            "idwise.outbox.max-attempts=100",
            "idwise.outbox.max-probe-interval=1s",
            "http.response-timeout=2000",
            "crm.url=" + recorder.url(),
            "ticketing.url=" + recorder.url(),
            "smtp.host=127.0.0.1",
            "smtp.port=" + recorder.smtpPort(),
            "idwise.routes.check-at-start=false",
            "idwise.spool.directory="
                + (with == With.SPOOLS ? folder.resolve("spool-" + number) : ""),
            "idwise.inbox.log=" + (broker == null ? "database" : "kafka"),
            "idwise.inbox.topic=" + TOPIC,
            "kafka.brokers=" + (broker == null ? "" : broker.address()),
            "spring.main.banner-mode=off");
    return new Node(program, settings, Ports.free(), log(number));
  }

  /** What the node with this number has said. */
  Path log(int number) {
    return folder.resolve("node-" + number + ".log");
  }
}
