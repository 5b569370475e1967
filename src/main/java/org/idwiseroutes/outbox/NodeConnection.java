package org.idwiseroutes.outbox;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.idwiseroutes.database.DatabaseClock;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The one connection by which a node knows of the others, so that no load of its own keeps it from
 * being heard.
 *
 * <p>It wakes the consumers of other nodes, by PostgreSQL's {@code LISTEN} and {@code NOTIFY}, and
 * gathers what it has to tell for a tenth of a second, so that the path of an event pays nothing
 * for it. And it beats, see {@link Heartbeat}. On H2, which has one node, it does neither.
 */
@Component
class NodeConnection implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeConnection.class);
  private static final String CHANNEL = "idwise_outbox";
  private static final int GATHER_MILLIS = 100;
  private static final int RECONNECT_MILLIS = 1_000;
  private static final long LEAST_TIMEOUT_MILLIS = 2_000;
  private static final long GOODBYE_MILLIS = 3_000;

  private final DataSource dataSource;
  private final Wakeups wakeups;
  private final Node node;
  private final Heartbeat heartbeat;
  private final DatabaseClock clock;
  private final Duration interval;
  private boolean failing;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "node");

  NodeConnection(
      DataSource dataSource,
      Wakeups wakeups,
      Node node,
      Heartbeat heartbeat,
      DatabaseClock clock,
      OutboxProperties properties) {
    this.dataSource = dataSource;
    this.wakeups = wakeups;
    this.node = node;
    this.heartbeat = heartbeat;
    this.clock = clock;
    this.interval = properties.heartbeatInterval();
    this.thread.setDaemon(true);
  }

  /** Nothing is received or begun before the time is the database's. */
  @PostConstruct
  void readTime() {
    try (Connection connection = dataSource.getConnection()) {
      if (isPostgres(connection)) {
        long begin = System.nanoTime();
        Instant time = NodeRepository.time(jdbc(connection));
        clock.set(time, begin, System.nanoTime());
      }
    } catch (SQLException | DataAccessException e) {
      LOG.debug("The time of the database is read with the first heartbeat", e);
    }
  }

  @EventListener(ContextRefreshedEvent.class)
  void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      do {
        try (Connection connection = dataSource.getConnection()) {
          if (!isPostgres(connection)) {
            heartbeat.alone();
            return;
          }
          connection.setAutoCommit(true);
          connection.setNetworkTimeout(Runnable::run, networkTimeout());
          exchange(connection);
        } catch (SQLException | RuntimeException e) {
          failed(e);
        }
      } while (!stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that vanished without a word is noticed before others take this node for dead. */
  private int networkTimeout() {
    return (int) Math.max(LEAST_TIMEOUT_MILLIS, interval.multipliedBy(2).toMillis());
  }

  private void failed(Exception e) {
    if (stopped.getCount() == 0) {
      return;
    }
    if (failing) {
      LOG.debug("Still not connected to other nodes", e);
    } else {
      LOG.warn(
          "Not connected to other nodes: nothing is begun until the database answers again: {}",
          e.toString());
    }
    failing = true;
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private static JdbcClient jdbc(Connection connection) {
    return JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  private void exchange(Connection connection) throws SQLException {
    JdbcClient own = jdbc(connection);
    own.sql("LISTEN " + CHANNEL).update();
    wakeups.awaited().forEach(wakeups::wakeAnybody); // what others have told meanwhile is not heard
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long next = System.nanoTime();
    while (stopped.getCount() > 0) {
      if (System.nanoTime() - next >= 0) {
        next = System.nanoTime() + interval.toNanos();
        heartbeat.beat(own);
        if (failing) {
          LOG.info("Connected to other nodes again");
          failing = false;
        }
      }
      hear(postgres.getNotifications(GATHER_MILLIS));
      wakeups.tellOthers(wakeup -> tell(own, wakeup));
    }
    own.sql("UNLISTEN *").update();
  }

  private void hear(PGNotification[] notifications) {
    if (notifications == null) {
      return;
    }
    for (PGNotification notification : notifications) {
      String[] parts = notification.getParameter().split(" ", 2);
      if (!parts[0].equals(node.name())) {
        wakeups.tell(parts[1]);
      }
    }
  }

  private void tell(JdbcClient own, String wakeup) {
    own.sql("SELECT pg_notify(:channel, :words)")
        .param("channel", CHANNEL)
        .param("words", node.name() + " " + wakeup)
        .query((row, number) -> true)
        .list();
  }

  /** After all consumers have ended. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join(GOODBYE_MILLIS);
    try (Connection connection = dataSource.getConnection()) {
      heartbeat.goodbye();
      if (isPostgres(connection)) {
        JdbcClient own = jdbc(connection);
        wakeups.tellOthers(wakeup -> tell(own, wakeup));
      }
    } catch (SQLException | DataAccessException | TransactionException e) {
      LOG.debug("What this node had is due when others miss it", e);
    }
  }
}
