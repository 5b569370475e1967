package org.idwiseroutes.ops;

import org.idwiseroutes.database.StoreProbe;
import org.idwiseroutes.inbox.Spool;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health component {@code store}, a part of readiness: whether events can be kept, in the
 * database or in the spool. It answers from what is known and waits for nobody.
 */
@Component("store")
class StoreHealth implements HealthIndicator {

  private final StoreProbe database;
  private final Spool spool;

  StoreHealth(StoreProbe database, Spool spool) {
    this.database = database;
    this.spool = spool;
  }

  @Override
  public Health health() {
    String problem = database.problem();
    Health.Builder health = problem == null || spool.isEnabled() ? Health.up() : Health.down();
    health
        .withDetail("database", problem == null ? "reachable" : "away")
        .withDetail("spool", spool.isEnabled() ? "open" : "none");
    return problem == null ? health.build() : health.withDetail("problem", problem).build();
  }
}
