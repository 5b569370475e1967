package org.idwiseroutes.ops;

import org.idwiseroutes.database.StoreProbe;
import org.idwiseroutes.inbox.EventLog;
import org.idwiseroutes.inbox.Spool;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health component {@code store}, a part of readiness: whether events can be kept, in the
 * database (or the log, where there is one) or in the spool. It answers from what is known and
 * waits for nobody.
 */
@Component("store")
class StoreHealth implements HealthIndicator {

  private final StoreProbe database;
  private final Spool spool;
  private final EventLog log;

  StoreHealth(StoreProbe database, Spool spool, EventLog log) {
    this.database = database;
    this.spool = spool;
    this.log = log;
  }

  @Override
  public Health health() {
    String away = database.problem();
    String problem = log.isEnabled() ? log.problem().orElse(null) : away;
    Health.Builder health = problem == null || spool.isEnabled() ? Health.up() : Health.down();
    health
        .withDetail("database", away == null ? "reachable" : "away")
        .withDetail("log", log.isEnabled() ? (problem == null ? "reachable" : "away") : "none")
        .withDetail("spool", spool.isEnabled() ? "open" : "none");
    return problem == null ? health.build() : health.withDetail("problem", problem).build();
  }
}
