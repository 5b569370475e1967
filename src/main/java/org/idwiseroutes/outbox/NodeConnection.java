package org.idwiseroutes.outbox;

import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
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
  private static final long GOODBYE_MILLIS = 3_000;

  private final DataSource dataSource;
  private final Wakeups wakeups;
  private final Node node;
  private final Heartbeat heartbeat;
  private final Duration interval;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "node");

  NodeConnection(
      DataSource dataSource,
      Wakeups wakeups,
      Node node,
      Heartbeat heartbeat,
      OutboxProperties properties) {
    this.dataSource = dataSource;
    this.wakeups = wakeups;
    this.node = node;
    this.heartbeat = heartbeat;
    this.interval = properties.heartbeatInterval();
    this.thread.setDaemon(true);
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
          if (!connection.isWrapperFor(PGConnection.class)) {
            heartbeat.alone();
            return;
          }
          connection.setAutoCommit(true);
          exchange(connection);
        } catch (SQLException | RuntimeException e) {
          LOG.debug("Not connected to other nodes", e);
        }
      } while (!stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exchange(Connection connection) throws SQLException {
    JdbcClient own = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    own.sql("LISTEN " + CHANNEL).update();
    PGConnection postgres = connection.unwrap(PGConnection.class);
    long next = System.nanoTime();
    while (stopped.getCount() > 0) {
      if (System.nanoTime() - next >= 0) {
        next = System.nanoTime() + interval.toNanos();
        heartbeat.beat(own);
      }
      hear(postgres.getNotifications(GATHER_MILLIS));
      for (String destination : wakeups.takeToTellOthers()) {
        tell(own, destination);
      }
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
        wakeups.wake(parts[1]);
      }
    }
  }

  private void tell(JdbcClient own, String destination) {
    own.sql("SELECT pg_notify(:channel, :words)")
        .param("channel", CHANNEL)
        .param("words", node.name() + " " + destination)
        .query((row, number) -> true)
        .list();
  }

  /** After all consumers have ended. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join(GOODBYE_MILLIS);
    try {
      heartbeat.goodbye();
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("What this node had is due when others miss it", e);
    }
  }
}
