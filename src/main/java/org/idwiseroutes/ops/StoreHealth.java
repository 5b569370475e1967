package org.idwiseroutes.ops;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.idwiseroutes.inbox.Spool;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health component {@code store}, a part of readiness: whether events can be kept, in the
 * database or in the spool.
 */
@Component("store")
class StoreHealth implements HealthIndicator {

  private static final int SECONDS = 1;

  private final DataSource database;
  private final Spool spool;

  StoreHealth(DataSource database, Spool spool) {
    this.database = database;
    this.spool = spool;
  }

  @Override
  public Health health() {
    boolean reachable = isReachable();
    return (reachable || spool.isEnabled() ? Health.up() : Health.down())
        .withDetail("database", reachable ? "reachable" : "away")
        .withDetail("spool", spool.isEnabled() ? "open" : "none")
        .build();
  }

  private boolean isReachable() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }
}
