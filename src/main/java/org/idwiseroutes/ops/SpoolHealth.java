package org.idwiseroutes.ops;

import org.idwiseroutes.inbox.Spool;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** The health component {@code spool}: whether there is one, and how many events wait in it. */
@Component("spoolHealth")
class SpoolHealth implements HealthIndicator {

  private final Spool spool;

  SpoolHealth(Spool spool) {
    this.spool = spool;
  }

  @Override
  public Health health() {
    return Health.up()
        .withDetail("enabled", spool.isEnabled())
        .withDetail("depth", spool.depth())
        .build();
  }
}
