package org.idwiseroutes.inbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Rewrites the file of an embedded database as the node stops, when something was erased since the
 * last time. H2 frees the space of a row and leaves its content there; {@code SHUTDOWN COMPACT}
 * copies what is in use to a new file, which then takes the place of the old one. A node that is
 * killed meanwhile keeps one of the two whole, and does it at its next stop.
 *
 * <p>It comes last of all: when nothing else needs the database any more.
 */
@Component
class ErasedSpace implements DestructionAwareBeanPostProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(ErasedSpace.class);
  private static final String EMBEDDED = "jdbc:h2:";
  private static final String OTHERS = "jdbc:h2:(mem|tcp|ssl):.*";

  @Override
  public boolean requiresDestruction(Object bean) {
    return bean instanceof HikariDataSource pool && isFile(pool.getJdbcUrl());
  }

  @Override
  public void postProcessBeforeDestruction(Object bean, String name) {
    if (requiresDestruction(bean)) {
      HikariDataSource pool = (HikariDataSource) bean;
      try {
        if (isDue(pool)) {
          pool.close();
          compact(pool);
        }
      } catch (SQLException e) {
        LOG.warn(
            "The database's file still holds what was erased; it is rewritten at the next stop: {}",
            e.toString());
      }
    }
  }

  private static boolean isFile(String url) {
    return url != null && url.startsWith(EMBEDDED) && !url.matches(OTHERS);
  }

  private static boolean isDue(HikariDataSource pool) throws SQLException {
    if (!pool.isRunning()) {
      return false;
    }
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet due = statement.executeQuery(ErasureTable.IS_TO_BE_COMPACTED)) {
      due.next();
      return due.getBoolean(1);
    }
  }

  /** What was done is written down after it: the other order would forget it in a crash. */
  private static void compact(HikariDataSource pool) throws SQLException {
    execute(pool, "SHUTDOWN COMPACT");
    execute(pool, ErasureTable.IS_COMPACTED);
    LOG.info(
        "The database's file was rewritten: nothing of what was erased is left in it, but who is still to be forgotten in other systems");
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
