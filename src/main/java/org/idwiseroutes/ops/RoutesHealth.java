package org.idwiseroutes.ops;

import org.idwiseroutes.routes.RouteFile;
import org.idwiseroutes.routes.RouteFiles;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The health component {@code routes}: down when a file is broken or there is none. What has been
 * saved meanwhile and may not run takes nothing away.
 */
@Component("routes")
class RoutesHealth implements HealthIndicator {

  private final RouteFiles files;

  RoutesHealth(RouteFiles files) {
    this.files = files;
  }

  @Override
  public Health health() {
    boolean up = files.problem() == null && files.all().stream().noneMatch(RouteFile::isBroken);
    Health.Builder health = up ? Health.up() : Health.down();
    if (files.problem() != null) {
      health.withDetail("problem", files.problem());
    }
    files.all().forEach(file -> health.withDetail(file.name(), words(file)));
    return health.build();
  }

  private static String words(RouteFile file) {
    if (file.isBroken()) {
      return file.problem();
    }
    if (file.isNew()) {
      return "not taken over: " + file.refused();
    }
    return file.refused() == null
        ? "running"
        : "running as it was; what stands there now is refused: " + file.refused();
  }
}
