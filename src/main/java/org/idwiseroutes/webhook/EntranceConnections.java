package org.idwiseroutes.webhook;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import org.idwiseroutes.http.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The bounds of the public port's connections. */
@Configuration(proxyBeanMethods = false)
class EntranceConnections {

  private static final Logger LOG = LoggerFactory.getLogger(EntranceConnections.class);
  private static final int FILES_FOR_OTHERS = 1_000;

  @Bean
  Connections connections(WebhookProperties properties, Clock clock, MeterRegistry metrics) {
    Connections connections =
        new Connections(
            bounded(properties.maxConnections()),
            properties.headTimeout(),
            properties.bodyTimeout(),
            properties.keepAlive(),
            clock);
    Gauge.builder("idwise.webhook.connections", connections, Connections::count).register(metrics);
    return connections;
  }

  /** Of the files that the process may open, some are for the database and the destinations. */
  private static int bounded(int wanted) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long files = system.getMaxFileDescriptorCount();
      long most = files - Math.min(files / 2, FILES_FOR_OTHERS);
      if (wanted > most) {
        LOG.warn(
            "idwise.webhook.max-connections is {}, but this process may open {} files: at most {} connections are taken. Raise the limit of open files (ulimit -n, LimitNOFILE)",
            wanted,
            files,
            most);
        return (int) most;
      }
    }
    return wanted;
  }
}
