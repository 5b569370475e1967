package org.idwiseroutes.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Wakes the consumers of other nodes, by PostgreSQL's {@code LISTEN} and {@code NOTIFY}. It keeps
 * one connection and gathers what it has to tell for a tenth of a second, so that the path of an
 * event pays nothing for it. On H2, which has one node, it does nothing.
 */
@Component
class NodeNotifications implements SmartLifecycle, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(NodeNotifications.class);
  private static final String CHANNEL = "idwise_outbox";
  private static final int GATHER_MILLIS = 100;
  private static final int RECONNECT_MILLIS = 1_000;

  private final DataSource dataSource;
  private final Wakeups wakeups;
  private final Node node;
  private volatile CountDownLatch stopped = new CountDownLatch(0);

  NodeNotifications(DataSource dataSource, Wakeups wakeups, Node node) {
    this.dataSource = dataSource;
    this.wakeups = wakeups;
    this.node = node;
  }

  @Override
  public void run() {
    CountDownLatch mine = stopped;
    try {
      do {
        try (Connection connection = dataSource.getConnection()) {
          if (!connection.isWrapperFor(PGConnection.class)) {
            return;
          }
          exchange(connection, mine);
        } catch (SQLException | RuntimeException e) {
          LOG.debug("Not connected to other nodes", e);
        }
      } while (!mine.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exchange(Connection connection, CountDownLatch mine) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement listen = connection.createStatement()) {
      listen.execute("LISTEN " + CHANNEL);
    }
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (mine.getCount() > 0) {
      hear(postgres.getNotifications(GATHER_MILLIS));
      for (String destination : wakeups.takeToTellOthers()) {
        tell(connection, destination);
      }
    }
    try (Statement unlisten = connection.createStatement()) {
      unlisten.execute("UNLISTEN *");
    }
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

  private void tell(Connection connection, String destination) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, node.name() + " " + destination);
      notify.execute();
    }
  }

  @Override
  public void start() {
    stopped = new CountDownLatch(1);
    Thread thread = new Thread(this, "node-notifications");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return stopped.getCount() > 0;
  }
}
