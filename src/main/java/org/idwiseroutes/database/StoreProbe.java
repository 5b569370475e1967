package org.idwiseroutes.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * Commits a change every {@value #INTERVAL_MILLIS} ms, to know whether the database takes anything.
 * Whoever asks gets the last result at once; one that is older than {@value #OLDEST_SECONDS} s says
 * that the database does not answer.
 */
@Component
@DependsOnDatabaseInitialization
public class StoreProbe {

  private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);
  private static final long INTERVAL_MILLIS = 2_000;
  private static final int LONGEST_MILLIS = 3_000;
  private static final long OLDEST_SECONDS = 5;

  private final HikariDataSource pool;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          BasicThreadFactory.builder().namingPattern("store-probe").daemon().build());
  private volatile Result last;
  private UUID row;
  private boolean swept;

  StoreProbe(HikariDataSource pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
    this.last = new Result(clock.instant(), "it has not been asked yet");
  }

  /** Why the database takes nothing now; null when it does. Returns at once. */
  public String problem() {
    Result result = last;
    Duration age = Duration.between(result.at(), clock.instant());
    return result.problem() == null && age.toSeconds() > OLDEST_SECONDS
        ? "it has not answered for %d s".formatted(age.toSeconds())
        : result.problem();
  }

  @PostConstruct
  void start() {
    thread.scheduleWithFixedDelay(this::run, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }

  /** Whatever happens: a scheduled task that throws is never run again. */
  private void run() {
    String problem = null;
    try {
      write();
    } catch (Throwable e) {
      problem = String.valueOf(e.getMessage());
      dropSessions(e);
    }
    tell(last.problem(), problem);
    last = new Result(clock.instant(), problem);
  }

  /**
   * Each time one statement: a row comes, and goes the next time. Those of nodes that have ended go
   * first; one that runs puts up with that.
   */
  private void write() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, LONGEST_MILLIS);
      connection.setAutoCommit(false);
      if (!swept) {
        sweep(connection);
      }
      UUID next = null;
      if (row == null || !execute(connection, "DELETE FROM store_probe WHERE id = ?", row)) {
        next = UUID.randomUUID();
        execute(connection, "INSERT INTO store_probe (id) VALUES (?)", next);
      }
      connection.commit();
      swept = true;
      row = next;
    }
  }

  private static void sweep(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("DELETE FROM store_probe")) {
      statement.executeUpdate();
    }
  }

  private static boolean execute(Connection connection, String sql, UUID id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      return statement.executeUpdate() == 1;
    }
  }

  /** What is bound to a database that does not write would keep failing once another one does. */
  private void dropSessions(Throwable thrown) {
    HikariPoolMXBean sessions = pool.getHikariPoolMXBean();
    if (sessions != null && thrown instanceof SQLException refused && Outage.isOfSession(refused)) {
      sessions.softEvictConnections();
    }
  }

  private static void tell(String before, String now) {
    if (before == null && now != null) {
      LOG.error("The database takes nothing: {}", now);
    } else if (before != null && now == null) {
      LOG.info("The database takes what it is given");
    }
  }

  private record Result(Instant at, String problem) {}
}
